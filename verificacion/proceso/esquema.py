"""Shape of ``proceso.json`` and ``plantilla.json`` at the door. Unknown keys are refused."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from verificacion.dominio.eleccion import Ejercicio, ParteSitio, Politica, Resguardo, TipoCampo, TipoContendiente

Clave = Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9_]{0,39}$")]
_SIN_FORMULA = r"^[^=+@\t\r\n-][^\t\r\n]*$"
"""What a spreadsheet would run if it began a cell: the official base is written byte by byte, so it is refused here."""

Nombre = Annotated[str, Field(min_length=1, max_length=200, pattern=_SIN_FORMULA)]
Texto = Annotated[str, Field(max_length=300, pattern=_SIN_FORMULA)]
Color = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
Distritos = Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=1)] | None
RutaRelativa = Annotated[str, Field(pattern=r"^\w[\w.-]*(/\w[\w.-]*)*$")]


class _Estricto(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ContendienteJson(_Estricto):
    """A vote row of the acta."""

    clave: Clave
    nombre: Nombre
    tipo: TipoContendiente
    columna: Clave
    partidos: list[Clave] = []
    color: Color = "#666666"
    distritos: Distritos = None


class CoalicionJson(_Estricto):
    """Parties that stand one candidate together."""

    clave: Clave
    nombre: Nombre
    partidos: Annotated[list[Clave], Field(min_length=2)]
    color: Color
    distritos: Distritos = None


class EspecialJson(_Estricto):
    """Codes of the two actas that a special casilla yields."""

    MR: str
    RP: str | None = None


class TiposActaJson(_Estricto):
    """Codes printed on the forms (TIPO_ACTA)."""

    ordinaria: str
    especial: EspecialJson | None = None


class PlantillaEnProcesoJson(_Estricto):
    """A form folder and the districts that use it."""

    carpeta: RutaRelativa
    distritos: Distritos = None


class FormatoJson(_Estricto):
    """How the official CSV is written."""

    disposicion: Literal["2021", "2024", "federal"]
    ambito: Literal["", "DISTRITO_LOCAL", "DISTRITO", "MUNICIPIO", "ALCALDIA", "JUNTA", "DISTRITO_FEDERAL"] = ""
    entidad_siglas: Annotated[str, Field(pattern=r"^([A-Z]{2,6})?$")]
    eleccion_siglas: Annotated[str, Field(pattern=r"^[A-Za-z]+(_[A-Za-z]+)*$")]
    anio: Annotated[int, Field(ge=2000, le=2100)]
    titulo: Nombre
    observaciones: dict[str, Nombre] = {}
    observacion_unica: bool = False
    apostrofo: bool = True
    ausente: str = ""
    ilegible: Nombre = "Ilegible"
    sin_dato: Nombre = "Sin dato"
    sin_acta: Nombre = "Sin acta"
    bom: bool = True


class MarcaJson(_Estricto):
    """The authority's own identity."""

    autoridad: Nombre
    siglas: Nombre
    color: Color = "#5a2a6e"
    logo: RutaRelativa | None = None


class QrJson(_Estricto):
    """What the QR of an acta holds."""

    patron: Annotated[str, Field(min_length=1, max_length=500)]


class MuestreoJson(_Estricto):
    """The draw of verified actas to type again."""

    semilla: Annotated[str, Field(min_length=8, max_length=200)]
    tasa: Annotated[float, Field(gt=0, le=1)]
    cada_minutos: Annotated[int, Field(ge=10, le=1440)] = 60


class ControlJson(_Estricto):
    """Quality control: sampling, known-answer actas and the error that is admitted."""

    muestreo: MuestreoJson | None = None
    conocidas: Annotated[float, Field(ge=0, le=0.5)] = 0.0
    umbral: Annotated[float, Field(gt=0, lt=1)] = 0.01
    minimo: Annotated[int, Field(ge=1, le=1000)] = 10


class SitioJson(_Estricto):
    """What the results site leaves out."""

    omitir: list[ParteSitio] = []


class ProcesoJson(_Estricto):
    """``proceso.json``, whole."""

    clave: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,59}$")]
    nombre: Nombre
    entidad: Annotated[int, Field(ge=1, le=99)]
    entidad_nombre: Nombre
    ejercicio: Ejercicio
    zona: str
    apertura: datetime
    cierre: datetime
    minutos_corte: Annotated[int, Field(ge=5, le=20)]
    politica: Politica
    resguardo: Resguardo = Resguardo.NINGUNO
    control: ControlJson = ControlJson()
    contendientes: Annotated[list[ContendienteJson], Field(min_length=1)]
    coaliciones: list[CoalicionJson] = []
    tipos_acta: TiposActaJson
    plantillas: Annotated[list[PlantillaEnProcesoJson], Field(min_length=1)]
    formato: FormatoJson
    marca: MarcaJson
    qr: QrJson
    geografia: RutaRelativa | None = None
    sitio: SitioJson = SitioJson()


class CampoPlantillaJson(BaseModel):
    """One quantity of a form; its boxes belong to ``captura.plantilla``."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    clave: Annotated[str, Field(min_length=1)]
    tipo: TipoCampo


class SumaJson(_Estricto):
    """A row that should equal the sum of others."""

    total: str
    sumandos: Annotated[list[str], Field(min_length=1)]
    cuadra: Annotated[float, Field(ge=0.05, le=0.99)] | None = None


class PlantillaJson(BaseModel):
    """What the record reads of ``plantilla.json``; the rest is checked by ``captura.plantilla``."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    clave: Annotated[str, Field(min_length=1)]
    referencia: str = "referencia.png"
    campos: Annotated[list[CampoPlantillaJson], Field(min_length=1)]
    sumas: list[SumaJson] = []
    reservado: list[object] = []


class CasillaCsv(BaseModel):
    """One row of ``casillas.csv``. An empty cell arrives as None."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    clave_casilla: str
    distrito: Annotated[int, Field(ge=1, le=999)]
    distrito_nombre: Nombre
    municipio: Annotated[int, Field(ge=0, le=999)]
    municipio_nombre: Nombre
    lista_nominal: Annotated[int, Field(ge=0, le=9999)]
    representantes: Annotated[int, Field(ge=0, le=9999)]
    boletas: Annotated[int, Field(ge=1, le=9999)] | None
    apellido_desde: Texto | None
    apellido_hasta: Texto | None
    urbana: bool | None
    domicilio: Texto | None


class CandidaturaCsv(BaseModel):
    """One row of ``candidaturas.csv``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    distrito: Annotated[int, Field(ge=1, le=999)]
    contendiente: Clave
    propietaria: Nombre
    suplente: Texto | None
