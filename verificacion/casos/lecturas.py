"""What the reader says of an image enters the record: as a witness, never as a result."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora, cifras
from verificacion.bd.tablas import Acta, Imagen, Lectura
from verificacion.casos.enlace import enlazar, esperar_identificacion
from verificacion.casos.sistema import SISTEMA
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.errores import NoExiste
from verificacion.dominio.lectura import LecturaActa


@dataclass(frozen=True, slots=True)
class ResultadoLectura:
    """What came of reading one image: the key of its QR, the reading, or the code of what prevented it."""

    clave: ClaveActa | None
    lectura: LecturaActa | None
    error: str | None
    calidad: Mapping[str, float | str] = field(default_factory=dict[str, float | str])
    ms: Mapping[str, float] = field(default_factory=dict[str, float])


def registrar_lectura(session: Session, sha256: str, resultado: ResultadoLectura, ahora: datetime) -> None:
    """Record a reading and tie the image to its acta by the QR, or by the key its uploader declared.

    Without a key of the catalogue the image waits for a person to identify it. An image that could not be
    straightened goes on all the same: people see it whole. Reading an image again changes nothing.

    Raises:
        NoExiste: the image was never received.
    """
    imagen = session.scalars(select(Imagen).where(Imagen.sha256 == sha256).with_for_update(key_share=True)).first()
    if imagen is None:
        raise NoExiste("la imagen", sha256)
    if session.scalar(select(Lectura.id).where(Lectura.imagen_id == imagen.id)) is not None:
        return
    lectura = resultado.lectura
    campos = {} if lectura is None else cifras.lectura_a_json(lectura)
    session.add(
        Lectura(
            imagen_id=imagen.id,
            clave=None if resultado.clave is None else str(resultado.clave),
            lector=None if lectura is None else lectura.lector,
            campos=campos,
            calidad=dict(resultado.calidad),
            ms=dict(resultado.ms),
            error=resultado.error,
            hecha_en=ahora,
        )
    )
    # The acta is locked before the log, as in every other case: the other way round two of them wait for each other.
    clave = imagen.clave_declarada if resultado.clave is None else str(resultado.clave)
    acta = session.scalars(select(Acta).where(Acta.clave == clave).with_for_update()).first()
    datos: dict[str, bitacora.Dato] = {
        "imagen": sha256,
        "lector": lectura.lector if lectura else None,
        "error": resultado.error,
        "huella": bitacora.huella(campos),
        "lectura": {c: [leido["cifra"], leido["aceptado"]] for c, leido in campos.items()} if lectura else None,
    }
    bitacora.anotar(session, SISTEMA, "imagen_leida", datos, ahora)
    if acta is None:
        esperar_identificacion(session, imagen)
    else:
        enlazar(session, imagen, acta, SISTEMA, ahora)


def todas(session: Session) -> dict[str, LecturaActa]:
    """SHA-256 of each image to its reading: for measuring the reader, never for a page of capture."""
    filas = session.execute(
        select(Imagen.sha256, Lectura).join(Lectura, Lectura.imagen_id == Imagen.id).where(Lectura.lector.is_not(None))
    )
    return {sha256: cifras.lectura_de_json(fila.campos, fila.lector or "", fila.ms) for sha256, fila in filas}
