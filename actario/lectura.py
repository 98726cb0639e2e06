"""One image to one reading: the steps in order, with how long each took. Knows no database."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from captura.calidad import medir
from captura.enderezado import HojaNoEncontrada, enderezar, reconocer
from captura.foto import Foto
from captura.hoja import HojaEnderezada
from captura.identificacion import leer_qr, leer_qr_de_hoja
from captura.plantilla import Plantilla
from captura.traza import SIN_TRAZA, Traza
from captura.veredicto import veredicto, veredicto_de_falla
from ocr.identidad import Cotejo, Identidad, Nombrada
from ocr.motor import Lector, Letras
from verificacion.dominio.lectura import LecturaActa


@dataclass(frozen=True)
class ImagenLeida:
    """What came of one image. ``hoja`` and ``lectura`` are None when it could not be straightened (``error``).

    ``qr`` is the text of the code on the label, ``identidad`` what the sheet itself says beside it and ``cotejo``
    whether both agree (None where the QR names no acta); ``ms`` milliseconds by step.
    """

    qr: str | None
    nombrada: Nombrada | None
    identidad: Identidad
    cotejo: Cotejo | None
    plantilla: Plantilla | None
    hoja: HojaEnderezada | None
    lectura: LecturaActa | None
    calidad: Mapping[str, float | str]
    error: HojaNoEncontrada | None
    ms: Mapping[str, float]

    @property
    def propuesta(self) -> str | None:
        """For the person who has to tell the acta: CLAVE_ACTA, CLAVE_CASILLA or section, without certainty.

        Where the QR and the sheet differ, both, a space between. None where the QR is enough.
        """
        if self.nombrada is None:
            return self.identidad.propuesta
        if self.cotejo is not Cotejo.CONTRADICE:
            return None
        escrita = self.identidad.seccion_escrita
        otra = self.identidad.propuesta or (None if escrita is None else escrita[0])
        return f"{self.nombrada.clave} {otra or ''}".strip()


def leer_imagen(
    contenido: bytes,
    lector: Lector,
    plantillas: Callable[[str | None], Sequence[Plantilla]],
    limite: Callable[[str | None], int | None],
    traza: Traza = SIN_TRAZA,
    letras: Letras | None = None,
    nombrada: Callable[[str | None], Nombrada | None] = lambda _: None,
) -> ImagenLeida:
    """Decode, find the QR, straighten and read.

    Args:
        contenido: bytes of one image, as received.
        lector: the reader, with its models loaded.
        plantillas: forms to try, given the text of the QR.
        limite: most votes the acta may hold, given the text of the QR; None when unknown.
        traza: where each step draws what it did.
        letras: which words lines to read; None for the reader's own rule.
        nombrada: the acta that the text of the QR names, None when it names none that is known.

    Raises:
        ImagenInvalida: the bytes cannot be decoded.
    """
    ms: dict[str, float] = {}
    reloj = time.perf_counter()

    def marcar(paso: str) -> None:
        nonlocal reloj
        ahora = time.perf_counter()
        ms[paso] = round((ahora - reloj) * 1000, 1)
        reloj = ahora

    imagen = Foto.de_bytes(contenido)
    marcar("decodificar")
    qr = leer_qr(imagen.gris)
    marcar("qr")
    posibles = plantillas(qr)
    try:
        plantilla, hoja = _enderezar(imagen, posibles, traza)
    except HojaNoEncontrada as e:
        marcar("enderezar")
        unica = posibles[0] if len(posibles) == 1 else None
        calidad = {"veredicto": veredicto_de_falla(e, unica)}
        return ImagenLeida(qr, nombrada(qr), Identidad(), None, None, None, None, calidad, e, _con_total(ms))
    marcar("enderezar")
    propio = leer_qr_de_hoja(hoja, plantilla)
    if propio is not None and propio != qr:  # too small to be read on the photo, or another sheet's was read
        qr = propio
        plantilla, hoja = _la_del_qr(imagen, plantillas(qr), plantilla, hoja)
    marcar("qr_de_la_hoja")
    lectura = lector.leer(hoja, plantilla, limite=limite(qr), letras=letras)
    marcar("leer")
    acta = nombrada(qr)
    identidad = lector.identificar(hoja, plantilla, acta)
    cotejo = None if acta is None else identidad.cotejar(acta)
    marcar("identificar")
    medida = medir(hoja, plantilla)
    calidad = medida.como_dict() | {"veredicto": veredicto(medida, plantilla)}
    marcar("calidad")
    return ImagenLeida(qr, acta, identidad, cotejo, plantilla, hoja, lectura, calidad, None, _con_total(ms))


def _la_del_qr(
    imagen: Foto, posibles: Sequence[Plantilla], plantilla: Plantilla, hoja: HojaEnderezada
) -> tuple[Plantilla, HojaEnderezada]:
    """The form that the QR names, when the print had been taken for another one's and its own fits as well."""
    if any(p.clave == plantilla.clave for p in posibles):
        return plantilla, hoja
    try:
        return _enderezar(imagen, posibles, SIN_TRAZA)
    except HojaNoEncontrada:
        return plantilla, hoja


def _enderezar(imagen: Foto, plantillas: Sequence[Plantilla], traza: Traza) -> tuple[Plantilla, HojaEnderezada]:
    match plantillas:
        case [unica]:
            return unica, enderezar(imagen, unica, traza)
        case _:
            return reconocer(imagen, plantillas)


def _con_total(ms: Mapping[str, float]) -> Mapping[str, float]:
    return {**ms, "total": round(sum(ms.values()), 1)}
