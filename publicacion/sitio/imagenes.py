"""The files of the images that the database names, published once each."""

import hashlib
from collections.abc import Callable, Iterable

from publicacion.corte import Corte
from publicacion.errores import CorteInvalido
from publicacion.sitio.destino import Destino
from verificacion.dominio.agregacion import ActaEvaluada
from verificacion.dominio.inconsistencia import esta_capturada

CARPETA = "imagenes"
VISIBLES = frozenset({"jpg", "png"})
"""Kinds of image that every browser shows; the others are offered as a file."""
_FIRMAS = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"%PDF", "pdf"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
)


def publicar_imagenes(
    actas: Iterable[ActaEvaluada], corte: Corte, destino: Destino, leer: Callable[[str], bytes], *, retirar: bool
) -> dict[str, str]:
    """Publish what is missing and return SHA-256 → path in the site.

    An image whose covered copy still waits for a person has no code and is not published. With ``retirar`` (elections
    that cover personal data), a file that the cut no longer names is withdrawn: a person found that it showed
    something.

    Raises:
        CorteInvalido: an image is not the one of its hash.
    """
    publicadas: dict[str, str] = {}
    presentes = {p.stem: p.name for p in (destino.carpeta / CARPETA).glob("*.*") if not p.name.startswith(".")}
    for evaluada in actas:
        registro = evaluada.registro
        if registro.imagen is None or not (registro.acta is None or esta_capturada(registro)):
            continue
        sha256 = registro.imagen.sha256
        if sha256 is None:
            continue
        if sha256 not in presentes:
            contenido = leer(sha256)
            if hashlib.sha256(contenido).hexdigest() != sha256:
                raise CorteInvalido(corte.carpeta.name, [f"la imagen {sha256} no coincide con su código"])
            presentes[sha256] = f"{sha256}.{extension(contenido)}"
            destino.guardar(f"{CARPETA}/{presentes[sha256]}", contenido)
        publicadas[sha256] = f"{CARPETA}/{presentes[sha256]}"
    if retirar:
        for sobra in presentes.keys() - publicadas.keys():
            (destino.carpeta / CARPETA / presentes[sobra]).unlink()
    return publicadas


def extension(contenido: bytes) -> str:
    """File extension of an image by its first bytes; HEIC where the brand says so, ``bin`` where unknown."""
    if contenido[4:8] == b"ftyp":
        return "heic"
    return next((ext for firma, ext in _FIRMAS if contenido.startswith(firma)), "bin")
