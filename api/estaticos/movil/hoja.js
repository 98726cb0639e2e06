// The outline of a sheet of paper in a small grey frame: the largest bright shape that is nearly a quadrilateral.
// Pure functions, no DOM: the worker of the camera and the tests run them as they are.

const NIVELES = [0.3, 0.42, 0.54, 0.66, 0.78]; // cuts between the dark and the bright of the frame; the best shape wins
const AREA_MINIMA = 0.12; // of the frame; under it the sheet is too far to read anyway
const AREA_MAXIMA = 0.9; // of the frame; a cut shape this large is as likely a bright table as a sheet
const CUADRATURA = 0.94; // share of the quadrilateral that the shape's hull fills; a hand over an edge leaves about 0.9
const SOLIDEZ = 0.7; // share of the hull that is bright: print and ink take the rest
const ANGULO_MINIMO = 50; // degrees; sharper corners are not a sheet seen from above
const MARGEN = 0.012; // of the frame's side: a corner nearer to the edge may be cut

/**
 * @param {Uint8Array} gris one byte per pixel, row by row; about 200 pixels on the long side is enough
 * @returns {{esquinas: {x: number, y: number}[], area: number, completa: boolean} | null} corners in order around the
 *   sheet and area, in fractions of the frame; `completa` is false when a corner touches the frame's edge
 */
export function hallarHoja(gris, ancho, alto) {
  const limpio = minimo(maximo(gris, ancho, alto), ancho, alto); // closing: thin print on the sheet disappears
  const [oscuro, claro] = extremos(limpio);
  if (claro - oscuro < 24) return null; // a frame of one tone: nothing to tell apart
  let mejor = null;
  for (const nivel of NIVELES) {
    const figura = mayorFigura(limpio, ancho, alto, oscuro + nivel * (claro - oscuro));
    const casco = convexa(figura.bordes);
    const cuadro = cuatroLados(casco);
    if (cuadro === null) continue;
    const areaCasco = area(casco);
    const areaCuadro = area(cuadro);
    if (areaCuadro < AREA_MINIMA * ancho * alto || figura.cuantos < SOLIDEZ * areaCasco) continue;
    const cuadratura = areaCasco / areaCuadro;
    if (cuadratura < CUADRATURA || Math.min(...angulos(cuadro)) < ANGULO_MINIMO) continue;
    const esquinas = cuadro.map(({ x, y }) => ({ x: (x + 0.5) / ancho, y: (y + 0.5) / alto }));
    const completa = esquinas.every(({ x, y }) => Math.min(x, y, 1 - x, 1 - y) > MARGEN);
    const hallada = { esquinas, area: areaCuadro / (ancho * alto), completa };
    if (esMejor(hallada, mejor)) mejor = hallada;
  }
  return mejor !== null && !mejor.completa && mejor.area > AREA_MAXIMA ? null : mejor;
}

// A bright table fills the frame, so a whole sheet is believed before; of two sheets, one may be only its lit half.
function esMejor(nueva, vieja) {
  if (vieja === null || nueva.completa !== vieja.completa) return vieja === null || nueva.completa;
  return nueva.area > vieja.area;
}

function filtro(gris, ancho, alto, elegir) {
  const filas = new Uint8Array(gris.length);
  const salida = new Uint8Array(gris.length);
  for (let y = 0; y < alto; y++) {
    for (let x = 0; x < ancho; x++) {
      const i = y * ancho + x;
      filas[i] = elegir(gris[i], elegir(gris[x > 0 ? i - 1 : i], gris[x < ancho - 1 ? i + 1 : i]));
    }
  }
  for (let y = 0; y < alto; y++) {
    for (let x = 0; x < ancho; x++) {
      const i = y * ancho + x;
      salida[i] = elegir(filas[i], elegir(filas[y > 0 ? i - ancho : i], filas[y < alto - 1 ? i + ancho : i]));
    }
  }
  return salida;
}

const maximo = (gris, ancho, alto) => filtro(gris, ancho, alto, Math.max);
const minimo = (gris, ancho, alto) => filtro(gris, ancho, alto, Math.min);

function extremos(gris) {
  const cuenta = new Uint32Array(256);
  for (const v of gris) cuenta[v]++;
  const percentil = (parte) => {
    let van = 0;
    return cuenta.findIndex((n) => (van += n) >= parte * gris.length);
  };
  return [percentil(0.03), percentil(0.97)];
}

function mayorFigura(gris, ancho, alto, umbral) {
  const visto = new Uint8Array(gris.length);
  const pila = new Int32Array(gris.length);
  let mayor = { cuantos: 0, bordes: [] };
  for (let inicio = 0; inicio < gris.length; inicio++) {
    if (visto[inicio] || gris[inicio] <= umbral) continue;
    const izquierda = new Int32Array(alto).fill(-1);
    const derecha = new Int32Array(alto).fill(-1);
    let cuantos = 0;
    let tope = 0;
    pila[tope++] = inicio;
    visto[inicio] = 1;
    while (tope > 0) {
      const i = pila[--tope];
      const x = i % ancho;
      const y = (i - x) / ancho;
      cuantos++;
      if (izquierda[y] < 0 || x < izquierda[y]) izquierda[y] = x;
      if (x > derecha[y]) derecha[y] = x;
      if (x > 0) tope = apilar(i - 1);
      if (x < ancho - 1) tope = apilar(i + 1);
      if (y > 0) tope = apilar(i - ancho);
      if (y < alto - 1) tope = apilar(i + ancho);
    }
    if (cuantos > mayor.cuantos) mayor = { cuantos, bordes: orilla(izquierda, derecha) };

    function apilar(j) {
      if (!visto[j] && gris[j] > umbral) {
        visto[j] = 1;
        pila[tope++] = j;
      }
      return tope;
    }
  }
  return mayor;
}

function orilla(izquierda, derecha) {
  const puntos = [];
  for (let y = 0; y < izquierda.length; y++) {
    if (izquierda[y] >= 0) puntos.push({ x: izquierda[y], y }, { x: derecha[y], y });
  }
  return puntos;
}

const cruz = (o, a, b) => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);

function convexa(puntos) {
  const orden = [...puntos].sort((a, b) => a.x - b.x || a.y - b.y);
  const mitad = (lista) => {
    const cadena = [];
    for (const p of lista) {
      while (cadena.length > 1 && cruz(cadena.at(-2), cadena.at(-1), p) <= 0) cadena.pop();
      cadena.push(p);
    }
    return cadena.slice(0, -1);
  };
  return [...mitad(orden), ...mitad(orden.reverse())];
}

// Take away the side whose two neighbours, prolonged until they meet, add the least area; until four sides are left.
function cuatroLados(casco) {
  let lados = casco;
  while (lados.length > 4) {
    let mejor = null;
    for (let i = 0; i < lados.length; i++) {
      const [a, b, c, d] = [0, 1, 2, 3].map((k) => lados[(i + k) % lados.length]);
      const punto = encuentro(a, b, d, c);
      if (punto === null) continue;
      const agrega = Math.abs(cruz(b, punto, c)) / 2;
      if (mejor === null || agrega < mejor.agrega) mejor = { i, punto, agrega };
    }
    if (mejor === null) return null;
    const n = lados.length;
    const [quitado, otro] = [(mejor.i + 1) % n, (mejor.i + 2) % n];
    lados = lados.map((p, k) => (k === quitado ? mejor.punto : p)).filter((_, k) => k !== otro);
  }
  return lados.length === 4 ? lados : null;
}

// Where the line from a through b, going on past b, meets the line from d through c, going on past c.
function encuentro(a, b, d, c) {
  const [ux, uy, vx, vy] = [b.x - a.x, b.y - a.y, c.x - d.x, c.y - d.y];
  const determinante = ux * vy - uy * vx;
  if (Math.abs(determinante) < 1e-9) return null;
  const t = ((d.x - a.x) * vy - (d.y - a.y) * vx) / determinante;
  const s = ((d.x - a.x) * uy - (d.y - a.y) * ux) / determinante;
  return t >= 1 && s >= 1 ? { x: a.x + t * ux, y: a.y + t * uy } : null;
}

function area(puntos) {
  let doble = 0;
  puntos.forEach((p, i) => {
    const q = puntos[(i + 1) % puntos.length];
    doble += p.x * q.y - q.x * p.y;
  });
  return Math.abs(doble) / 2;
}

function angulos(puntos) {
  return puntos.map((p, i) => {
    const antes = puntos[(i + puntos.length - 1) % puntos.length];
    const despues = puntos[(i + 1) % puntos.length];
    const giro = Math.atan2(cruz(p, despues, antes), (despues.x - p.x) * (antes.x - p.x) + (despues.y - p.y) * (antes.y - p.y));
    return (Math.abs(giro) * 180) / Math.PI;
  });
}
