"""Answers about cotejo and quality control."""

from datetime import datetime
from typing import Self

from pydantic import BaseModel

from api.entradas import CifraJson
from verificacion.casos.cotejos import PorComparar
from verificacion.casos.mediciones import ErrorResidual, PersonaMedida
from verificacion.dominio.control import Muestreo
from verificacion.dominio.intervalo import Estimacion


class PorCompararSalida(BaseModel):
    """What was published of the acta in hand; ``dudas``: every figure read where somebody typed it again otherwise."""

    publicadas: dict[str, CifraJson]
    dudas: dict[str, list[CifraJson]]
    cotejada: int

    @classmethod
    def de(cls, vista: PorComparar) -> Self:
        """From the use case."""
        dudas = {campo: list(cifras) for campo, cifras in vista.dudas.items()}
        return cls(publicadas=dict(vista.publicadas), dudas=dudas, cotejada=int(vista.cotejada))


class CotejadaSalida(BaseModel):
    """COTEJADA of the acta after the comparison."""

    cotejada: int


class EstimacionSalida(BaseModel):
    """A proportion (0..1) with its 95 % interval; ``tasa`` null without cases."""

    errores: int
    casos: int
    tasa: float | None
    desde: float
    hasta: float

    @classmethod
    def de(cls, e: Estimacion) -> Self:
        """From the domain."""
        return cls(errores=e.errores, casos=e.casos, tasa=e.tasa, desde=e.desde, hasta=e.hasta)


class SorteoSalida(BaseModel):
    """One draw, with what anyone needs to make it again."""

    desde: datetime
    hasta: datetime
    asiento: int
    huella: str
    semilla: str
    poblacion: int
    sorteadas: int
    terminadas: list[str]


class ResidualSalida(BaseModel):
    """Error left in verified actas."""

    por_acta: EstimacionSalida
    por_campo: EstimacionSalida
    sorteadas: int
    recapturadas: int
    en_revision: int
    retiradas: int
    sorteos: list[SorteoSalida]

    @classmethod
    def de(cls, r: ErrorResidual) -> Self:
        """From the use case."""
        return cls(
            por_acta=EstimacionSalida.de(r.por_acta),
            por_campo=EstimacionSalida.de(r.por_campo),
            sorteadas=r.sorteadas,
            recapturadas=r.recapturadas,
            en_revision=r.en_revision,
            retiradas=r.retiradas,
            sorteos=[
                SorteoSalida(
                    desde=s.desde,
                    hasta=s.hasta,
                    asiento=s.asiento,
                    huella=s.huella,
                    semilla=s.semilla,
                    poblacion=s.poblacion,
                    sorteadas=s.sorteadas,
                    terminadas=list(s.terminadas),
                )
                for s in r.sorteos
            ],
        )


class AjusteMuestreo(BaseModel):
    """How the election draws."""

    semilla: str
    tasa: float
    cada_minutos: int

    @classmethod
    def de(cls, m: Muestreo) -> Self:
        """From the election."""
        return cls(semilla=m.semilla, tasa=m.tasa, cada_minutos=int(m.cada.total_seconds() // 60))


class MuestreoSalida(BaseModel):
    """The draws for anyone: rule, public seed and what was found. ``muestreo`` null: the election draws none."""

    regla: str
    muestreo: AjusteMuestreo | None
    residual: ResidualSalida


class PersonaSalida(BaseModel):
    """A person's work as measured. ``segundos``: median per acta.

    ``sin_publicar``: actas with their capture that nobody has seen published nor accepted, which may be given back.
    """

    usuario: str
    capturas: int
    segundos: float | None
    actas_medidas: int
    por_campo: EstimacionSalida
    fuera_de_limite: bool
    sin_publicar: int

    @classmethod
    def de(cls, p: PersonaMedida) -> Self:
        """From the use case."""
        return cls(
            usuario=p.usuario,
            capturas=p.capturas,
            segundos=p.segundos,
            actas_medidas=len(p.medida.actas),
            por_campo=EstimacionSalida.de(p.medida.por_campo),
            fuera_de_limite=p.fuera_de_limite,
            sin_publicar=p.sin_publicar,
        )


class DevueltasSalida(BaseModel):
    """CLAVE_ACTA of each acta that goes back to the queue."""

    actas: list[str]


class ControlSalida(BaseModel):
    """Everything that quality control knows now. ``cotejos`` maps COTEJADA (0..3) to verified actas."""

    hora: datetime
    muestreo: AjusteMuestreo | None
    residual: ResidualSalida
    cotejos: dict[int, int]
    personas: list[PersonaSalida]
