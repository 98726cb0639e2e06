"""How good an image is where it matters: measured box by box on the straight sheet, and told in one sentence.

``medir`` measures; ``captura.veredicto`` judges. A measure belongs to one quantity, so that the sentence can say where.
"""

from dataclasses import asdict, dataclass

import cv2
import numpy as np
import numpy.typing as npt

from captura.geometria import PX_POR_MM, Color, Gris
from captura.hoja import HojaEnderezada
from captura.plantilla import Caja, CampoPlantilla, Plantilla
from captura.recortes import recortar

MARGEN_MM = 1.0  # around a box: its printed lines are in every one, and give sharpness something to look at
QUEMADO = 250  # grey level from which a sensor is saturated
PASO_BORDE_MM = 4.0


@dataclass(frozen=True, slots=True)
class MedidaCampo:
    """One quantity, at its digit boxes.

    ``nitidez`` 0..1 is the steepest step between neighbouring pixels over the contrast of the box, in the worse of
    the two directions (a shaken photo is sharp along its movement); ``contraste`` grey levels between paper and ink
    or print; ``papel`` the grey level of its paper; ``brillo`` the share of burnt pixels; ``tono`` how much redder and
    yellower than the rest of the sheet it is (CIE Lab, without lightness); ``resolucion`` pixels of the photo per
    millimetre.
    """

    clave: str
    nitidez: float
    contraste: float
    papel: float
    brillo: float
    tono: float
    resolucion: float

    @property
    def tinta(self) -> float:
        """Contrast over the light of the paper."""
        return self.contraste / max(self.papel, 1.0)


@dataclass(frozen=True, slots=True)
class Calidad:
    """Measures of a straight sheet: of each quantity, and of the sheet as a whole.

    ``fuera`` is the share (0..1) of the sheet's edge that the photo does not show; ``borde`` which edge is missing
    most (``arriba``, ``abajo``, ``izquierda``, ``derecha``). ``error_mm`` and ``parecido`` are the straightener's.
    """

    campos: tuple[MedidaCampo, ...]
    fuera: float
    borde: str
    error_mm: float
    parecido: float

    @property
    def papel(self) -> float:
        """Grey level of the paper in most boxes."""
        return float(np.median([c.papel for c in self.campos]))

    @property
    def tinta(self) -> float:
        """Contrast over paper of most boxes: what of the light is lost on print. A shadow does not change it."""
        return float(np.median([c.tinta for c in self.campos]))

    def como_dict(self) -> dict[str, float | str]:
        """The measures of the sheet by name: the worst quantity of each, but the tenth percentile of sharpness."""
        medidas = {
            "nitidez": float(np.percentile([c.nitidez for c in self.campos], 10)),
            "contraste": min(c.contraste for c in self.campos),
            "papel": self.papel,
            "brillo": max(c.brillo for c in self.campos),
            "sombra": 1 - min(c.papel for c in self.campos) / max(max(c.papel for c in self.campos), 1.0),
            "tinta": min(c.tinta for c in self.campos) / max(self.tinta, 0.01),
            "tono": max(c.tono for c in self.campos),
            "resolucion": min(c.resolucion for c in self.campos),
            "fuera": self.fuera,
            "error_mm": self.error_mm,
            "parecido": self.parecido,
        }
        return {nombre: round(float(valor), 4) for nombre, valor in medidas.items()}


def medir(hoja: HojaEnderezada, plantilla: Plantilla) -> Calidad:
    """Measure a straight sheet around the digit boxes of its form, identification included: it too must be read."""
    campos = plantilla.campos
    tonos = _tonos(_tono(hoja.color), campos)
    fuera, borde = _fuera(hoja)
    return Calidad(
        campos=tuple(_medir_campo(hoja, campo, tono) for campo, tono in zip(campos, tonos, strict=True)),
        fuera=fuera,
        borde=borde,
        error_mm=hoja.error_mm,
        parecido=hoja.parecido,
    )


def campos_medidos(calidad: Calidad) -> list[dict[str, float | str]]:
    """The measures of each quantity, by name: what a report tabulates."""
    return [asdict(campo) for campo in calidad.campos]


def _medir_campo(hoja: HojaEnderezada, campo: CampoPlantilla, tono: float) -> MedidaCampo:
    cajas = [recortar(hoja, caja, MARGEN_MM) for caja in campo.digitos]
    claros = [float(np.percentile(c, 90)) for c in cajas]
    contrastes = [claro - float(np.percentile(c, 2)) for claro, c in zip(claros, cajas, strict=True)]
    return MedidaCampo(
        clave=campo.clave,
        nitidez=float(np.median([_nitidez(c) for c in cajas])),
        contraste=min(contrastes),
        papel=min(claros),
        brillo=max(float(np.mean(c >= QUEMADO)) for c in cajas),
        tono=tono,
        resolucion=_resolucion(hoja, campo.digitos),
    )


def _nitidez(recorte: Gris) -> float:
    """Steepest grey step between two pixels (1/8 mm) over the contrast: 1 is a perfect edge, 0.1 a spread of 1 mm."""
    # smoothed a little, or sensor noise would pass for sharpness
    suave = cv2.GaussianBlur(recorte.astype(np.float32), (0, 0), 0.8)
    paso = min(float(np.abs(np.diff(suave, axis=eje)).max()) for eje in (0, 1))
    return paso / max(float(suave.max() - suave.min()), 8.0)


def _resolucion(hoja: HojaEnderezada, cajas: tuple[Caja, ...]) -> float:
    """Pixels of the photo per millimetre at the box that has fewest."""
    centros = np.array([c.centro for c in cajas])
    pasos = [hoja.a_foto(centros + np.array(d)) - hoja.a_foto(centros) for d in ((1.0, 0.0), (0.0, 1.0))]
    return float(min(np.linalg.norm(p, axis=1).min() for p in pasos))


def _tono(color: Color) -> npt.NDArray[np.float32]:
    """(alto, ancho, 2) a and b of CIE Lab at a quarter of the size: ink is thin there and paper remains."""
    chica = cv2.resize(color, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(chica, cv2.COLOR_BGR2LAB)[:, :, 1:].astype(np.float32)


def _tonos(ab: npt.NDArray[np.float32], campos: tuple[CampoPlantilla, ...]) -> list[float]:
    """How much redder and yellower than the usual box the worst box of each quantity is: skin is both, on any paper.

    Compared with other boxes and not with the sheet: boxes are often shaded, and copies on tinted paper.
    """
    k = PX_POR_MM / 4
    cajas = [[_mediana(ab, c, k) for c in campo.digitos] for campo in campos]
    comun = np.median(np.array([m for de_campo in cajas for m in de_campo]), axis=0)
    return [max(_calidez(m - comun) for m in de_campo) for de_campo in cajas]


def _mediana(ab: npt.NDArray[np.float32], caja: Caja, k: float) -> npt.NDArray[np.float32]:
    y, x = int(caja.y * k), int(caja.x * k)
    zona = ab[y : int((caja.y + caja.alto) * k) + 1, x : int((caja.x + caja.ancho) * k) + 1]
    return np.asarray(np.median(zona.reshape(-1, 2), axis=0), np.float32)


def _calidez(diferencia: npt.NDArray[np.float32]) -> float:
    return float(np.linalg.norm(diferencia)) if bool((diferencia > 0).all()) else 0.0


def _fuera(hoja: HojaEnderezada) -> tuple[float, str]:
    """Share of the sheet's edge outside the photo, and the side where it is most."""
    ancho, alto = hoja.hoja_mm
    xs, ys = np.arange(0, ancho + 1, PASO_BORDE_MM), np.arange(0, alto + 1, PASO_BORDE_MM)
    lados = {
        "arriba": np.stack([xs, np.zeros_like(xs)], axis=1),
        "abajo": np.stack([xs, np.full_like(xs, alto)], axis=1),
        "izquierda": np.stack([np.zeros_like(ys), ys], axis=1),
        "derecha": np.stack([np.full_like(ys, ancho), ys], axis=1),
    }
    foto_alto, foto_ancho = hoja.foto_px
    perdidos: dict[str, int] = {}
    for lado, mm in lados.items():
        xy = hoja.a_foto(mm)
        dentro = (xy[:, 0] >= 0) & (xy[:, 0] < foto_ancho) & (xy[:, 1] >= 0) & (xy[:, 1] < foto_alto)
        perdidos[lado] = int((~dentro).sum())
    total = sum(len(mm) for mm in lados.values())
    peor = max(perdidos, key=lambda lado: perdidos[lado])
    return sum(perdidos.values()) / total, peor
