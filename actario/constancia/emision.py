"""``emitir``: look at everything, refuse if it is not what the certificate says, write, sign and log it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from actario.auditoria_completa import auditar
from actario.composicion import Instalacion
from actario.constancia.documento import FIRMA, Constancia, Tipo, redactar
from actario.constancia.inventario import inventariar
from actario.constancia.lamina import dibujar
from actario.constancia.objeciones import de_ceros, de_cierre
from actario.cuentas import CONSOLA
from captura.deposito import escribir
from publicacion.huella import Huella, huella_de
from publicacion.llaves import leer
from verificacion.bd import bitacora
from verificacion.bd.sesion import transaccion
from verificacion.dominio.eleccion import Proceso
from verificacion.dominio.errores import ErrorActario


class ConstanciaNegada(ErrorActario):
    """What was found is not what would be certified; nothing was written. ``hallado`` names each thing."""

    codigo = "constancia_negada"

    def __init__(self, hallado: list[str]):
        super().__init__("; ".join(hallado))
        self.hallado = hallado


@dataclass(frozen=True, slots=True)
class Emitida:
    """A certificate that is on disk."""

    constancia: Constancia
    json: Path
    pdf: Path


def emitir(
    tipo: Tipo,
    instalacion: Instalacion,
    destino: Path,
    ahora: datetime,
    medir: Callable[[Proceso], Huella] = huella_de,
) -> Emitida:
    """Certify the zero state or the close.

    Args:
        tipo: which.
        instalacion: what is looked at.
        destino: folder of the files ``constancia-<tipo>.json``, ``.pdf`` and their signatures.
        ahora: aware moment.
        medir: hashes what runs; done last, because it takes seconds.

    Raises:
        LlaveInvalida: there is no key to sign with.
        ConstanciaNegada: there is something at the zero state, or something does not fit at the close.
    """
    firmante = leer(instalacion.configuracion.archivo_llave)
    inventario, auditoria = inventariar(instalacion), auditar(instalacion)
    objeciones = de_ceros if tipo is Tipo.CEROS else de_cierre
    if hallado := objeciones(inventario, instalacion.proceso, auditoria.diferencias):
        raise ConstanciaNegada(hallado)
    medida = medir(instalacion.proceso)
    constancia = redactar(tipo, inventario, medida, instalacion.proceso, ahora, auditoria.asientos, firmante)
    pdf = dibujar(constancia, instalacion.proceso)
    destino.mkdir(parents=True, exist_ok=True)
    rutas = [destino / f"constancia-{tipo}.{extension}" for extension in ("json", "pdf")]
    for ruta, contenido in zip(rutas, (constancia.contenido, pdf), strict=True):
        escribir(destino, ruta, contenido)
        escribir(destino, ruta.with_name(ruta.name + FIRMA), firmante.firmar(contenido))
    with transaccion(instalacion.engine) as session:
        datos = {"tipo": tipo.value, "hasta": inventario.bitacora[0], "huella": medida.total}
        bitacora.anotar(session, CONSOLA, "constancia_emitida", datos, ahora)
    return Emitida(constancia, *rutas)
