// The worker that looks at frames while the person aims, and measures the photo once taken. Nothing leaves the phone.

import { hallarHoja } from "./hoja.js";
import { LADO_MEDIDA, medirNitidez } from "./nitidez.js";

const LADO_HOJA = 200;

const lector = lectorDeQr();

onmessage = async ({ data: { numero, imagen, foto } }) => {
  try {
    postMessage({ numero, visto: foto ? await medirFoto(imagen) : await mirar(imagen) });
  } catch (e) {
    postMessage({ numero, fallo: String(e) });
  } finally {
    imagen.close();
  }
};

async function mirar(imagen) {
  const { datos, ancho, alto } = enGris(imagen, LADO_HOJA);
  return { hoja: hallarHoja(datos, ancho, alto), qr: await leerQr(imagen), proporcion: imagen.width / imagen.height };
}

async function medirFoto(imagen) {
  const chica = enGris(imagen, LADO_HOJA);
  const hoja = hallarHoja(chica.datos, chica.ancho, chica.alto);
  const zona = hoja?.completa ? recuadro(hoja.esquinas, imagen) : { x: 0, y: 0, ancho: imagen.width, alto: imagen.height };
  const grande = enGris(imagen, LADO_MEDIDA, zona);
  return { hoja, nitidez: medirNitidez(grande.datos, grande.ancho, grande.alto), qr: await leerQr(imagen) };
}

function recuadro(esquinas, { width, height }) {
  const borde = (valores, lado) => [Math.max(0, Math.min(...valores)) * lado, Math.min(1, Math.max(...valores)) * lado];
  const [x0, x1] = borde(esquinas.map((p) => p.x), width);
  const [y0, y1] = borde(esquinas.map((p) => p.y), height);
  return { x: x0, y: y0, ancho: x1 - x0, alto: y1 - y0 };
}

function enGris(imagen, lado, zona = { x: 0, y: 0, ancho: imagen.width, alto: imagen.height }) {
  const escala = Math.min(1, lado / Math.max(zona.ancho, zona.alto));
  const [ancho, alto] = [Math.round(zona.ancho * escala), Math.round(zona.alto * escala)];
  const { data } = pintar(imagen, zona, ancho, alto);
  const datos = new Uint8Array(ancho * alto);
  for (let i = 0; i < datos.length; i++) datos[i] = (data[4 * i] * 77 + data[4 * i + 1] * 150 + data[4 * i + 2] * 29) >> 8;
  return { datos, ancho, alto };
}

function pintar(imagen, zona, ancho, alto) {
  const pincel = new OffscreenCanvas(ancho, alto).getContext("2d", { willReadFrequently: true });
  pincel.imageSmoothingQuality = "high"; // averages the pixels it joins, so that noise is not taken for print
  pincel.drawImage(imagen, zona.x, zona.y, zona.ancho, zona.alto, 0, 0, ancho, alto);
  return pincel.getImageData(0, 0, ancho, alto);
}

async function leerQr(imagen) {
  return (await lector)(imagen);
}

// The browser's own detector where there is one (Android); the library kept in qr/ elsewhere (iPhone, desktop).
async function lectorDeQr() {
  const propios = (await globalThis.BarcodeDetector?.getSupportedFormats?.()) ?? [];
  if (propios.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (imagen) => {
      const [hallado] = await detector.detect(imagen);
      if (hallado === undefined) return null;
      return { texto: hallado.rawValue, esquinas: enFracciones(hallado.cornerPoints, imagen.width, imagen.height) };
    };
  }
  const { decodeQR } = await import("./qr/decode.js");
  return async (imagen) => conBiblioteca(decodeQR, imagen);
}

const LADO_QR = 4000; // all there is: at 3264 it reads 10 of 10 sample photos, at 1920 4 of 10 (docs/movil.md)
const PLAZO_QR_MS = 300;

function conBiblioteca(decodeQR, imagen) {
  const escala = Math.min(1, LADO_QR / Math.max(imagen.width, imagen.height));
  const [ancho, alto] = [Math.round(imagen.width * escala), Math.round(imagen.height * escala)];
  const { data } = pintar(imagen, { x: 0, y: 0, ancho: imagen.width, alto: imagen.height }, ancho, alto);
  let esquinas = [];
  try {
    const texto = decodeQR({ width: ancho, height: alto, data }, { timeLimit: PLAZO_QR_MS, pointsOnDetect: (p) => { esquinas = p.bounds; } });
    return { texto, esquinas: enFracciones(esquinas, ancho, alto) };
  } catch {
    return null; // it says with an error that there is none in the frame
  }
}

const enFracciones = (puntos, ancho, alto) => puntos.map(({ x, y }) => ({ x: x / ancho, y: y / alto }));
