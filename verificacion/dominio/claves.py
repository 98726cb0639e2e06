"""Keys of casillas and actas, as they are printed and published (LEEME of the OPL, fields 1 and 2)."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType, Self

from verificacion.dominio.errores import ClaveInvalida

ActaId = NewType("ActaId", int)
ImagenId = NewType("ImagenId", int)
UsuarioId = NewType("UsuarioId", int)
TurnoId = NewType("TurnoId", str)

_CASILLA = re.compile(r"(\d{2})(\d{4})([BCESAPVM])(\d{2})(\d{2})")
_TIPO_ACTA = re.compile(r"\d{1,2}(EMR|ERP|E)?")


class TipoCasilla(StrEnum):
    """TIPO_CASILLA of the official database."""

    BASICA = "B"
    CONTIGUA = "C"
    EXTRAORDINARIA = "E"
    ESPECIAL = "S"
    VOTO_ANTICIPADO = "A"
    PRISION_PREVENTIVA = "P"
    PRISION_PREVENTIVA_FEDERAL = "V"
    MESA = "M"


@dataclass(frozen=True, slots=True, order=True)
class ClaveCasilla:
    """Eleven positions: ID_ENTIDAD(2) SECCION(4) TIPO(1) ID_CASILLA(2) EXT_CONTIGUA(2), as ``100002C0100``."""

    entidad: int
    seccion: int
    tipo: TipoCasilla
    numero: int
    ext_contigua: int = 0

    def __str__(self) -> str:
        partes = (self.entidad, self.seccion, self.tipo, self.numero, self.ext_contigua)
        return "%02d%04d%s%02d%02d" % partes  # noqa: UP031, a third of the time, and a country prints a million

    @classmethod
    def de_texto(cls, texto: str) -> Self:
        """Parse the eleven positions.

        Raises:
            ClaveInvalida: the text does not have that form.
        """
        if not (partes := _CASILLA.fullmatch(texto)):
            raise ClaveInvalida(texto)
        entidad, seccion, tipo, numero, ext = partes.groups()
        return cls(int(entidad), int(seccion), TipoCasilla(tipo), int(numero), int(ext))


@dataclass(frozen=True, slots=True, order=True)
class ClaveActa:
    """CLAVE_CASILLA followed by TIPO_ACTA, the code printed on the form: ``100002C01002``, ``...3EMR``.

    The type never comes from a keyboard: published databases hold typed values such as ``3}`` and ``734``.
    """

    casilla: ClaveCasilla
    tipo_acta: str

    def __post_init__(self) -> None:
        if not _TIPO_ACTA.fullmatch(self.tipo_acta):
            raise ClaveInvalida(f"{self.casilla}{self.tipo_acta}")

    def __str__(self) -> str:
        return f"{self.casilla}{self.tipo_acta}"

    @classmethod
    def de_texto(cls, texto: str) -> Self:
        """Parse ``CLAVE_CASILLA`` + ``TIPO_ACTA``.

        Raises:
            ClaveInvalida: either part does not have the official form.
        """
        return cls(ClaveCasilla.de_texto(texto[:11]), texto[11:])
