"""Pages of the sections and of the actas: they print nothing of the cut, so they change only when their acta does."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from publicacion.corte import Corte
from publicacion.datos import CARPETA
from publicacion.renglones import cifra
from publicacion.sitio.entorno import Paginas
from publicacion.sitio.imagenes import VISIBLES
from publicacion.sitio.vista import Informe, renglones
from verificacion.dominio.agregacion import ActaEvaluada, Resultado, truncar
from verificacion.dominio.claves import TipoCasilla
from verificacion.dominio.eleccion import ActaEsperada, Proceso, TipoCampo
from verificacion.dominio.inconsistencia import esta_capturada, imprimir

_CANTIDADES = {
    TipoCampo.SOBRANTES: "Boletas sobrantes",
    TipoCampo.PERSONAS: "Personas que votaron",
    TipoCampo.REPRESENTANTES: "Representantes que votaron",
    TipoCampo.SACADOS: "Votos sacados de la urna",
}


@dataclass(frozen=True, slots=True)
class Fila:
    """A vote row of an acta: keys of its colours, name, printed figure, its share, and whether it is a legend."""

    claves: tuple[str, ...]
    nombre: str
    texto: str
    porcentaje: str
    es_leyenda: bool


def escribir_actas(
    resultado: Resultado,
    proceso: Proceso,
    corte: Corte,
    imagenes: Mapping[str, str],
    paginas: Paginas,
    cambiadas: frozenset[str] | None,
) -> None:
    """A page per acta of the catalogue, or per changed one."""
    reportes: dict[str, list[Mapping[str, Any]]] = {}
    for reporte in json.loads((corte.carpeta / CARPETA / "reportes.json").read_bytes()):
        reportes.setdefault(reporte["acta"], []).append(reporte)
    for evaluada in resultado.entidad.actas:
        acta = evaluada.registro.acta
        if acta is None or (cambiadas is not None and str(acta.clave) not in cambiadas):
            continue
        _escribir_acta(evaluada, acta, proceso, imagenes, reportes.get(str(acta.clave), []), paginas)


def _escribir_acta(
    evaluada: ActaEvaluada,
    acta: ActaEsperada,
    proceso: Proceso,
    imagenes: Mapping[str, str],
    reportes: Sequence[Mapping[str, Any]],
    paginas: Paginas,
) -> None:
    publica = evaluada.registro.imagen if esta_capturada(evaluada.registro) else None
    imagen = imagenes.get(publica.sha256 or "") if publica is not None else None
    paginas.escribir(
        f"actas/{acta.clave}.html",
        "acta.html",
        {},
        evaluada=evaluada,
        acta=acta,
        filas=_filas(evaluada, acta, proceso),
        cantidades=_cantidades(evaluada, acta, proceso),
        observacion=imprimir(evaluada.observaciones, proceso.formato),
        imagen=imagen,
        por_cubrir=publica is not None and publica.sha256 is None,
        se_ve=imagen is not None and imagen.rsplit(".", 1)[1] in VISIBLES,
        reportes=reportes,
    )


def escribir_secciones(
    resultado: Resultado, proceso: Proceso, paginas: Paginas, cambiadas: frozenset[str] | None
) -> None:
    """A page per section, or per section with a changed acta. It lists the RP actas but does not add them."""
    por_seccion: dict[tuple[int, int], list[ActaEvaluada]] = {}
    tocadas: set[tuple[int, int]] = set()
    for evaluada in resultado.entidad.actas:
        acta = evaluada.registro.acta
        if acta is None:
            continue
        sitio = (acta.casilla.clave.seccion, acta.casilla.distrito)
        por_seccion.setdefault(sitio, []).append(evaluada)
        if cambiadas is None or str(acta.clave) in cambiadas:
            tocadas.add(sitio)
    numeros: dict[int, list[int]] = {}
    for seccion, distrito in por_seccion:
        numeros.setdefault(seccion, []).append(distrito)
    for seccion in sorted({s for s, _ in tocadas}):
        partes = [
            (
                distrito,
                por_seccion[seccion, distrito],
                renglones(resultado.secciones[distrito, seccion], proceso, Informe.CANDIDATURAS, distrito)
                if (distrito, seccion) in resultado.secciones
                else [],
            )
            for distrito in sorted(numeros[seccion])
        ]
        paginas.escribir(f"secciones/{seccion:04}.html", "seccion.html", {}, seccion=seccion, partes=partes)


def _filas(evaluada: ActaEvaluada, acta: ActaEsperada, proceso: Proceso) -> list[Fila]:
    conteo = evaluada.registro.conteo
    if conteo is None:
        return []
    filas: list[Fila] = []
    for contendiente in proceso.contendientes_en(acta.casilla.distrito):
        valor = conteo[contendiente.clave]
        es_numero = isinstance(valor, int)
        filas.append(
            Fila(
                contendiente.partidos or (contendiente.clave,),
                contendiente.nombre,
                cifra(valor, proceso.formato),
                truncar(valor, evaluada.total or 0) or "" if es_numero else "",
                not es_numero,
            )
        )
    return filas


def _cantidades(evaluada: ActaEvaluada, acta: ActaEsperada, proceso: Proceso) -> list[tuple[str, str]]:
    """The other captured quantities. The written total stays in the downloadable database only (Anexo 13, 30)."""
    conteo = evaluada.registro.conteo
    if conteo is None:
        return []
    forma = proceso.forma_de(acta)
    filas = [(texto, cifra(conteo[c], proceso.formato)) for t, texto in _CANTIDADES.items() for c in forma.de_tipo(t)]
    especial = acta.casilla.clave.tipo is TipoCasilla.ESPECIAL
    lista = ("Boletas aprobadas", acta.casilla.boletas) if especial else ("Lista nominal", acta.casilla.lista_nominal)
    return [*filas, (lista[0], f"{lista[1]:,}"), ("Representantes acreditados", str(acta.casilla.representantes))]
