"""The catalogue of expected actas and the candidacies, from ``casillas.csv`` and ``candidaturas.csv``."""

from collections.abc import Mapping
from pathlib import Path

from verificacion.dominio.claves import ClaveActa, ClaveCasilla, TipoCasilla
from verificacion.dominio.eleccion import ActaEsperada, Candidatura, Casilla, Contendiente, Principio
from verificacion.dominio.errores import ClaveInvalida
from verificacion.proceso.esquema import CandidaturaCsv, CasillaCsv, TiposActaJson
from verificacion.proceso.lectura import leer_filas
from verificacion.proceso.problemas import Problemas

CASILLAS = "casillas.csv"
CANDIDATURAS = "candidaturas.csv"


def leer_casillas(carpeta: Path, entidad: int, problemas: Problemas) -> tuple[Casilla, ...]:
    """Read the approved casillas in the order of the file."""
    casillas: list[Casilla] = []
    lineas: dict[ClaveCasilla, int] = {}
    nombres: dict[int, str] = {}
    for linea, fila in leer_filas(carpeta, CASILLAS, CasillaCsv, problemas):
        donde = f"{CASILLAS}: línea {linea}"
        try:
            clave = ClaveCasilla.de_texto(fila.clave_casilla)
        except ClaveInvalida:
            problemas.anotar(
                f"{donde}: clave_casilla", f"«{fila.clave_casilla}» no tiene las once posiciones, como 100002C0100"
            )
            continue
        if clave in lineas:
            problemas.anotar(f"{donde}: clave_casilla", f"{clave} ya está en la línea {lineas[clave]}; quite una")
            continue
        lineas[clave] = linea
        if clave.entidad != entidad:
            problemas.anotar(f"{donde}: clave_casilla", f"{clave} no es de la entidad {entidad}; corríjala")
        if nombres.setdefault(fila.distrito, fila.distrito_nombre) != fila.distrito_nombre:
            problemas.anotar(
                f"{donde}: distrito_nombre", f"el distrito {fila.distrito} ya se llamó «{nombres[fila.distrito]}»"
            )
        _revisar_limites(donde, clave, fila, problemas)
        casillas.append(_casilla(clave, fila))
    if not casillas and not problemas.lista:
        problemas.anotar(CASILLAS, "no tiene casillas; agregue al menos una")
    return tuple(casillas)


def _revisar_limites(donde: str, clave: ClaveCasilla, fila: CasillaCsv, problemas: Problemas) -> None:
    """Only a special casilla has lista nominal 0, and its approved ballots bound its votes (LEEME, EXCEDE)."""
    if clave.tipo is TipoCasilla.ESPECIAL:
        if fila.lista_nominal != 0:
            problemas.anotar(f"{donde}: lista_nominal", "una casilla especial no tiene lista nominal; escriba 0")
        if fila.boletas is None:
            problemas.anotar(f"{donde}: boletas", "una casilla especial necesita las boletas aprobadas; agréguelas")
    elif fila.lista_nominal == 0:
        problemas.anotar(f"{donde}: lista_nominal", "solo una casilla especial puede tener 0; escriba la lista nominal")
    if (fila.apellido_desde is None) != (fila.apellido_hasta is None):
        problemas.anotar(f"{donde}: apellido_desde", "escriba los dos apellidos del intervalo o ninguno")


def _casilla(clave: ClaveCasilla, fila: CasillaCsv) -> Casilla:
    return Casilla(
        clave=clave,
        distrito=fila.distrito,
        distrito_nombre=fila.distrito_nombre,
        municipio=fila.municipio,
        municipio_nombre=fila.municipio_nombre,
        lista_nominal=fila.lista_nominal,
        representantes=fila.representantes,
        boletas=fila.boletas,
        apellido_desde=fila.apellido_desde,
        apellido_hasta=fila.apellido_hasta,
        urbana=fila.urbana,
        domicilio=fila.domicilio or "",
    )


def actas_esperadas(
    casillas: tuple[Casilla, ...], tipos: TiposActaJson, problemas: Problemas
) -> tuple[ActaEsperada, ...]:
    """One acta per casilla; a special casilla yields one per principle (Campeche 2021: 1,190 casillas, 1,200 actas)."""
    actas: list[ActaEsperada] = []
    sin_tipo = False
    for casilla in casillas:
        for principio, tipo in _tipos(casilla, tipos):
            if tipo is None:
                sin_tipo = True
                continue
            try:
                actas.append(ActaEsperada(ClaveActa(casilla.clave, tipo), casilla, principio))
            except ClaveInvalida:
                problemas.anotar(
                    "proceso.json: tipos_acta", f"«{tipo}» no es un código de acta; use uno como 3, 3EMR o 3ERP"
                )
                return ()
    if sin_tipo:
        problemas.anotar("proceso.json: tipos_acta.especial", "hay casillas especiales; agregue el código de sus actas")
    return tuple(actas)


def _tipos(casilla: Casilla, tipos: TiposActaJson) -> tuple[tuple[Principio, str | None], ...]:
    if casilla.clave.tipo is not TipoCasilla.ESPECIAL:
        return ((Principio.MR, tipos.ordinaria),)
    if tipos.especial is None:
        return ((Principio.MR, None),)
    mayoria = (Principio.MR, tipos.especial.MR)
    return (mayoria,) if tipos.especial.RP is None else (mayoria, (Principio.RP, tipos.especial.RP))


def leer_candidaturas(
    carpeta: Path, contendientes: Mapping[str, Contendiente], distritos: frozenset[int], problemas: Problemas
) -> tuple[Candidatura, ...]:
    """Read the names of the candidacies, if the folder has them."""
    if not (carpeta / CANDIDATURAS).exists():
        return ()
    candidaturas: list[Candidatura] = []
    vistas: dict[tuple[int, str], int] = {}
    for linea, fila in leer_filas(carpeta, CANDIDATURAS, CandidaturaCsv, problemas):
        donde = f"{CANDIDATURAS}: línea {linea}"
        contendiente = contendientes.get(fila.contendiente)
        if fila.distrito not in distritos:
            problemas.anotar(f"{donde}: distrito", f"el distrito {fila.distrito} no está en {CASILLAS}; corríjalo")
        elif contendiente is None:
            problemas.anotar(f"{donde}: contendiente", f"{fila.contendiente} no está en proceso.json; corríjalo")
        elif not contendiente.contiende_en(fila.distrito):
            problemas.anotar(
                f"{donde}: contendiente", f"{fila.contendiente} no contiende en el distrito {fila.distrito}"
            )
        elif previa := vistas.get((fila.distrito, fila.contendiente)):
            problemas.anotar(f"{donde}: contendiente", f"ya está en la línea {previa}; quite una")
        else:
            vistas[fila.distrito, fila.contendiente] = linea
            candidaturas.append(Candidatura(fila.distrito, fila.contendiente, fila.propietaria, fila.suplente or ""))
    return tuple(candidaturas)
