// Send one photo in pieces that resume. Repeating it from any point is harmless: the photo is named by its SHA-256.

import { conZona } from "../exif.js";

export class SinSenal extends Error {}
export class SesionTerminada extends Error {}

/** The server answered that this photo cannot be used; `cuerpo` has `detail` and `remedio`. */
export class Rechazo extends Error {
  constructor(estado, cuerpo) {
    super(cuerpo.detail);
    this.estado = estado;
    this.cuerpo = cuerpo;
  }
}

const TROZO_MINIMO = 64 * 1024; // on a 2G line of 50 kbit/s it takes ten seconds
const TROZO_MAXIMO = 2 * 1024 * 1024;
const TROZO_RAPIDO_MS = 2500; // a piece quicker than this is doubled
const PLAZO_MS = 90_000; // without an answer the line is taken for dead; what arrived is not asked for again
const VUELTAS = 5;

let trozo = 256 * 1024;

export async function pedir(metodo, ruta, { json, bytes, cabeceras = {}, plazo = PLAZO_MS } = {}) {
  let respuesta;
  try {
    respuesta = await fetch(`/api/v1${ruta}`, {
      method: metodo,
      headers: json === undefined ? cabeceras : { ...cabeceras, "Content-Type": "application/json" },
      body: json === undefined ? bytes : JSON.stringify(json),
      signal: AbortSignal.timeout?.(plazo),
      cache: "no-store",
    });
  } catch {
    throw new SinSenal("Sin señal");
  }
  if (respuesta.status >= 500 || respuesta.status === 429) throw new SinSenal("El servidor no está disponible");
  const datos = await respuesta.json().catch(() => null);
  if (respuesta.ok) return datos;
  if (datos === null) throw new SinSenal("Contestó otro equipo: ¿hay que aceptar algo para usar esta red?");
  if (respuesta.status === 401) throw new SesionTerminada(datos.detail);
  throw new Rechazo(respuesta.status, datos);
}

/** @returns {Promise<object>} the server's receipt. `avanzar` is called with the bytes that are safe on the server. */
export async function enviarFoto(foto, contenido, avanzar) {
  for (let vuelta = 0; vuelta < VUELTAS; vuelta++) {
    const abierta = await pedir("POST", "/cargas", { json: declaracion(foto, contenido) });
    if (abierta.recibo) return abierta.recibo.imagenes[0];
    try {
      await enviarTrozos(foto.sha256, contenido, abierta.recibidos, avanzar);
      const recibo = await pedir("POST", `/cargas/${foto.sha256}/fin`, { json: { enviada_en: conZona(new Date()) } });
      return recibo.imagenes[0];
    } catch (e) {
      // Gone, out of step, being written by another tab, or altered on the way: ask where it is and go on from there.
      if (!(e instanceof Rechazo) || ![404, 409].includes(e.estado) && e.cuerpo.codigo !== "carga_alterada") throw e;
      await new Promise((seguir) => setTimeout(seguir, 500 * (vuelta + 1)));
    }
  }
  throw new SinSenal("El servidor no logró recibirla; se intentará de nuevo");
}

const declaracion = (foto, contenido) => ({
  sha256: foto.sha256,
  bytes: contenido.byteLength,
  nombre: foto.nombre,
  origen: "CASILLA",
  digitalizacion: "MOVIL",
  tomada_en: foto.tomada_en,
});

async function enviarTrozos(sha256, contenido, desde, avanzar) {
  avanzar(desde);
  while (desde < contenido.byteLength) {
    const inicio = performance.now();
    try {
      const parte = contenido.slice(desde, desde + trozo);
      const cabeceras = { "Upload-Offset": String(desde), "Content-Type": "application/octet-stream" };
      const carga = await pedir("PATCH", `/cargas/${sha256}`, { bytes: parte, cabeceras });
      desde = carga.recibidos;
      if (performance.now() - inicio < TROZO_RAPIDO_MS) trozo = Math.min(trozo * 2, TROZO_MAXIMO, carga.trozo_maximo);
    } catch (e) {
      if (e instanceof SinSenal) trozo = TROZO_MINIMO;
      throw e;
    }
    avanzar(desde);
  }
}
