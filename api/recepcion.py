"""From the bytes of a file to its receipt: the one way in, whatever route brought them.

The bytes are on the disk, synchronised, before the row and its job are written; the receipt comes after both.
"""

from dataclasses import dataclass
from datetime import datetime

from api.contexto import Contexto
from api.errores import ImagenRechazada
from api.metricas import Metricas
from api.salidas import ImagenSubida, ReciboSubida
from api.senales import RELOJ
from captura.recepcion import ImagenRecibida
from verificacion.bd.sesion import transaccion
from verificacion.casos import cuarentena, imagenes
from verificacion.casos.imagenes import ImagenNueva
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.errores import DatoInvalido
from verificacion.dominio.registro import Actor, Digitalizacion, Origen

RUTA_IMAGENES = "/api/v1/imagenes"


@dataclass(frozen=True, slots=True)
class Envio:
    """What whoever sends a file says of it. ``tomada_en`` and ``enviada_en`` are of the sender's own clock."""

    origen: Origen
    digitalizacion: Digitalizacion
    tomada_en: datetime | None = None
    enviada_en: datetime | None = None
    clave: ClaveActa | None = None


def recibir_envio(
    contexto: Contexto, cuenta: Metricas, contenido: bytes, nombre: str, envio: Envio, yo: Actor
) -> ReciboSubida:
    """Keep a file and record its images with the jobs that read them. The same bytes again give the first receipt.

    Raises:
        ImagenRechazada: not a usable image; the bytes stay in quarantine, listed.
    """
    try:
        paginas = contexto.recibir(contenido, nombre)
    except DatoInvalido as e:
        cuenta.subidas.labels("rechazada").inc()
        raise rechazar(contexto, contenido, nombre, e, yo) from e
    contexto.almacen.guardar(contenido)
    for pagina in paginas:
        contexto.almacen.guardar(pagina.contenido)
    recibo = _registrar(contexto, [_nueva(pagina, envio) for pagina in paginas], yo)
    for recibida in recibo.imagenes:
        cuenta.subidas.labels("repetida" if recibida.repetida else "nueva").inc()
    return recibo


def rechazar(contexto: Contexto, contenido: bytes, nombre: str, causa: DatoInvalido, yo: Actor) -> ImagenRechazada:
    """Keep apart and list what cannot be used, so that nothing a person sent is lost."""
    sha256 = contexto.almacen.apartar(contenido)
    with transaccion(contexto.engine) as session:
        cuarentena.apartar(
            session,
            sha256=sha256,
            nombre=nombre,
            tamano=len(contenido),
            codigo=causa.codigo,
            detalle=str(causa),
            actor=yo,
            ahora=contexto.ahora(),
        )
    return ImagenRechazada(causa, sha256)


def _nueva(pagina: ImagenRecibida, envio: Envio) -> ImagenNueva:
    return ImagenNueva(
        sha256=pagina.sha256,
        original_sha256=pagina.original_sha256,
        nombre=pagina.nombre,
        mime=pagina.mime,
        bytes=len(pagina.contenido),
        origen=envio.origen,
        digitalizacion=envio.digitalizacion,
        tomada_en=envio.tomada_en,
        enviada_en=envio.enviada_en,
        clave=envio.clave,
    )


def _registrar(contexto: Contexto, nuevas: list[ImagenNueva], yo: Actor) -> ReciboSubida:
    ahora = contexto.ahora()
    with transaccion(contexto.engine) as session:
        recibos = [imagenes.recibir_imagen(session, contexto.cola, nueva, yo, ahora) for nueva in nuevas]
    return recibo_de(recibos)


def recibo_de(recibos: list[imagenes.Recibo]) -> ReciboSubida:
    """The answer that acknowledges images."""
    return ReciboSubida(
        imagenes=[
            ImagenSubida(
                sha256=r.sha256,
                recibida_en=r.recibida_en,
                repetida=r.repetida,
                estado=r.estado,
                aviso=None if r.reloj is None else RELOJ[r.reloj],
                ver=f"{RUTA_IMAGENES}/{r.sha256}",
            )
            for r in recibos
        ]
    )
