"""Settings of one installation: read once from the environment, then frozen and passed down."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Configuracion(BaseSettings):
    """One installation. Every field is ``ACTARIO_<NAME>`` in the environment; the command line may override it."""

    model_config = SettingsConfigDict(env_prefix="ACTARIO_", frozen=True, extra="ignore")

    datos: Path = Field(Path("datos"), description="Carpeta de la instalación: imágenes, cuarentena y publicación")
    proceso: Path = Field(Path("proceso"), description="Carpeta de la elección (docs/proceso.md)")
    bd: str = Field("", description="Dirección de la base de datos; vacía = SQLite dentro de la carpeta de datos")
    s3: str = Field(default="", description="s3://CUBO/PREFIJO de las imágenes; vacío = la carpeta de datos")
    s3_servidor: str = Field(default="", description="Dirección del servidor S3; vacía = el de las credenciales")
    llave: Path | None = Field(
        default=None,
        description="Archivo de la llave que firma los cortes; vacío = llaves/corte.pem en la carpeta de datos",
    )
    anfitrion: str = Field("127.0.0.1", description="Dirección en que escucha el servidor")
    puerto: int = Field(8021, ge=0, le=65535, description="Puerto en que escucha el servidor")
    proxies: str = Field(
        default="",
        description="Direcciones, separadas por comas, de los servidores de paso (nginx) a los que se cree quién llama",
    )
    lectores: int = Field(1, ge=0, le=64, description="Procesos de lectura que acompañan al servidor")
    cortes: bool = Field(
        default=True, description="Si este servidor hace los cortes; solo uno de la elección debe hacerlos"
    )
    segundo_factor: bool | None = Field(
        default=None,
        description="Si quien resuelve, publica o administra entra con un segundo factor; vacío = solo en una jornada",
    )
    dos_personas: bool | None = Field(
        default=None,
        description="Si cerrar, mover el cierre y corregir lo publicado piden otra persona; vacío = en una jornada",
    )
    riesgo: float = Field(0.001, gt=0, lt=1, description="Error que se admite entre los campos aceptados por el lector")

    @property
    def url_bd(self) -> str:
        """SQLAlchemy URL of the database."""
        return self.bd or f"sqlite:///{(self.datos / 'actario.sqlite3').resolve()}"

    @property
    def archivo_llave(self) -> Path:
        """Private key that signs the cuts."""
        return self.llave or self.datos / "llaves" / "corte.pem"

    @property
    def carpeta_imagenes(self) -> Path:
        """Where the image store is when it is a folder."""
        return self.datos / "imagenes"

    @property
    def carpeta_publica(self) -> Path:
        """What anyone may see: cuts and the results site."""
        return self.datos / "publico"


def de_carpeta(datos: Path, proceso: Path, puerto: int, *, lectores: int, bd: str = "") -> Configuracion:
    """A self-contained installation in one folder, whatever the environment says; on SQLite where ``bd`` is empty."""
    return Configuracion(
        datos=datos,
        proceso=proceso,
        bd=bd,
        anfitrion="127.0.0.1",
        puerto=puerto,
        lectores=lectores,
        riesgo=0.001,
        s3="",
    )
