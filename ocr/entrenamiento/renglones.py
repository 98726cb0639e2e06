"""Word lines as they come out of the straightened photo of an acta: what the words reader is fitted and judged on."""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from captura.geometria import PX_POR_MM, Gris
from muestras.durango.nombres import persona
from muestras.escritura import Escritor
from muestras.escritura.fuentes import Reparto
from verificacion.dominio.letra import a_letra

UNIDADES: Final = [a_letra(d) for d in range(10)]
# (as it should be, as people write it); none of them makes another number of it
_FALTAS: Final = (
    *(("ci", "si"), ("ce", "se"), ("cien", "sien"), ("scientos", "sientos"), ("scientos", "cientos"), ("v", "b")),
    *(("ete", "iete"), ("veinti", "venti"), ("eint", "ent"), ("y", "i"), ("ocho", "osho"), ("och", "oc")),
    *(("quin", "quinien"), ("rein", "rien"), ("cua", "qua"), ("cua", "ca"), ("nta", "mta"), ("z", "s"), ("z", "ez")),
    *(("nueve", "nuebe"), ("nove", "nueve"), ("sete", "siete"), ("tr", "t"), ("os", "o"), ("a y", "ay"), ("a y ", "i")),
)
_DE_CIFRAS: Final = frozenset(a_letra(n).split()[0] for n in range(1000))
_AJENAS: Final = ("cancelado", "anulado", "no hubo", "ninguno de ellos", "ver incidente", "presidente", "se corrige")


@dataclass(frozen=True)
class Renglon:
    """A words line at PX_POR_MM and the figure it means, None where it means none."""

    gris: Gris
    cifra: int | None
    texto: str


def componer(rng: np.random.Generator, reparto: Reparto, n: int, por_mano: int = 6) -> list[Renglon]:
    """``n`` lines by hands of a split, ``por_mano`` of each hand, one form and one photo for all of a hand."""
    salida = list[Renglon]()
    while len(salida) < n:
        mano, aspecto = Escritor.nuevo(rng, reparto), _aspecto(rng)
        salida += [_renglon(rng, mano, aspecto) for _ in range(por_mano)]
    return salida[:n]


@dataclass(frozen=True)
class _Aspecto:
    ancho_mm: float
    alto_mm: float
    px_mm: float
    papel: float
    contraste: float
    desenfoque: float
    ruido: float
    jpeg: int
    raya: float  # tone of the rules, 0 = none
    agua: float
    elastico: float
    vecinos: bool
    estilo: str


def _aspecto(rng: np.random.Generator) -> _Aspecto:
    alto = rng.uniform(5.0, 10.0)
    px_mm = float(rng.choice([rng.uniform(2.6, 3.6), rng.uniform(3.6, 8.0)], p=[0.4, 0.6]))
    papel = rng.uniform(140, 252)
    return _Aspecto(
        ancho_mm=alto * rng.uniform(7, 16),
        alto_mm=alto,
        px_mm=max(px_mm, 15 / alto),
        papel=papel,
        contraste=min(papel - 10, float(rng.choice([rng.uniform(35, 70), rng.uniform(60, 180)], p=[0.3, 0.7]))),
        desenfoque=float(rng.choice([0.0, rng.uniform(0.3, 1.3)], p=[0.3, 0.7])),
        ruido=rng.uniform(0.5, 8),
        jpeg=int(rng.integers(30, 96)),
        raya=float(rng.choice([0.0, rng.uniform(0.2, 1.0)])),
        agua=float(rng.choice([0.0, rng.uniform(0.1, 0.5)], p=[0.7, 0.3])),
        elastico=rng.uniform(0, 0.1),
        vecinos=bool(rng.random() < 0.4),
        estilo=str(rng.choice(["cifra", "digitos", "digitos_en_cajas"], p=[0.8, 0.1, 0.1])),
    )


def _renglon(rng: np.random.Generator, mano: Escritor, e: _Aspecto) -> Renglon:
    cifra, texto = _texto(rng, e.estilo)
    f = PX_POR_MM
    alto, ancho = round(e.alto_mm * f), round(e.ancho_mm * f)
    tinta = np.zeros((3 * alto, ancho), np.uint8)  # the line stands in the middle third
    if texto:
        palabras = _linea(rng, mano, texto, round(alto * rng.uniform(0.75, 1.05)), ancho, e)
        y = alto + round((alto - palabras.shape[0]) / 2 + rng.normal(0, 0.07) * alto)
        holgura = max(0, ancho - palabras.shape[1])
        x = min(holgura, round(abs(rng.normal(0, 0.12)) * ancho)) if e.estilo != "digitos_en_cajas" else 0
        _pegar(tinta, palabras, x, y)
        fin = x + palabras.shape[1]
        if cifra is None and (texto.split()[0] in _DE_CIFRAS or rng.random() < 0.5):  # an amount only when struck out
            _rayar(rng, tinta[alto : 2 * alto], x, fin)
        elif rng.random() < 0.18 and fin < 0.8 * ancho:
            _rellenar(rng, tinta[alto : 2 * alto], fin + round(0.3 * alto), ancho)
    else:
        _garabato(rng, tinta[alto : 2 * alto], mano)
    if e.vecinos:
        for y in (round(0.1 * alto), round(1.95 * alto)):
            ajena = mano.palabras(a_letra(int(rng.integers(1000))), round(0.95 * alto))
            _pegar(tinta, ajena, round(rng.uniform(0, 0.3) * ancho), y + round(rng.normal(0, 0.08) * alto))
    if rng.random() < 0.03:
        _firma(rng, tinta, alto, ancho)
    pinta = _ondular(rng, tinta, e.elastico * alto)[alto : 2 * alto]
    return Renglon(_fotografiar(rng, pinta, e), cifra, texto)


def _texto(rng: np.random.Generator, estilo: str) -> tuple[int | None, str]:
    azar = rng.random()
    if azar < 0.1:
        if rng.random() < 0.4:
            return None, ""
        return None, str(rng.choice([persona(rng, mujer=False).lower(), *_AJENAS]))
    cifra = int(rng.choice([rng.integers(10), rng.integers(100), rng.integers(1000)], p=[0.25, 0.35, 0.4]))
    if azar < 0.13:
        return None, a_letra(cifra)
    if estilo != "cifra":
        digitos = str(cifra).zfill(3 if rng.random() < 0.8 else 1)
        return cifra, " ".join(UNIDADES[int(d)] for d in digitos)
    texto = a_letra(cifra)
    modo = rng.random()
    if modo < 0.16:
        texto = _con_falta(rng, texto)
    elif modo < 0.22:
        texto = texto.replace("veinti", "veinti ").replace("dieci", "dieci ")
    elif modo < 0.28:
        texto = texto.replace(" ", "")
    elif modo < 0.31:
        texto = texto.replace("dieci", "diez y ").replace("veinti", "veinte y ")
    return cifra, texto + (" votos" if rng.random() < 0.08 else "")


def _con_falta(rng: np.random.Generator, texto: str) -> str:
    posibles = [(bien, mal) for bien, mal in _FALTAS if bien in texto]
    if not posibles:
        return texto
    bien, mal = posibles[int(rng.integers(len(posibles)))]
    return texto.replace(bien, mal, 1)


def _linea(rng: np.random.Generator, mano: Escritor, texto: str, alto: int, ancho: int, e: _Aspecto) -> Gris:
    if e.estilo == "digitos_en_cajas":
        casilla = ancho // 3
        salida = np.zeros((alto, ancho), np.uint8)
        palabras = texto.split()
        for i, palabra in enumerate(palabras[:3], 3 - len(palabras[:3])):
            una = _encoger(mano.palabras(palabra, alto), casilla)
            x = i * casilla + round((casilla - una.shape[1]) * rng.uniform(0, 1))
            _pegar(salida, una, x, (alto - una.shape[0]) // 2)
        return salida
    return _encoger(mano.palabras(texto, alto), round(ancho * (1.04 if rng.random() < 0.1 else 0.96)))


def _encoger(tinta: Gris, ancho: int) -> Gris:
    if tinta.shape[1] <= ancho:
        return tinta
    f = ancho / tinta.shape[1]
    alto = max(8, round(tinta.shape[0] * max(f, 0.6)))
    return cv2.resize(tinta, (ancho, alto), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _pegar(lienzo: Gris, tinta: Gris, x: int, y: int) -> None:
    x0, y0 = max(0, x), max(0, y)
    x1, y1 = min(lienzo.shape[1], x + tinta.shape[1]), min(lienzo.shape[0], y + tinta.shape[0])
    if x1 > x0 and y1 > y0:
        zona = lienzo[y0:y1, x0:x1]
        np.maximum(zona, tinta[y0 - y : y1 - y, x0 - x : x1 - x], out=zona)


def _rayar(rng: np.random.Generator, zona: Gris, x0: int, x1: int) -> None:
    """Strike words out with a zigzag nobody reads through."""
    alto = zona.shape[0]
    x = np.arange(x0, x1, max(2, round(alto * 0.09)))
    y = np.where(np.arange(len(x)) % 2, 0.15, 0.85) * alto + rng.normal(0, 0.08 * alto, len(x))
    puntos = np.stack([x, y], axis=1).round().astype(np.int32)
    cv2.polylines(zona, [puntos], False, 255, max(2, round(alto * 0.05)), cv2.LINE_AA)


def _rellenar(rng: np.random.Generator, zona: Gris, x0: int, x1: int) -> None:
    """Dashes, a line or equals signs up to the end of the line."""
    alto, grueso = zona.shape[0], max(2, round(zona.shape[0] * 0.05))
    paso = round(alto * rng.uniform(0.4, 0.9))
    filas = rng.choice([1, 2], p=[0.8, 0.2])
    largo = paso if rng.random() < 0.3 else round(paso * rng.uniform(0.4, 0.7))
    for x in range(x0, x1 - paso, paso):
        for k in range(int(filas)):
            y = alto * (0.55 + 0.15 * k) + rng.normal(0, 0.03) * alto
            cv2.line(zona, (x, round(y)), (x + largo, round(y + rng.normal(0, 0.04) * alto)), 255, grueso, cv2.LINE_AA)


def _garabato(rng: np.random.Generator, zona: Gris, mano: Escritor) -> None:
    """What stands on a line without words: dashes, crosses, a diagonal, figures, scribbles."""
    alto, ancho = zona.shape
    clase = rng.random()
    if clase < 0.35:
        _rellenar(rng, zona, round(0.1 * ancho), ancho)
    elif clase < 0.6:
        for i in range(int(rng.integers(1, 6))):
            _pegar(zona, mano.tachon(round(0.8 * alto)), round((0.1 + 0.15 * i) * ancho), round(0.1 * alto))
    elif clase < 0.8:
        for i in range(int(rng.integers(1, 5))):
            _pegar(zona, mano.digito(int(rng.integers(10)), round(0.8 * alto)), round((0.2 + 0.08 * i) * ancho), 2)
    else:
        y = rng.uniform(0, 1, 2) * alto
        cv2.line(zona, (round(0.05 * ancho), round(y[0])), (round(0.9 * ancho), round(y[1])), 255, 4, cv2.LINE_AA)


def _firma(rng: np.random.Generator, tinta: Gris, alto: int, ancho: int) -> None:
    t = np.linspace(0, 1, 120)
    x = (rng.uniform(0, 0.8) + 0.3 * t + 0.05 * np.sin(40 * t)) * ancho
    y = alto * (1.5 + rng.normal(0, 0.4) + rng.uniform(0.3, 0.9) * np.sin(rng.uniform(12, 40) * t))
    puntos = np.stack([x, y], axis=1).round().astype(np.int32)
    cv2.polylines(tinta, [puntos], False, 255, 3, cv2.LINE_AA)


def _ondular(rng: np.random.Generator, tinta: Gris, cuanto: float) -> Gris:
    """Bend a line of letters so that no two letters are alike."""
    alto, ancho = tinta.shape
    malla = (max(2, alto // 20), max(2, ancho // 20))
    dx, dy = (
        cv2.resize(rng.normal(0, cuanto * 0.5, malla).astype(np.float32), (ancho, alto), interpolation=cv2.INTER_CUBIC)
        for _ in range(2)
    )
    y, x = np.mgrid[0:alto, 0:ancho].astype(np.float32)
    return cv2.remap(tinta, x + dx, y + dy, cv2.INTER_LINEAR).astype(np.uint8, copy=False)


def _fotografiar(rng: np.random.Generator, tinta: Gris, e: _Aspecto) -> Gris:
    alto, ancho = tinta.shape
    gris = np.full((alto, ancho), e.papel, np.float32)
    gris += np.linspace(-1, 1, ancho, dtype=np.float32) * rng.normal(0, 8)
    if e.agua:
        x = int(rng.integers(ancho))
        cv2.line(gris, (x, -alto), (x + 2 * alto, 2 * alto), e.papel - e.agua * e.contraste, alto // 2)
    if e.raya:
        y = round(rng.uniform(0.88, 1.0) * alto)
        cv2.line(gris, (0, y), (ancho, y + round(rng.normal(0, 1))), e.papel - e.raya * e.contraste, 2)
        x = round(rng.uniform(-0.02, 0.02) * ancho)
        cv2.line(gris, (x, 0), (x, alto), e.papel - e.raya * e.contraste, 2)
        if e.estilo == "digitos_en_cajas":
            for k in (1, 2):
                cv2.line(gris, (ancho * k // 3, 0), (ancho * k // 3, alto), e.papel - 0.6 * e.raya * e.contraste, 2)
    gris -= tinta.astype(np.float32) / 255 * e.contraste
    f = e.px_mm / PX_POR_MM
    foto = cv2.resize(gris, (max(8, round(ancho * f)), max(6, round(alto * f))), interpolation=cv2.INTER_AREA)
    if e.desenfoque:
        foto = cv2.GaussianBlur(foto, (0, 0), e.desenfoque)
    foto = foto + rng.normal(0, e.ruido, foto.shape)
    _, bytes_jpeg = cv2.imencode(".jpg", np.clip(foto, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, e.jpeg])
    foto = cv2.imdecode(bytes_jpeg, cv2.IMREAD_GRAYSCALE)
    return cv2.resize(foto, (ancho, alto), interpolation=cv2.INTER_CUBIC).astype(np.uint8, copy=False)
