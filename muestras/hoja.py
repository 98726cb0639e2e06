"""The filled acta on paper: the blank form, and over it the pen, the stamp and the label."""

from dataclasses import dataclass, field

import cv2
import numpy as np
import segno
from numpy.typing import NDArray

from captura.plantilla import Caja
from muestras.anotacion import RAYA, TACHON, VACIO, Anotacion
from muestras.durango.nombres import persona
from muestras.escenarios import ActaVerdad, EstadoQr
from muestras.escritura import Escritor
from muestras.formas.carpeta import rasterizar
from muestras.formas.maqueta import Cantidad, Maqueta
from verificacion.dominio.claves import ClaveActa, ClaveCasilla, TipoCasilla

Pagina = NDArray[np.uint8]
"""(alto, ancho, 3) uint8 BGR, a whole sheet."""

PX_POR_MM_HOJA = 10.0
"""Enough for a 12 MP photo of the sheet (about 11 px/mm at best) and 22 MB in memory."""

_SIMBOLOS_DIGITO = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class DatosImpresos:
    """What is written besides figures: the identification and the label's text."""

    clave: ClaveActa
    distrito: int
    cabecera: str
    domicilio: str
    texto_qr: str


@dataclass(frozen=True)
class _Lapiz:
    """A pen over a page: places ink masks and blends them, at ``px_por_mm``."""

    pagina: Pagina
    escritor: Escritor
    rng: np.random.Generator
    fuerza: float
    px_por_mm: float = PX_POR_MM_HOJA
    tinta: tuple[int, int, int] = field(default=(120, 50, 30))

    def mascara(self, tinta: NDArray[np.uint8], x_mm: float, y_mm: float) -> None:
        """Blend a mask with its top-left corner at a place in millimetres; what falls off the sheet is lost."""
        x, y = round(x_mm * self.px_por_mm), round(y_mm * self.px_por_mm)
        x0, y0 = max(0, x), max(0, y)
        x1, y1 = min(self.pagina.shape[1], x + tinta.shape[1]), min(self.pagina.shape[0], y + tinta.shape[0])
        if x1 <= x0 or y1 <= y0:
            return
        alfa = (tinta[y0 - y : y1 - y, x0 - x : x1 - x].astype(np.float32) * (self.fuerza / 255.0))[..., None]
        zona = self.pagina[y0:y1, x0:x1]
        zona[:] = (zona * (1.0 - alfa) + np.array(self.tinta, np.float32) * np.minimum(alfa, 1.0)).astype(np.uint8)

    def signo(self, signo: str, caja: Caja) -> None:
        """Write one sign in its box, never quite centred."""
        alto = round(caja.alto * self.px_por_mm * 0.94)
        if signo == RAYA:
            tinta = self.escritor.raya(alto)
        elif signo == TACHON:
            tinta = self.escritor.tachon(alto)
        elif signo in _SIMBOLOS_DIGITO:
            tinta = self.escritor.digito(int(signo), alto)
        else:
            return
        tope = round(caja.ancho * self.px_por_mm * 1.12)
        if tinta.shape[1] > tope:
            tinta = _escalar(tinta, tope / tinta.shape[1])
        dx, dy = self.rng.normal(0.0, 0.25, 2)
        ancho_mm, alto_mm = tinta.shape[1] / self.px_por_mm, tinta.shape[0] / self.px_por_mm
        self.mascara(tinta, caja.x + (caja.ancho - ancho_mm) / 2 + dx, caja.y + (caja.alto - alto_mm) / 2 + dy)

    def palabras(self, texto: str, caja: Caja, tachadas: bool = False) -> None:
        """Write words on a line, smaller when they would not fit; ``tachadas`` strikes them out."""
        tinta = self.escritor.palabras(texto, round(caja.alto * self.px_por_mm * 0.98))
        tope = round(caja.ancho * self.px_por_mm * 0.97)
        if tinta.shape[1] > tope:
            tinta = _escalar(tinta, tope / tinta.shape[1])
        holgura = max(0.0, caja.ancho - tinta.shape[1] / self.px_por_mm)
        x = caja.x + min(holgura, abs(self.rng.normal(0.8, 1.5)))
        y = caja.y + (caja.alto - tinta.shape[0] / self.px_por_mm) / 2 + self.rng.normal(0.0, 0.25)
        self.mascara(tinta, x, y)
        if tachadas:
            self.garabato(Caja(x, y, tinta.shape[1] / self.px_por_mm, tinta.shape[0] / self.px_por_mm), vueltas=11)

    def garabato(self, caja: Caja, vueltas: int = 5) -> None:
        """Scribble across a box, as a signature or a crossing-out."""
        ancho, alto = (max(6, round(lado * self.px_por_mm)) for lado in (caja.ancho, caja.alto))
        lienzo = np.zeros((alto, ancho), np.uint8)
        t = np.linspace(0.0, 1.0, 60 * vueltas)
        fase, giro = self.rng.uniform(0, 6.28, 2)
        onda = np.sin(6.28 * vueltas * t + fase) * (0.28 + 0.12 * np.sin(6.28 * t + giro))
        x = (0.08 + 0.84 * t + 0.06 * np.cos(6.28 * vueltas * 1.3 * t)) * ancho
        y = (0.5 + onda + 0.08 * np.sin(6.28 * 2.3 * t + giro)) * alto
        puntos = np.stack([x, y], axis=1).round().astype(np.int32)
        cv2.polylines(lienzo, [puntos], False, 255, max(2, round(0.42 * self.px_por_mm)), cv2.LINE_AA)
        self.mascara(lienzo, caja.x, caja.y)

    def cruz(self, caja: Caja) -> None:
        """Mark a box with an X."""
        lado = max(6, round(min(caja.ancho, caja.alto) * self.px_por_mm))
        lienzo = np.zeros((lado, lado), np.uint8)
        a, b = (int(v) for v in self.rng.integers(2, max(3, lado // 4), 2))
        grosor = max(2, round(0.5 * self.px_por_mm))
        cv2.line(lienzo, (a, b), (lado - b, lado - a), 255, grosor, cv2.LINE_AA)
        cv2.line(lienzo, (lado - a, b), (b, lado - a), 255, grosor, cv2.LINE_AA)
        self.mascara(lienzo, caja.x + (caja.ancho - lado / self.px_por_mm) / 2, caja.y)


def forma_en_blanco(pdf: bytes) -> Pagina:
    """The blank form at ``PX_POR_MM_HOJA``. Keep it: one serves for all actas of that form."""
    return rasterizar(pdf, PX_POR_MM_HOJA)


def llenar(
    blanco: Pagina,
    maqueta: Maqueta,
    verdad: ActaVerdad,
    datos: DatosImpresos,
    escritor: Escritor,
    rng: np.random.Generator,
) -> Pagina:
    """Fill one acta by hand.

    Args:
        blanco: from :func:`forma_en_blanco`; not modified.
        maqueta: layout of that form.
        verdad: what to write, sign by sign.
        datos: identification and text of the QR label.
        escritor: the hand.
        rng: chance of everything that is not the hand: paper, stamp, label.
    """
    copia = rng.random() < 0.3
    pagina = _papel_de(blanco, copia, rng)
    tinta = escritor.tinta
    if copia:  # self-copying paper: pale, bluish or grey, whatever the pen was
        tinta = ((150, 105, 80), (135, 120, 118))[int(rng.integers(2))]
    fuerza = float(rng.uniform(0.6, 0.82) if copia else rng.uniform(0.82, 1.0))
    lapiz = _Lapiz(pagina, escritor, rng, fuerza, tinta=tinta)
    _cantidades(lapiz, maqueta, verdad)
    _identificacion(lapiz, maqueta, datos)
    _firmas(lapiz, maqueta)
    if copia:
        cv2.GaussianBlur(pagina, (3, 3), 0.7, dst=pagina)
    if rng.random() < 0.75:
        _sello(pagina, maqueta.sello, rng)
    if verdad.qr is not EstadoQr.AUSENTE:
        _etiqueta(pagina, maqueta.etiqueta, datos, verdad.qr is EstadoQr.ILEGIBLE, rng)
    return pagina


def _papel_de(blanco: Pagina, copia: bool, rng: np.random.Generator) -> Pagina:
    """The paper's own colour; a copy is often on tinted paper."""
    tonos = ((255, 255, 255), (222, 240, 255), (225, 245, 232), (235, 228, 255)) if copia else ((252, 254, 255),)
    tono = np.array(tonos[int(rng.integers(len(tonos)))], np.float32) / 255.0
    tabla = np.clip(np.arange(256, dtype=np.float32)[:, None] * tono, 0, 255).astype(np.uint8)
    return cv2.LUT(blanco, tabla.reshape(256, 1, 3)).astype(np.uint8, copy=False)


def _cantidades(lapiz: _Lapiz, maqueta: Maqueta, verdad: ActaVerdad) -> None:
    lugares = {c.clave: c for c in (*maqueta.cantidades, maqueta.suma.cantidad)}
    for clave, anotacion in (verdad.anotaciones or {}).items():
        _cantidad(lapiz, lugares[clave], anotacion)


def _cantidad(lapiz: _Lapiz, lugar: Cantidad, anotacion: Anotacion) -> None:
    for signo, caja in zip(anotacion.casilleros, lugar.digitos, strict=True):
        if signo != VACIO:
            lapiz.signo(signo, caja)
    if TACHON in anotacion.casilleros:  # one digit over another may pass for a third: cross the figure out too
        primera, ultima = lugar.digitos[0], lugar.digitos[-1]
        lapiz.garabato(Caja(primera.x, primera.y, ultima.x + ultima.ancho - primera.x, primera.alto), vueltas=9)
    if anotacion.letra and lugar.letra is not None:
        lapiz.palabras(anotacion.letra, lugar.letra, anotacion.letra_tachada)


def _identificacion(lapiz: _Lapiz, maqueta: Maqueta, datos: DatosImpresos) -> None:
    casilla = datos.clave.casilla
    for signo, caja in zip(f"{casilla.seccion:04}", maqueta.seccion.digitos, strict=True):
        lapiz.signo(signo, caja)
    d = maqueta.distrito
    for i, signo in enumerate(f"{datos.distrito:02}"):
        lapiz.signo(signo, Caja(d.x + 8.0 + 4.0 * i, d.y, 4.0, d.alto))
    lapiz.palabras(datos.cabecera.lower(), maqueta.municipio)
    lapiz.palabras(datos.domicilio.lower(), maqueta.lugar[1])
    tipo = next(t for t in maqueta.tipos if t.clave == _clave_tipo(casilla))
    lapiz.cruz(tipo.marca)
    numero = casilla.ext_contigua if casilla.ext_contigua else casilla.numero
    for signo, caja in zip(f"{numero:02}", tipo.digitos, strict=False):
        lapiz.signo(signo, caja)


def _clave_tipo(casilla: ClaveCasilla) -> str:
    if casilla.tipo is TipoCasilla.EXTRAORDINARIA:
        return "EC" if casilla.ext_contigua else "E"
    return str(casilla.tipo) if casilla.tipo in (TipoCasilla.CONTIGUA, TipoCasilla.ESPECIAL) else "B"


def _firmas(lapiz: _Lapiz, maqueta: Maqueta) -> None:
    """Officials always sign; about half of the parties have a representative there."""
    presentes = [f for f in maqueta.representaciones if lapiz.rng.random() < 0.55]
    for firmante in (*maqueta.funcionarios, *presentes):
        nombre = persona(lapiz.rng, mujer=bool(lapiz.rng.random() < 0.55)).lower()
        lapiz.palabras(nombre, firmante.nombre)
        lapiz.garabato(firmante.firma, vueltas=int(lapiz.rng.integers(2, 7)))
    for si, no in maqueta.comparaciones:
        lapiz.cruz(si if lapiz.rng.random() < 0.8 else no)


def _sello(pagina: Pagina, caja: Caja, rng: np.random.Generator) -> None:
    """Date and time of acopio by rubber stamp: violet or black, uneven, slightly turned."""
    hora = f"{int(rng.integers(18, 24)):02}:{int(rng.integers(60)):02}"
    lienzo = np.zeros((round(caja.alto * PX_POR_MM_HOJA), round(caja.ancho * PX_POR_MM_HOJA)), np.uint8)
    cv2.rectangle(lienzo, (30, 25), (lienzo.shape[1] - 30, lienzo.shape[0] - 25), 255, 4)
    cv2.putText(lienzo, "CATD  RECIBIDO", (62, 75), cv2.FONT_HERSHEY_DUPLEX, 1.05, 255, 2, cv2.LINE_AA)
    cv2.putText(lienzo, f"06 JUN  {hora}", (58, 132), cv2.FONT_HERSHEY_DUPLEX, 1.3, 255, 3, cv2.LINE_AA)
    desgaste = cv2.resize(rng.uniform(0.35, 1.0, (8, 16)).astype(np.float32), lienzo.shape[::-1])
    centro = (lienzo.shape[1] / 2, lienzo.shape[0] / 2)
    giro = cv2.getRotationMatrix2D(centro, float(rng.normal(0.0, 3.0)), 0.92)
    alfa = cv2.warpAffine(lienzo, giro, lienzo.shape[::-1]).astype(np.float32) / 255.0 * desgaste * 0.8
    color = np.array(((140, 40, 90), (60, 50, 50), (160, 60, 30))[int(rng.integers(3))], np.float32)
    x, y = round((caja.x + rng.normal(0, 1.0)) * PX_POR_MM_HOJA), round(caja.y * PX_POR_MM_HOJA)
    zona = pagina[y : y + lienzo.shape[0], x : x + lienzo.shape[1]]
    zona[:] = (zona * (1 - alfa[..., None]) + color * alfa[..., None]).astype(np.uint8)


def _etiqueta(pagina: Pagina, caja: Caja, datos: DatosImpresos, danada: bool, rng: np.random.Generator) -> None:
    """Stick the PREP label by hand: near its box, a little turned, sometimes smeared or torn (``danada``)."""
    etiqueta = _imprimir_etiqueta(datos)
    if danada:
        _danar(etiqueta, rng)
    alto, ancho = etiqueta.shape
    grados = float(np.clip(rng.normal(0.0, 3.0), -8.0, 8.0))
    x = (caja.x + caja.ancho / 2 + rng.normal(0.0, 1.0)) * PX_POR_MM_HOJA
    y = (caja.y + caja.alto / 2 + rng.normal(0.0, 0.8)) * PX_POR_MM_HOJA
    m = cv2.getRotationMatrix2D((ancho / 2, alto / 2), grados, 1.0)
    m[:, 2] += (x - ancho / 2, y - alto / 2)
    franja = pagina[: round((caja.y + caja.alto + 12.0) * PX_POR_MM_HOJA)]
    tamano = (franja.shape[1], franja.shape[0])
    gris = cv2.warpAffine(etiqueta, m, tamano, flags=cv2.INTER_AREA)
    dentro = cv2.warpAffine(np.full_like(etiqueta, 255), m, tamano)
    franja[dentro > 127] = gris[dentro > 127][:, None]


def _imprimir_etiqueta(datos: DatosImpresos) -> Pagina:
    """A white label of 46 x 17 mm: the QR, and beside it the key that a person can read."""
    ancho, alto = round(46.0 * PX_POR_MM_HOJA), round(17.0 * PX_POR_MM_HOJA)
    etiqueta = np.full((alto, ancho), 252, np.uint8)
    modulos = np.array([list(fila) for fila in segno.make(datos.texto_qr, error="m", micro=False).matrix], np.uint8)
    lado = alto - 20
    qr = cv2.resize(np.where(modulos > 0, 20, 252).astype(np.uint8), (lado, lado), interpolation=cv2.INTER_NEAREST)
    etiqueta[10 : 10 + lado, 12 : 12 + lado] = qr
    x = lado + 30
    for texto, y, tamano in (
        ("PREP", 45, 1.2),
        (str(datos.clave.casilla), 90, 0.95),
        (f"TIPO {datos.clave.tipo_acta}", 130, 0.85),
    ):
        cv2.putText(etiqueta, texto, (x, y), cv2.FONT_HERSHEY_SIMPLEX, tamano, 30, 2, cv2.LINE_AA)
    cv2.rectangle(etiqueta, (0, 0), (ancho - 1, alto - 1), 200, 1)
    return etiqueta


def _danar(etiqueta: Pagina, rng: np.random.Generator) -> None:
    """Smear the QR beyond its error correction; the printed key stays."""
    lado = etiqueta.shape[0]
    etiqueta[:, :lado] = cv2.blur(np.ascontiguousarray(etiqueta[:, :lado]), (21, 5))
    for _ in range(4):
        y = int(rng.integers(15, lado - 15))
        cv2.line(etiqueta, (0, y), (lado, y + int(rng.integers(-40, 40))), 60, 9, cv2.LINE_AA)


def _escalar(tinta: NDArray[np.uint8], factor: float) -> NDArray[np.uint8]:
    """Shrink ink evenly."""
    tamano = (max(2, round(tinta.shape[1] * factor)), max(2, round(tinta.shape[0] * factor)))
    return cv2.resize(tinta, tamano, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
