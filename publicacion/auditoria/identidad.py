"""Keys, hashes and hours of the rows: what identifies an acta and its image."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from publicacion.auditoria.lectura import BaseLeida
from publicacion.auditoria.renglones import SIN_LISTA, Clase, Juicio
from publicacion.auditoria.textos import es_vacia, plegar

_CLAVE = re.compile(r"\d{2}\d{4}[A-Z]\d{2}\d{2}")
_PARTES = (
    ("ID_ENTIDAD", 0, 2),
    ("SECCION", 2, 6),
    ("TIPO_CASILLA", 6, 7),
    ("ID_CASILLA", 7, 9),
    ("EXT_CONTIGUA", 9, 11),
)
_HEX = re.compile(r"[0-9A-Fa-f]+")
_LARGOS = {64: "SHA-256", 128: "SHA-512", 96: "SHA-384", 40: "SHA-1", 32: "MD5"}
_HORA = re.compile(
    r"(\d{2})/(\d{2})/(\d{4}) (\d{2}:\d{2}(?::\d{2})?)|(\d{4})-(\d{2})-(\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)"
)


@dataclass(frozen=True, slots=True)
class Falta:
    """Something in a row that does not hold. ``recalculado`` is empty where there is nothing to compare with."""

    linea: int
    clave: str
    que: str
    campo: str
    publicado: str
    recalculado: str


def revisar_claves(base: BaseLeida, juicios: Iterable[Juicio]) -> Iterable[Falta]:
    """CLAVE_CASILLA against its five parts, CLAVE_ACTA against CLAVE_CASILLA + TIPO_ACTA."""
    partes = list(zip(*(base.columna(columna) for columna, _, _ in _PARTES), strict=True))
    acompanan = (base.columna("CLAVE_CASILLA"), base.columna("CLAVE_ACTA"), base.columna("TIPO_ACTA"))
    for juicio, parte, casilla, acta, tipo in zip(juicios, partes, *acompanan, strict=True):
        if juicio.clase is Clase.FUERA:
            continue
        if "CLAVE_CASILLA" in base.indice and casilla != "{:0>2}{:0>4}{}{:0>2}{:0>2}".format(*parte):
            yield from _casilla(juicio.linea, juicio.clave, casilla, parte)
        if "CLAVE_ACTA" in base.indice:
            yield from _acta(juicio.linea, acta, casilla, tipo)


def _casilla(linea: int, nombre: str, clave: str, partes: Sequence[str]) -> Iterable[Falta]:
    if not _CLAVE.fullmatch(clave.upper()):
        yield Falta(linea, nombre, "clave de casilla mal formada", "CLAVE_CASILLA", clave, "")
        return
    for (columna, desde, hasta), parte in zip(_PARTES, partes, strict=True):
        if es_vacia(parte):
            continue  # early vote prints N/A
        esperada = plegar(parte)[:1] if columna == "TIPO_CASILLA" else parte.zfill(hasta - desde)
        if clave[desde:hasta].upper() != esperada:
            armada = clave[:desde] + esperada + clave[hasta:]
            yield Falta(linea, nombre, f"la clave no es la de su {columna}", "CLAVE_CASILLA", clave, armada)


def _acta(linea: int, acta: str, casilla: str, tipo: str) -> Iterable[Falta]:
    if casilla and not acta.startswith(casilla):
        yield Falta(
            linea, acta, "la clave del acta no empieza con la de su casilla", "CLAVE_ACTA", acta, casilla + tipo
        )
    elif casilla and not es_vacia(tipo) and acta[len(casilla) :].lstrip("0").upper() != tipo.lstrip("0").upper():
        yield Falta(linea, acta, "la clave del acta no es la de su TIPO_ACTA", "CLAVE_ACTA", acta, casilla + tipo)


def claves_repetidas(juicios: Iterable[Juicio]) -> list[int]:
    """Lines whose key is that of an earlier row. Those of early vote repeat by design: one per district, no section."""
    vistas: set[str] = set()
    lineas: list[int] = []
    for j in juicios:
        if j.clase is Clase.FUERA or j.clave[6:7] in SIN_LISTA:
            continue
        if j.clave in vistas:
            lineas.append(j.linea)
        vistas.add(j.clave)
    return lineas


def revisar_huellas(base: BaseLeida, juicios: Iterable[Juicio]) -> tuple[str, list[Falta], dict[str, list[int]]]:
    """Algorithm of the hashes, those that cannot be one, and the lines that share one (the same image twice)."""
    if "CODIGO_INTEGRIDAD" not in base.indice:
        return "", [], {}
    impresas = zip(juicios, base.columna("CODIGO_INTEGRIDAD"), strict=True)
    reales = [(j, h.lower()) for j, h in impresas if not es_vacia(h)]
    largos = Counter(len(h) for _, h in reales if len(h) in _LARGOS)
    usual = largos.most_common(1)[0][0] if largos else 0
    faltas: list[Falta] = []
    lineas: dict[str, list[int]] = {}
    for juicio, huella in reales:
        if len(huella) != usual or not _HEX.fullmatch(huella):
            que = f"no es un {_LARGOS.get(usual, 'código de integridad')}"
            faltas.append(Falta(juicio.linea, juicio.clave, que, "CODIGO_INTEGRIDAD", huella, ""))
        else:
            lineas.setdefault(huella, []).append(juicio.linea)
    return _LARGOS.get(usual, ""), faltas, {h: ls for h, ls in lineas.items() if len(ls) > 1}


def horas_en_desorden(base: BaseLeida, juicios: Iterable[Juicio]) -> dict[str, list[int]]:
    """Lines whose hours cannot be: capture before acopio, verification before capture, later than the cut."""
    corte = _ordenable(base.corte.split(" (")[0])
    pasos = (map(_ordenable, base.columna(f"FECHA_HORA_{paso}")) for paso in ("ACOPIO", "CAPTURA", "VERIFICACION"))
    lineas: dict[str, list[int]] = {}
    for juicio, acopio, captura, verificacion in zip(juicios, *pasos, strict=True):
        if juicio.clase is Clase.NO_CAPTURADA:
            continue
        if acopio and captura and captura < acopio[: len(captura)]:
            lineas.setdefault("captura anterior al acopio", []).append(juicio.linea)
        if captura and verificacion and verificacion < captura[: len(verificacion)]:
            lineas.setdefault("verificación anterior a la captura", []).append(juicio.linea)
        if corte and max(acopio, captura, verificacion)[: len(corte)] > corte:
            lineas.setdefault("hora posterior al corte", []).append(juicio.linea)
    return lineas


def _ordenable(texto: str) -> str:
    """``02/06/2024 23:15:48`` → ``20240602 23:15:48``, which sorts; empty where it is no hour."""
    if not (p := _HORA.match(texto)):
        return ""
    dia, mes, anio, hora, anio_iso, mes_iso, dia_iso, hora_iso = p.groups()
    return f"{anio}{mes}{dia} {hora}" if anio else f"{anio_iso}{mes_iso}{dia_iso} {hora_iso}"
