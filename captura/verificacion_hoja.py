"""Whether the print on the photo agrees with the form: measured without moving anything, then judged."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from captura.ajuste import Etapa, Parches, Postura, buscar_parches, en_la_foto, ver
from captura.errores import FormaDistinta, HojaCortada, HojaDudosa, HojaNoEncontrada
from captura.geometria import Gris, Puntos, esquinas
from captura.plantilla import Caja, CampoPlantilla
from captura.referencia import Estructura, Referencia, suavizar

PARCHE_MM = 20.0
BUSCA_MM = 1.5
BORDE_CAMPO_MM = 4.0  # around the boxes of a field: its lines and part of its label
MIN_PARECIDO = 0.30  # mean likeness of the patches of print, by weight; other documents stay under 0.2
MIN_ACUERDO = 0.55  # share of the print (by weight) whose patch is like the form
PARECIDO_PARCHE = 0.28
PARECIDO_CAMPO = 0.50  # true forms: all their fields over it, 95 % over 0.8; a sister form: half of them
PAPEL = -0.3  # contrast over which the form has no ink of its own
TINTA_AJENA = (
    -0.5
)  # contrast under which the photo has ink there: a digit that leaves its box says nothing of the print
MIN_CAMPOS = 0.8  # share of the fields whose surroundings agree; handwriting and stamps may spoil some
MIN_CAMPOS_FORMA = 0.6  # with fewer it is not a covered corner but other rows
MAX_ERROR_MM = 0.5  # true sheets: 0.04 (generated) to 0.33 (real, drawn reference); others bent to fit: over 0.9

CERCA_MM = 18.0  # from a box to the print that vouches for its place
MAX_LOCAL_MM = 0.6  # that print may be off by; found well: under 0.4 but for one in thirty, found wrong: over 0.66
PARECIDO_SEGURO = 0.6  # of a field that vouches for itself; a box off by a millimetre stays under it
MAX_CURVA_MM = 0.6  # change of the bend from a node to the next up to which it may be carried on under a covered field


@dataclass(frozen=True)
class Veredicto:
    """Measures of one posture, and the error to raise, or None when the sheet is where the posture says.

    ``parecido`` is the mean likeness of the print, ``acuerdo`` the share of it that agrees, ``campos`` the share of
    fields whose surroundings do.
    """

    parecido: float
    acuerdo: float
    campos: float
    error_mm: float
    falla: HojaNoEncontrada | None


def verificar(foto: Gris, postura: Postura, referencia: Referencia) -> Veredicto:
    """Measure and judge a posture."""
    vista = ver(foto, postura, referencia, solo_impreso=True)
    suave = suavizar(vista, referencia.escala)
    parecidos, pesos = _parches_fijos(suave, referencia)
    if not len(pesos):
        return Veredicto(0.0, 0.0, 0.0, 99.0, FormaDistinta(0.0, "referencia sin estructura"))
    parecido = float(np.average(parecidos, weights=pesos))
    acuerdo = float(pesos[parecidos > PARECIDO_PARCHE].sum() / pesos.sum())
    por_campo = {c.clave: _parecido_campo(suave, c, referencia) for c in referencia.plantilla.campos}
    campos = float(np.mean([p > PARECIDO_CAMPO for p in por_campo.values()]))
    parches = buscar_parches(vista, referencia, Etapa(BUSCA_MM, PARCHE_MM, False))
    firmes = _firmes(parches)
    error_mm = _error_mm(parches, firmes)
    falla: HojaNoEncontrada | None = None
    detalle = f"acuerdo {acuerdo:.2f} campos {campos:.2f} error {error_mm:.2f} mm"
    fuera = _fuera(foto, postura, referencia)
    if parecido < MIN_PARECIDO * 0.8 or error_mm > MAX_ERROR_MM:
        falla = FormaDistinta(parecido, detalle)
    elif fuera:
        falla = HojaCortada(parecido, fuera)
    elif parecido < MIN_PARECIDO or acuerdo < MIN_ACUERDO or campos < MIN_CAMPOS_FORMA:
        falla = FormaDistinta(parecido, detalle)
    elif campos < MIN_CAMPOS:
        falla = HojaCortada(parecido, tuple(c for c, p in por_campo.items() if p <= PARECIDO_CAMPO))
    elif dudosos := _dudosos(parches, firmes, postura, referencia, por_campo):
        falla = HojaDudosa(parecido, dudosos)
    return Veredicto(parecido, acuerdo, campos, error_mm, falla)


def _parecido(a: Estructura, b: Estructura) -> float:
    return float((a * b).sum() / np.sqrt(max(float((a * a).sum()) * float((b * b).sum()), 1e-9)))


def _parches_fijos(
    suave: Estructura, referencia: Referencia
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Likeness of every printed patch exactly where it should be, and the weight of its print."""
    a, b = referencia.suave, suave
    lado = round(PARCHE_MM * referencia.escala)
    filas, columnas = (range(0, largo - lado // 2, lado) for largo in a.shape)
    hasta_y, hasta_x = min(filas[-1] + lado, a.shape[0]), min(columnas[-1] + lado, a.shape[1])

    def sumar(producto: Estructura) -> npt.NDArray[np.float64]:
        por_fila = np.add.reduceat(producto[:hasta_y, :hasta_x], filas, axis=0, dtype=np.float64)
        return np.add.reduceat(por_fila, columnas, axis=1).ravel()

    aa, bb, ab = sumar(a * a), sumar(b * b), sumar(a * b)
    altos, anchos = np.diff([*filas, hasta_y]), np.diff([*columnas, hasta_x])
    pesos = np.sqrt(aa / np.outer(altos, anchos).ravel())
    parecidos = ab / np.sqrt(np.maximum(aa * bb, 1e-9))
    impresos = pesos > 0.1
    return parecidos[impresos], pesos[impresos]


def _parecido_campo(suave: Estructura, campo: CampoPlantilla, referencia: Referencia) -> float:
    e = referencia.escala
    x0, y0, x1, y1 = _marco(campo.digitos)
    corte = (
        slice(max(0, round((y0 - BORDE_CAMPO_MM) * e)), round((y1 + BORDE_CAMPO_MM) * e)),
        slice(max(0, round((x0 - BORDE_CAMPO_MM) * e)), round((x1 + BORDE_CAMPO_MM) * e)),
    )
    impreso, visto = referencia.suave[corte], suave[corte]
    comparable = (impreso <= PAPEL) | (visto >= TINTA_AJENA)
    return _parecido((impreso * comparable).astype(np.float32), (visto * comparable).astype(np.float32))


def _marco(cajas: tuple[Caja, ...]) -> tuple[float, float, float, float]:
    return (
        min(c.x for c in cajas),
        min(c.y for c in cajas),
        max(c.x + c.ancho for c in cajas),
        max(c.y + c.alto for c in cajas),
    )


def _firmes(parches: Parches) -> npt.NDArray[np.bool_]:
    """The patches whose place is certain in every direction; a line alone slides along itself."""
    if not len(parches.centros):
        return np.zeros(0, np.bool_)
    certeza = np.linalg.eigvalsh(parches.certeza)
    return certeza[:, 0] > 0.1 * float(np.median(certeza[:, 1]))


def _error_mm(parches: Parches, firmes: npt.NDArray[np.bool_]) -> float:
    """90th percentile of how far the patches with certain place are from where they should be."""
    if len(parches.centros) < 6:
        return 99.0
    elegidos = parches.movimientos[firmes] if firmes.sum() >= 6 else parches.movimientos
    return float(np.percentile(np.linalg.norm(elegidos, axis=1), 90))


def _dudosos(
    parches: Parches,
    firmes: npt.NDArray[np.bool_],
    postura: Postura,
    referencia: Referencia,
    por_campo: Mapping[str, float],
) -> tuple[str, ...]:
    """Fields whose place nothing vouches for: the print beside them is off, or there is none to see on bent paper."""
    centros = parches.centros[firmes]
    lejos = np.linalg.norm(parches.movimientos[firmes], axis=1)
    curva = max(float(np.abs(np.diff(postura.doblez, axis=eje)).max()) for eje in (0, 1))
    dudosos: list[str] = []
    for campo in referencia.plantilla.campos:
        cajas: Puntos = np.array([c.centro for c in campo.digitos])
        cerca = np.linalg.norm(cajas[:, None] - centros[None], axis=2) < CERCA_MM  # (box, patch)
        desviado = bool((lejos[cerca.any(axis=0)] > MAX_LOCAL_MM).any())
        sin_testigo = not cerca.any(axis=1).all() and curva > MAX_CURVA_MM
        if desviado or (sin_testigo and por_campo[campo.clave] < PARECIDO_SEGURO):
            dudosos.append(campo.clave)
    return tuple(dudosos)


def _fuera(foto: Gris, postura: Postura, referencia: Referencia) -> tuple[str, ...]:
    """Fields with a corner of a box outside the photo."""
    alto, ancho = foto.shape
    claves: list[str] = []
    for campo in referencia.plantilla.campos:
        x0, y0, x1, y1 = _marco(campo.digitos)
        marco = esquinas(x1 - x0, y1 - y0) + np.array([x0, y0])
        p = en_la_foto(postura, referencia.plantilla.hoja_mm, marco)
        if (p < -0.5).any() or (p > np.array([ancho, alto]) - 0.5).any():
            claves.append(campo.clave)
    return tuple(claves)
