"""Bodies that come in, checked once at the door; inside, the domain's own values."""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from verificacion.casos import reaperturas
from verificacion.casos.reaperturas import MAX_MOTIVO
from verificacion.casos.usuarios import CENTRO
from verificacion.dominio.avisos import Aviso
from verificacion.dominio.conteo import MAX_CIFRA, Cifra, Leyenda
from verificacion.dominio.rechazo import Remedio
from verificacion.dominio.registro import CausaSinActa, Digitalizacion, Origen, Rol, TipoTarea
from verificacion.dominio.vida import Declaracion

Numero = Annotated[int, Field(strict=True, json_schema_extra={"minimum": 0, "maximum": MAX_CIFRA})]
"""A figure as a JSON number. The range is the domain's to refuse, field by field."""

CifraJson = Numero | Leyenda


class Entrada(BaseModel):
    """Base of every body: unknown keys are refused rather than ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Credenciales(Entrada):
    """Who signs in."""

    usuario: Annotated[str, Field(min_length=1, max_length=64)]
    contrasena: Annotated[str, Field(min_length=1, max_length=256)]
    codigo: Annotated[str, Field(max_length=12)] = ""
    """The digits of the second factor, where the account has one."""
    recordar: bool = False
    """Keep the cookie when the browser closes: a phone closes its pages by itself. The session ends when it would."""


class CambioContrasena(Entrada):
    """The present password and the one chosen instead."""

    actual: Annotated[str, Field(min_length=1, max_length=256)]
    nueva: Annotated[str, Field(min_length=1, max_length=256)]


class CodigoSegundoFactor(Entrada):
    """The digits that the phone shows."""

    codigo: Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class CuentaPedida(Entrada):
    """An account to be made, with what it may do and, perhaps, the centre it belongs to."""

    usuario: Annotated[str, Field(min_length=1, max_length=64)]
    roles: Annotated[frozenset[Rol], Field(min_length=1)]
    centro: Annotated[str, Field(pattern=f"^{CENTRO.pattern}$")] | None = None


class PeticionTarea(Entrada):
    """What kind of task a person asks for. ``adelantada``: the one after the one in hand, while it is typed."""

    tipo: TipoTarea
    adelantada: bool = False


class Cifras(Entrada):
    """Figures of the fields of a turn. ``por_letra``: those where the words said otherwise, and prevailed."""

    campos: dict[str, CifraJson]
    por_letra: Annotated[frozenset[str], Field(max_length=200)] = frozenset()

    def a_conteo(self) -> dict[str, Cifra]:
        """The domain's figures."""
        return dict(self.campos)


class CapturaCiega(Cifras):
    """A blind capture. ``avisos_vistos`` says which notices a person has been asked about; null asks nothing.

    A page sends the list, empty at first, and shows what comes back; a program that has nobody to ask leaves it out.
    """

    avisos_vistos: frozenset[Aviso] | None = None


class Cotejo(Entrada):
    """The verdict of a comparison: the fields that are not what the acta says, and how to mend it; none accepts it."""

    campos: Annotated[frozenset[str], Field(max_length=200)]
    remedio: Remedio | None = None


class BorradorCaptura(Entrada):
    """What is typed so far: the text of each field as it stands."""

    campos: Annotated[dict[str, Annotated[str, Field(max_length=20)]], Field(max_length=200)]


class Identificacion(Entrada):
    """Which acta an image is; null says that it is out of the catalogue."""

    clave_acta: str | None


Motivo = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=MAX_MOTIVO)]


class Declarada(Entrada):
    """What is wrong with the image whose figures should be decided, and how that is seen."""

    declaracion: Declaracion
    motivo: Motivo


class ReaperturaPedida(Entrada):
    """What is to be done again with an acta, and why."""

    tipo: reaperturas.Remedio
    motivo: Motivo


class MotivoDicho(Entrada):
    """Why something is done to somebody's account."""

    motivo: Motivo


class DevolucionPedida(Entrada):
    """Why a person's unpublished work is to be captured again."""

    motivo: Motivo


class SinActa(Entrada):
    """Why there is no acta."""

    causa: CausaSinActa


class CargaNueva(Entrada):
    """A file about to be sent in pieces: its identity, its size and where it comes from."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    bytes: Annotated[int, Field(gt=0)]
    nombre: Annotated[str, Field(min_length=1, max_length=255)]
    origen: Origen
    digitalizacion: Digitalizacion
    tomada_en: AwareDatetime | None = None
    clave_acta: str | None = None


class FinCarga(Entrada):
    """The last word of an upload in pieces: what the device's clock says now."""

    enviada_en: AwareDatetime | None = None


class EleccionImagen(Entrada):
    """Which image an acta is to use, and why."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    motivo: Motivo


class RevisionPedida(Entrada):
    """Which settled figure of an acta is to be looked at again."""

    campo: Annotated[str, Field(min_length=1, max_length=80)]


Fraccion = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
"""Of a side of the upright photo."""


class AreaCubierta(Entrada):
    """A rectangle drawn by a person over the upright photo."""

    x: Fraccion
    y: Fraccion
    ancho: Annotated[Fraccion, Field(gt=0)]
    alto: Annotated[Fraccion, Field(gt=0)]


class AreasCubiertas(Entrada):
    """What to cover; an empty list says that the photo shows no personal data."""

    areas: Annotated[list[AreaCubierta], Field(max_length=200)]


class PeticionCorte(Entrada):
    """A cut on request; ``ultimo`` marks the closing one."""

    ultimo: bool = False


class ReporteNuevo(Entrada):
    """What is wrong with a published acta. No personal data is asked for."""

    motivo: Annotated[str, Field(min_length=5, max_length=500)]


class RespuestaReporte(Entrada):
    """What a person found. ``respuesta`` is published."""

    procede: bool
    respuesta: Annotated[str, Field(min_length=5, max_length=500)]


class CierreNuevo(Entrada):
    """Until when the publication goes on, and the act that authorises it."""

    hasta: AwareDatetime
    motivo: Annotated[str, Field(min_length=5, max_length=300)]


HoraAparato = AwareDatetime | None
"""A time as the device says, with its zone."""
