"""From a guess to where the print really is: patches of the form sought on the photo, and a smooth bend for them."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from captura.geometria import Gris, Matriz, Puntos, a_reducida, homografia_entre, puntos, transformar
from captura.hoja import Desplazamiento, desdoblar, desplazar
from captura.referencia import Estructura, Referencia, contraste

NODO_MM = 30.0  # distance of the nodes of the bend: shorter than the waves of a sheet once folded
MIN_TEXTURA = 0.05  # mean square contrast under which a patch of the form has nothing printed
MIN_PARECIDO = 0.25  # a patch less like the form than this says nothing about displacement
RIGIDEZ = 0.2  # weight of smoothness against one well-seen patch
SEPARACION = 0.9  # of the patches, in sides of one
MAX_DOBLEZ_MM = 6.0
TUKEY_MM = 1.5  # patches off the plane movement by more than this do not count for it
LIMITES_MM = (6.0, 2.5, 1.5)  # the same for the bend, while it approaches

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Etapa:
    """One pass: how far to look, with patches of what size, whether the sheet may bend, and from how far it is seen.

    ``reduccion`` divides the scale of the reference; what is sought far away needs no detail.
    """

    busca_mm: float
    parche_mm: float
    dobla: bool
    reduccion: int = 1


GRUESA = Etapa(9.0, 44.0, False, 2)
MEDIA = Etapa(4.0, 26.0, False, 2)
LEJANA = Etapa(6.0, 26.0, True, 2)
DOBLADA = Etapa(3.5, 22.0, True, 2)
FINA = Etapa(1.2, 15.0, True)


@dataclass(frozen=True)
class Postura:
    """How the sheet lies: homography (mm → photo px) and bend (mm)."""

    homografia: Matriz
    doblez: Desplazamiento


def plana(homografia: Matriz, hoja_mm: tuple[float, float]) -> Postura:
    """A posture without bend."""
    nodos = (max(3, round(hoja_mm[1] / NODO_MM) + 1), max(3, round(hoja_mm[0] / NODO_MM) + 1), 2)
    return Postura(homografia, np.zeros(nodos))


@dataclass(frozen=True)
class Parches:
    """What the search of patches gave: centres and displacements (mm), 2×2 certainty (1/mm²) and likeness 0..1."""

    centros: Puntos
    movimientos: Puntos
    certeza: npt.NDArray[np.float64]
    parecido: Vector


def ver(
    foto: Gris, postura: Postura, referencia: Referencia, *, reduccion: int = 1, solo_impreso: bool = False
) -> Estructura:
    """The photo's local contrast, laid onto the sheet at the scale of the reference divided by ``reduccion``.

    ``solo_impreso`` leaves out what is written where the form expects it: only for a sheet already in its place.
    """
    homografia, px_por_mm = postura.homografia, referencia.escala / reduccion
    if reduccion > 1:
        ancho, alto = foto.shape[1] // reduccion, foto.shape[0] // reduccion
        recta = foto[: alto * reduccion, : ancho * reduccion]
        foto = cv2.resize(recta, (ancho, alto), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
        homografia = a_reducida(reduccion) @ homografia
    plano = desdoblar(foto, homografia, postura.doblez, referencia.plantilla.hoja_mm, px_por_mm)
    alto, ancho = referencia.reducida(reduccion).shape
    return contraste(plano[:alto, :ancho], px_por_mm, referencia.libre if solo_impreso else None)


def ajustar(foto: Gris, postura: Postura, referencia: Referencia, etapa: Etapa) -> Postura:
    """One pass: look for every patch near where it should be, and move (and bend) the sheet accordingly."""
    parches = buscar_parches(ver(foto, postura, referencia, reduccion=etapa.reduccion), referencia, etapa)
    return mover(postura, parches, referencia.plantilla.hoja_mm, dobla=etapa.dobla)


def mover(postura: Postura, parches: Parches, hoja_mm: tuple[float, float], *, dobla: bool) -> Postura:
    """Move (and bend) the sheet as its patches ask; with too few of them it stays."""
    if len(parches.centros) < 6:
        return postura
    movimiento, resto = _movimiento_plano(parches, hoja_mm)
    rejilla = _rejilla(np.zeros((7, 9, 2)), hoja_mm)
    movidos = rejilla + _base_plana(rejilla, hoja_mm) @ movimiento
    nueva = homografia_entre(rejilla, transformar(postura.homografia, movidos))
    if nueva is None:
        return postura
    if not dobla:
        return Postura(nueva, postura.doblez)
    filas, columnas = postura.doblez.shape[:2]
    doblez = postura.doblez + _doblez(parches, resto, (filas, columnas), hoja_mm)
    return Postura(nueva, np.clip(doblez, -MAX_DOBLEZ_MM, MAX_DOBLEZ_MM))


def buscar_parches(vista: Estructura, referencia: Referencia, etapa: Etapa) -> Parches:
    """Where each printed patch of the form is on the view, with how certain each direction is (a line slides along)."""
    f = etapa.reduccion
    e = referencia.escala / f
    estructura = referencia.reducida(f)
    lado, radio = max(12, round(etapa.parche_mm * e)), max(2, round(etapa.busca_mm * e))
    alto, ancho = estructura.shape
    ampliada = cv2.copyMakeBorder(vista, radio, radio, radio, radio, cv2.BORDER_CONSTANT, value=0)
    paso = max(1, round(lado * SEPARACION))
    textura = cv2.integral(estructura * estructura)
    esquinas: list[tuple[float, float]] = []
    cimas: list[tuple[float, float]] = []
    alrededores: list[Estructura] = []
    for y in _inicios(alto, lado, paso):
        for x in _inicios(ancho, lado, paso):
            suma = textura[y + lado, x + lado] - textura[y, x + lado] - textura[y + lado, x] + textura[y, x]
            if suma < MIN_TEXTURA * lado * lado:
                continue
            ventana = ampliada[y : y + lado + 2 * radio, x : x + lado + 2 * radio]
            mapa = cv2.matchTemplate(ventana, estructura[y : y + lado, x : x + lado], cv2.TM_CCORR_NORMED)
            _, nota, _, (px, py) = cv2.minMaxLoc(mapa)
            # a peak at the rim: the true one may be further away
            if nota >= MIN_PARECIDO and 0 < px < 2 * radio and 0 < py < 2 * radio:
                esquinas.append((x, y))
                cimas.append((px, py))
                alrededores.append(mapa[py - 1 : py + 2, px - 1 : px + 2].astype(np.float32, copy=False))
    n = len(cimas)
    if not n:
        return Parches(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros((0, 2, 2)), np.zeros(0))
    notas, saltos, curvaturas = _cimas(np.stack(alrededores).astype(np.float64))
    return Parches(
        (puntos(esquinas) + lado / 2) / e,
        (puntos(cimas) + saltos - radio) / e,
        curvaturas * (notas * notas * e * e)[:, None, None],
        notas,
    )


def _inicios(largo: int, lado: int, paso: int) -> list[int]:
    """Starts of patches that cover a length evenly."""
    cuantos = max(1, -(-(largo - lado) // paso) + 1)
    return [round(i * max(0, largo - lado) / max(1, cuantos - 1)) for i in range(cuantos)]


def _cimas(c: npt.NDArray[np.float64]) -> tuple[Vector, Puntos, npt.NDArray[np.float64]]:
    """Of (n, 3, 3) peaks of correlation: height, sub-pixel place and curvature (2×2, never negative)."""
    medio = c[:, 1, 1]
    pendiente = np.stack([c[:, 1, 2] - c[:, 1, 0], c[:, 2, 1] - c[:, 0, 1]], axis=1) / 2
    hxx, hyy = 2 * medio - c[:, 1, 0] - c[:, 1, 2], 2 * medio - c[:, 0, 1] - c[:, 2, 1]
    hxy = -(c[:, 2, 2] + c[:, 0, 0] - c[:, 0, 2] - c[:, 2, 0]) / 4
    valores, ejes = np.linalg.eigh(np.stack([hxx, hxy, hxy, hyy], axis=1).reshape(-1, 2, 2))
    valores = np.maximum(valores, 0.0)
    traspuestos = ejes.transpose(0, 2, 1)
    curvaturas = (ejes * valores[:, None, :]) @ traspuestos
    saltos = (ejes / (valores + 1e-3)[:, None, :]) @ traspuestos @ pendiente[:, :, None]
    return medio, np.clip(saltos[:, :, 0], -0.6, 0.6), curvaturas


def _base_plana(xy: Puntos, hoja_mm: tuple[float, float]) -> npt.NDArray[np.float64]:
    """(n, 2, 8): first-order movements that a change of homography can make."""
    x, y = (xy / max(hoja_mm) * 2 - 1).T
    cero, uno = np.zeros_like(x), np.ones_like(x)
    en_x = np.stack([uno, x, y, cero, cero, cero, x * x, x * y], axis=1)
    en_y = np.stack([cero, cero, cero, uno, x, y, x * y, y * y], axis=1)
    return np.stack([en_x, en_y], axis=1)


def _movimiento_plano(parches: Parches, hoja_mm: tuple[float, float]) -> tuple[Vector, Puntos]:
    """Robust weighted fit of the eight plane movements; also what is left over."""
    base, certeza = _base_plana(parches.centros, hoja_mm), parches.certeza
    pesos = np.ones(len(certeza))
    solucion = np.zeros(8)
    resto = parches.movimientos
    for vuelta in range(8):
        pesada = (certeza * pesos[:, None, None] @ base).reshape(-1, 8)
        a = base.reshape(-1, 8).T @ pesada + np.diag([1e-3] * 6 + [1e-2] * 2)
        b = pesada.T @ parches.movimientos.ravel()
        solucion = np.asarray(np.linalg.solve(a, b), np.float64)
        resto = parches.movimientos - base @ solucion
        distancia = _distancia(resto, certeza)
        limite = max(TUKEY_MM, 3.0 * float(np.median(distancia))) if vuelta < 6 else TUKEY_MM * 1.5
        pesos = np.clip(1 - (distancia / limite) ** 2, 0, 1) ** 2
    return solucion, resto


def _distancia(resto: Puntos, certeza: npt.NDArray[np.float64]) -> Vector:
    """Length (mm) of what is left over, counting each direction by its certainty."""
    x, y, xx, xy, yy = *resto.T, certeza[:, 0, 0], certeza[:, 0, 1], certeza[:, 1, 1]
    mayor = (xx + yy + np.sqrt((xx - yy) ** 2 + 4 * xy * xy)) / 2  # eigenvalue of a symmetric 2×2
    return np.sqrt(np.maximum(xx * x * x + 2 * xy * x * y + yy * y * y, 0) / np.maximum(mayor, 1e-9))


def _doblez(parches: Parches, resto: Puntos, nodos: tuple[int, int], hoja_mm: tuple[float, float]) -> Desplazamiento:
    """Smooth bend that explains what the plane could not (bilinear nodes, second differences small).

    A patch is judged by its distance to the bend, never to the plane: a whole curled side is far from the plane.
    """
    filas, columnas = nodos
    reparto = _bilineal(parches.centros, nodos, hoja_mm)
    certeza = parches.certeza / max(float(np.median(np.linalg.eigvalsh(parches.certeza)[:, 1])), 1e-9)
    suave = np.kron(np.eye(2), RIGIDEZ * _suavidad(filas, columnas) + 1e-3 * np.eye(filas * columnas)).astype(
        np.float64
    )
    solucion = np.zeros(2 * filas * columnas)
    for limite in LIMITES_MM:
        curva = (reparto @ solucion.reshape(2, -1).T).reshape(-1, 2)
        pesos = np.clip(1 - (_distancia(resto - curva, certeza) / limite) ** 2, 0, 1) ** 2
        solucion = _resolver(reparto, certeza * pesos[:, None, None], resto, suave)
    return solucion.reshape(2, filas, columnas).transpose(1, 2, 0)


def _resolver(
    reparto: npt.NDArray[np.float64], w: npt.NDArray[np.float64], resto: Puntos, suave: npt.NDArray[np.float64]
) -> Vector:
    """Weighted least squares of the nodes' displacements: all x, then all y."""
    n = reparto.shape[1]
    a = suave.copy()
    b = np.zeros(2 * n)
    for i, j in ((0, 0), (0, 1), (1, 1)):
        a[i * n : (i + 1) * n, j * n : (j + 1) * n] += reparto.T @ (w[:, i, j, None] * reparto)
    a[n:, :n] = a[:n, n:].T
    for i in (0, 1):
        b[i * n : (i + 1) * n] = reparto.T @ np.einsum("nj,nj->n", w[:, i], resto)
    return np.asarray(np.linalg.solve(a, b), np.float64)


def _bilineal(xy: Puntos, nodos: tuple[int, int], hoja_mm: tuple[float, float]) -> npt.NDArray[np.float64]:
    """(n, filas*columnas) weights of the nodes around each point."""
    filas, columnas = nodos
    u = np.clip(xy[:, 0] / hoja_mm[0], 0, 1) * (columnas - 1)
    v = np.clip(xy[:, 1] / hoja_mm[1], 0, 1) * (filas - 1)
    en_x = np.maximum(0, 1 - np.abs(u[:, None] - np.arange(columnas)))
    en_y = np.maximum(0, 1 - np.abs(v[:, None] - np.arange(filas)))
    return (en_y[:, :, None] * en_x[:, None, :]).reshape(len(xy), -1)


def _suavidad(filas: int, columnas: int) -> npt.NDArray[np.float64]:
    def segunda(n: int) -> npt.NDArray[np.float64]:
        d = np.diff(np.eye(n), 2, axis=0)
        return d.T @ d

    return np.kron(np.eye(filas), segunda(columnas)) + np.kron(segunda(filas), np.eye(columnas))


def _rejilla(forma: Desplazamiento, hoja_mm: tuple[float, float]) -> Puntos:
    filas, columnas = forma.shape[:2]
    xs, ys = np.linspace(0, hoja_mm[0], columnas), np.linspace(0, hoja_mm[1], filas)
    return np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)


def en_la_foto(postura: Postura, hoja_mm: tuple[float, float], mm: Puntos) -> Puntos:
    """Pixels of the photo where points of the sheet are."""
    return transformar(postura.homografia, mm + desplazar(postura.doblez, hoja_mm, mm))
