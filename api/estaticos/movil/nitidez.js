// How sharp a photo of a printed sheet is, and whether that is enough. Measuring is not deciding: two functions.

export const LADO_MEDIDA = 1600; // pixels of the sheet's long side when it is measured: a pen stroke is about 3 wide
export const NITIDEZ_MINIMA = 0.03; // argued in docs/movil.md, with the table it comes from

const LADO_LOSA = 64; // pixels; a tile holds some words
const CONTRASTE_MINIMO = 12; // standard deviation of grey in a tile; under it there is paper or table, nothing to judge
const LOSAS_MINIMAS = 6; // fewer tiles with print say nothing about the whole

/**
 * Median over the tiles with print of the variance of the second difference divided by the variance of grey, across and
 * down, the worse of the two: the variance of the Laplacian taken axis by axis, because a moved phone blurs only one.
 *
 * The quotient does not depend on the light. It is about 0.4 for print in focus and falls with the square of the blur.
 * @param {Uint8Array} gris one byte per pixel, row by row, the sheet about LADO_MEDIDA long
 * @returns {number | null} null when there is no print to judge by
 */
export function medirNitidez(gris, ancho, alto) {
  const [enX, enY] = [[], []];
  for (let y0 = 1; y0 + LADO_LOSA < alto; y0 += LADO_LOSA) {
    for (let x0 = 1; x0 + LADO_LOSA < ancho; x0 += LADO_LOSA) {
      const varianza = varianzaDe(gris, ancho, x0, y0, (i) => gris[i]);
      if (varianza < CONTRASTE_MINIMO ** 2) continue;
      enX.push(varianzaDe(gris, ancho, x0, y0, (i) => gris[i - 1] + gris[i + 1] - 2 * gris[i]) / varianza);
      enY.push(varianzaDe(gris, ancho, x0, y0, (i) => gris[i - ancho] + gris[i + ancho] - 2 * gris[i]) / varianza);
    }
  }
  return enX.length < LOSAS_MINIMAS ? null : Math.min(mediana(enX), mediana(enY));
}

function varianzaDe(gris, ancho, x0, y0, valor) {
  let [suma, cuadrados] = [0, 0];
  for (let y = y0; y < y0 + LADO_LOSA; y++) {
    for (let i = y * ancho + x0, fin = i + LADO_LOSA; i < fin; i++) {
      const v = valor(i);
      suma += v;
      cuadrados += v * v;
    }
  }
  const n = LADO_LOSA * LADO_LOSA;
  return cuadrados / n - (suma / n) ** 2;
}

function mediana(numeros) {
  numeros.sort((a, b) => a - b);
  return numeros[numeros.length >> 1];
}

/** Whether a photo is sharp enough to be kept without asking. What cannot be judged is not held against it. */
export function esNitida(nitidez) {
  return nitidez === null || nitidez >= NITIDEZ_MINIMA;
}
