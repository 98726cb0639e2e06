"""The form folder: ``plantilla.json``, ``referencia.png`` and ``forma.pdf``, all from one ``Maqueta``."""

from pathlib import Path
from typing import cast

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray

from captura.escritura_forma import texto_json
from captura.plantilla import Caja
from muestras.formas.dibujo import dibujar_pdf
from muestras.formas.maqueta import HOJA_MM, TOTAL, Cantidad, Maqueta

PX_POR_MM_REFERENCIA = 4.0
"""Scale of ``referencia.png``: enough to match on printed strokes of 0.25 mm, and a file under 150 kB."""

_PT_POR_MM = 72.0 / 25.4


def escribir_plantilla(maqueta: Maqueta, carpeta: Path) -> None:
    """Write the form folder of ``maqueta``. The same layout gives the same bytes on every machine."""
    carpeta.mkdir(parents=True, exist_ok=True)
    pdf = dibujar_pdf(maqueta)
    (carpeta / "forma.pdf").write_bytes(pdf)
    gris = cv2.cvtColor(rasterizar(pdf, PX_POR_MM_REFERENCIA), cv2.COLOR_BGR2GRAY)
    _, png = cv2.imencode(".png", gris, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    (carpeta / "referencia.png").write_bytes(png.tobytes())
    (carpeta / "plantilla.json").write_text(texto_json(como_json(maqueta)), encoding="utf-8")


def rasterizar(pdf: bytes, px_por_mm: float) -> NDArray[np.uint8]:
    """Render the first page: (alto, ancho, 3) uint8 BGR at ``px_por_mm``.

    The standard fonts are not embedded; PDFium carries its own, so the raster does not depend on the machine's fonts.
    """
    documento = pypdfium2.PdfDocument(pdf)
    try:
        escala = px_por_mm / _PT_POR_MM
        imagen = documento[0].render(scale=escala).to_numpy()  # pyright: ignore[reportArgumentType] (stub says int)
        ancho, alto = (round(lado * px_por_mm) for lado in HOJA_MM)
        return cast("NDArray[np.uint8]", np.ascontiguousarray(imagen[:alto, :ancho, :3]))
    finally:
        documento.close()


def como_json(maqueta: Maqueta) -> dict[str, object]:
    """``plantilla.json`` of a layout."""
    return {
        "clave": maqueta.clave,
        "nombre": maqueta.nombre,
        "hoja_mm": list(HOJA_MM),
        "referencia": "referencia.png",
        "campos": campos_json(maqueta),
        "sumas": [{"total": TOTAL, "sumandos": list(maqueta.votos)}],
        "qr": _caja(maqueta.etiqueta),
        "reservado": [_caja(c) for c in maqueta.reservado],
    }


def campos_json(maqueta: Maqueta) -> list[dict[str, object]]:
    """``campos`` of ``plantilla.json``: what tells a form of ours from another's."""
    return [_campo(c) for c in maqueta.cantidades]


def _campo(cantidad: Cantidad) -> dict[str, object]:
    campo: dict[str, object] = {
        "clave": cantidad.clave,
        "tipo": str(cantidad.tipo),
        "digitos": [_caja(c) for c in cantidad.digitos],
    }
    if cantidad.letra is not None:
        campo["letra"] = _caja(cantidad.letra)
    return campo


def _caja(caja: Caja) -> dict[str, float]:
    return {lado: round(getattr(caja, lado), 3) for lado in ("x", "y", "ancho", "alto")}
