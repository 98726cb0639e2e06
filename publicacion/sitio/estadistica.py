"""Counts of actas: by place, by kind of casilla, by observation and by origin of the image."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from publicacion.sitio.textos import TIPOS_CASILLA
from verificacion.dominio.agregacion import ActaEvaluada, Ambito, truncar
from verificacion.dominio.claves import TipoCasilla
from verificacion.dominio.eleccion import Casilla, Proceso
from verificacion.dominio.inconsistencia import Observacion
from verificacion.dominio.registro import Digitalizacion, Origen


@dataclass(frozen=True, slots=True)
class Grupo:
    """Actas that share something. Percentages are of ``esperadas``, truncated."""

    nombre: str
    esperadas: int
    capturadas: int
    contabilizadas: int
    votos: int
    porcentaje: str


@dataclass(frozen=True, slots=True)
class Incidencia:
    """How many actas carry an observation; ``barra`` is relative to the most frequent one, 0..100 as text."""

    nombre: str
    actas: int
    porcentaje: str
    barra: str
    cuenta: bool


def por_ubicacion(actas: Sequence[ActaEvaluada]) -> list[Grupo]:
    """Urban, non-urban and unknown."""
    textos = (("Urbanas", True), ("No urbanas", False), ("Sin dato de ubicación", None))
    return [g for texto, valor in textos if (g := _grupo(texto, actas, lambda c, v=valor: c.urbana is v)).esperadas]


def por_tipo(actas: Sequence[ActaEvaluada]) -> list[Grupo]:
    """Básicas, contiguas, extraordinarias, especiales; other kinds only where the catalogue has them."""
    return [
        g
        for tipo in TipoCasilla
        if (g := _grupo(TIPOS_CASILLA[tipo], actas, lambda c, t=tipo: c.clave.tipo is t)).esperadas
    ]


def _grupo(nombre: str, actas: Sequence[ActaEvaluada], entra: Callable[[Casilla], bool]) -> Grupo:
    grupo = tuple(a for a in actas if a.registro.acta is not None and entra(a.registro.acta.casilla))
    ambito = Ambito(grupo, {})
    return Grupo(
        nombre,
        len(grupo),
        ambito.capturadas,
        ambito.contabilizadas,
        sum(a.total or 0 for a in grupo if a.cuenta),
        truncar(ambito.capturadas, len(grupo)) or "0.0000",
    )


def incidencias(actas: Sequence[ActaEvaluada], proceso: Proceso) -> list[Incidencia]:
    """Every observation, as this election spells it, with its share of the expected actas."""
    cuentas = {o: sum(o in a.observaciones for a in actas) for o in Observacion}
    esperadas = sum(a.registro.acta is not None for a in actas)
    mayor = max(cuentas.values())
    return [
        Incidencia(
            proceso.formato.observaciones[o.value],
            n,
            truncar(n, esperadas) or "0.0000",
            truncar(n, mayor) or "0",
            o is Observacion.ALGUN_CAMPO_ILEGIBLE_O_SIN_DATO,
        )
        for o, n in cuentas.items()
    ]


def por_origen(actas: Sequence[ActaEvaluada]) -> list[tuple[str, int]]:
    """How the images arrived; only what happened."""
    textos = {
        "Teléfono, en la casilla": (Origen.CASILLA, Digitalizacion.MOVIL),
        "Teléfono, en el CATD": (Origen.CATD, Digitalizacion.MOVIL),
        "Escáner, en el CATD": (Origen.CATD, Digitalizacion.ESCANER),
        "Escáner, en la casilla": (Origen.CASILLA, Digitalizacion.ESCANER),
    }
    imagenes = [a.registro.imagen for a in actas if a.registro.imagen is not None]
    cuentas = [(t, sum((i.origen, i.digitalizacion) == par for i in imagenes)) for t, par in textos.items()]
    return [(texto, n) for texto, n in cuentas if n]
