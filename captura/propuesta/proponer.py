"""The proposal of a form's plantilla: everything that can be told without knowing the election."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from captura.plantilla import Caja
from captura.propuesta.ajuste_fino import afinar
from captura.propuesta.celdas import Peine, celdas, columnas, encimadas, igualar, peines, peines_abiertos
from captura.propuesta.lamina import Lamina, Palabra
from captura.propuesta.rayas import Rayas, rayas_de_tinta, rayas_de_trazos, tinta_de
from captura.propuesta.renglones import Renglon, llano, renglones
from captura.propuesta.tabla import peines_de_tabla
from captura.propuesta.zonas import reservadas, zona_qr
from verificacion.dominio.eleccion import TipoCampo

TIPOS: Sequence[tuple[re.Pattern[str], TipoCampo, str]] = (
    (re.compile(r"SACAD"), TipoCampo.SACADOS, "SACADOS"),
    (re.compile(r"SOBRANTE"), TipoCampo.SOBRANTES, "SOBRANTES"),
    (re.compile(r"REPRESENTA"), TipoCampo.REPRESENTANTES, "REPRESENTANTES"),
    (re.compile(r"PERSONAS|CIUDADAN|LISTA NOMINAL"), TipoCampo.PERSONAS, "PERSONAS"),
    (re.compile(r"SECCION"), TipoCampo.IDENTIFICACION, "SECCION"),
    (re.compile(r"\bTOTAL\b"), TipoCampo.TOTAL, "TOTAL"),
    (re.compile(r"NO REGISTRAD"), TipoCampo.VOTOS, "NO_REGISTRADAS"),
    (re.compile(r"\bNULOS?\b"), TipoCampo.VOTOS, "NULOS"),
)
SUMA_DE_DOS = re.compile(r"PERSONAS.*REPRESENTA")
"""Persons and representatives added up: people write it, but it is not a quantity of the PREP."""
PALABRAS_CLAVE = ("TOTAL", "NULOS", "SOBRANTES", "PERSONAS", "SACADOS", "REGISTRADAS", "REGISTRADOS")
RENGLONES_DE_VOTOS = 5
MAX_CLAVE = 40
DECIMALES = 2


@dataclass(frozen=True)
class CampoPropuesto:
    """A quantity: as in plantilla.json, with what is printed beside it (``rotulo``)."""

    clave: str
    tipo: TipoCampo
    digitos: tuple[Caja, ...]
    letra: Caja | None
    rotulo: str


@dataclass(frozen=True)
class Propuesta:
    """What a form seems to hold. ``avisos`` tells a person, in Spanish, what to look at."""

    campos: tuple[CampoPropuesto, ...]
    sumas: tuple[tuple[str, tuple[str, ...]], ...]
    qr: Caja | None
    reservado: tuple[Caja, ...]
    avisos: tuple[str, ...]

    def con_claves(self, claves: Sequence[str]) -> "Propuesta":
        """Link rows of votes to an election's contenders: by what is printed, then in the order of the acta.

        The order serves only when as many rows as contenders are left: not every form has all of them.
        """
        impresas = {c.clave for c in self.campos if c.tipo is TipoCampo.VOTOS}
        sueltas = [c.clave for c in self.campos if c.tipo is TipoCampo.VOTOS and c.clave not in claves]
        libres = [clave for clave in claves if clave not in impresas]
        if len(sueltas) != len(libres):
            quienes = ", ".join(libres) or "ninguno"
            aviso = f"Quedan {len(sueltas)} renglones de votos sin enlazar; contendientes sin renglón: {quienes}."
            return replace(self, avisos=(*self.avisos, aviso))
        nuevas = dict(zip(sueltas, libres, strict=True))
        return replace(
            self,
            campos=tuple(replace(c, clave=nuevas.get(c.clave, c.clave)) for c in self.campos),
            sumas=tuple((total, tuple(nuevas.get(s, s) for s in sumandos)) for total, sumandos in self.sumas),
        )

    def como_json(self, clave: str, nombre: str, hoja_mm: tuple[float, float], *, escrita: bool) -> dict[str, Any]:
        """``plantilla.json``. ``escrita``: people wrote on the sheet, so personal data are not print either."""
        raiz: dict[str, Any] = {
            "clave": clave,
            "nombre": nombre,
            "hoja_mm": list(hoja_mm),
            "referencia": "referencia.png",
            "campos": [_campo_json(c) for c in self.campos],
            "sumas": [{"total": total, "sumandos": list(sumandos)} for total, sumandos in self.sumas],
        }
        if self.qr:
            raiz["qr"] = _caja_json(self.qr)
        raiz["reservado"] = [_caja_json(c) for c in self.reservado]
        if escrita and self.reservado:
            raiz["mascara"] = raiz["reservado"]
        return raiz


def _campo_json(campo: CampoPropuesto) -> dict[str, Any]:
    datos: dict[str, Any] = {
        "clave": campo.clave,
        "tipo": str(campo.tipo),
        "digitos": [_caja_json(c) for c in campo.digitos],
    }
    if campo.letra:
        datos["letra"] = _caja_json(campo.letra)
    return datos


def _caja_json(caja: Caja) -> dict[str, float]:
    return {lado: round(getattr(caja, lado), DECIMALES) for lado in ("x", "y", "ancho", "alto")}


@dataclass(frozen=True)
class Trazado:
    """The geometry of a form, before anything printed on it is read."""

    rayas: Rayas
    celdas: tuple[Caja, ...]
    peines: tuple[Peine, ...]


def trazar(lamina: Lamina) -> Trazado:
    """Find boxes by a PDF's own lines and, where those give none, by its picture."""
    if lamina.trazos:
        rayas = rayas_de_trazos(lamina)
        cajas = celdas(rayas)
        hallados = [p for p in peines(cajas) if len(p.cajas) >= 3]
        if hallados:
            return Trazado(rayas, tuple(cajas), (*hallados, *peines_abiertos(rayas, hallados)))
    tinta = tinta_de(lamina)
    rayas = rayas_de_tinta(tinta)
    cajas = celdas(rayas)
    de_cajas = igualar(peines(cajas), cajas)
    de_tabla = peines_de_tabla(cajas, de_cajas, tinta, rayas.px_por_mm)
    propios = [p for p in de_cajas if not any(encimadas(p.caja, q.caja) for q in de_tabla)]
    hallados = afinar([*propios, *de_tabla], tinta, rayas.px_por_mm)
    return Trazado(rayas, tuple(cajas), (*hallados, *peines_abiertos(rayas, hallados, tinta)))


def filas_de(trazado: Trazado, palabras: Sequence[Palabra]) -> list[Renglon]:
    """The rows of a form with their labels."""
    return renglones(trazado.peines, trazado.rayas, trazado.celdas, palabras)


def proponer(lamina: Lamina, trazado: Trazado, filas: Sequence[Renglon], palabras: Sequence[Palabra]) -> Propuesta:
    """Name the rows and add sums, label and personal data."""
    avisos: list[str] = []
    if lamina.dudosa:
        ancho, alto = lamina.hoja_mm
        avisos.append(f"El tamaño de la hoja ({ancho:g} × {alto:g} mm) se supuso por su proporción: mida la hoja.")
    campos = _nombrar(filas, avisos)
    if not campos:
        avisos.append("No se hallaron casilleros: dibújelos en el editor.")
    qr, como = zona_qr(lamina, trazado.celdas, palabras)
    if como == "vacia":
        avisos.append("El lugar de la etiqueta QR se supuso: es un recuadro vacío de la parte superior. Revíselo.")
    qr = qr if qr and not any(encimadas(qr, c) for campo in campos for c in campo.digitos) else None
    reservado = reservadas(trazado.celdas, palabras)
    libres = [z for z in reservado if not any(encimadas(z, c) for campo in campos for c in campo.digitos)]
    if not libres:
        avisos.append("No se hallaron columnas de nombres o firmas: márquelas si la forma las tiene.")
    sumas = _sumas(campos)
    if not sumas:
        avisos.append("No se halló un renglón TOTAL: indique la suma si la forma la tiene.")
    return Propuesta(tuple(campos), tuple(sumas), qr, tuple(libres), tuple(avisos))


def _nombrar(filas: Sequence[Renglon], avisos: list[str]) -> list[CampoPropuesto]:
    campos: list[CampoPropuesto] = []
    usadas: set[str] = set()
    supuesto = _total_supuesto(filas)
    for fila in filas:
        texto = "TOTAL" if fila is supuesto else _corregido(llano(fila.rotulo))
        if fila is supuesto:
            avisos.append("Ningún renglón dice TOTAL: se supuso que es el último de la tabla. Revíselo.")
        if SUMA_DE_DOS.search(texto) and not fila.en_tabla:
            avisos.append(f"«{fila.rotulo}» no se propone: es una suma que el PREP no recoge.")
            continue
        tipo, clave = next(((t, c) for patron, t, c in TIPOS if patron.search(texto)), (TipoCampo.VOTOS, ""))
        if not clave:
            clave = _clave_de(texto) or f"RENGLON_{len(campos) + 1}"
            if not fila.en_tabla and len(fila.peine.cajas) == 4:
                tipo = TipoCampo.IDENTIFICACION
        if fila.peine.abierto:
            avisos.append(f"«{clave}» es una línea con marcas, sin casilleros: su altura se supuso. Revísela.")
        campos.append(CampoPropuesto(_libre(clave, usadas), tipo, fila.peine.cajas, fila.letra, fila.rotulo))
    return campos


def _corregido(texto: str) -> str:
    """The label with the words that decide a kind put right: print is read with a letter wrong now and then."""
    return " ".join(next(iter(get_close_matches(p, PALABRAS_CLAVE, 1, 0.8)), p) for p in texto.split())


def _total_supuesto(filas: Sequence[Renglon]) -> Renglon | None:
    """The last row of the longest table when no label of it says TOTAL."""
    en_tabla = {f.peine: f for f in filas if f.en_tabla}
    tablas = [c for c in columnas(list(en_tabla)) if len(c) >= RENGLONES_DE_VOTOS]
    if not tablas:
        return None
    tabla = [en_tabla[p] for p in max(tablas, key=len)]
    return None if any("TOTAL" in _corregido(llano(f.rotulo)) for f in tabla) else tabla[-1]


def _clave_de(texto: str) -> str:
    palabras = re.findall(r"[A-Z0-9]+", texto)
    utiles = [p for p in palabras if len(p) > 1 or p.isdecimal()]
    return "_".join(utiles)[:MAX_CLAVE].strip("_")


def _libre(clave: str, usadas: set[str]) -> str:
    n, candidata = 1, clave
    while candidata in usadas:
        n += 1
        candidata = f"{clave}_{n}"
    usadas.add(candidata)
    return candidata


def _sumas(campos: Sequence[CampoPropuesto]) -> list[tuple[str, tuple[str, ...]]]:
    """Each TOTAL adds the rows just above it in its own column, up to a gap or to another total."""
    por_peine = {Peine(c.digitos): c for c in campos}
    sumas: list[tuple[str, tuple[str, ...]]] = []
    for columna in columnas(list(por_peine)):
        pendientes: list[str] = []
        anterior: Caja | None = None
        for peine in columna:
            campo, caja = por_peine[peine], peine.caja
            if anterior and caja.y - (anterior.y + anterior.alto) > 0.9 * caja.alto:
                pendientes = []
            if campo.tipo is TipoCampo.TOTAL:
                if len(pendientes) > 1:
                    sumas.append((campo.clave, tuple(pendientes)))
                pendientes = []
            else:
                pendientes.append(campo.clave)
            anterior = caja
    return sumas
