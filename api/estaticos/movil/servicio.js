// The service worker: opens the application without signal, and sends the queue when the system says there is signal.

import { Fin, vaciarCola } from "./cola.js";

const CAJON = "actario-movil-";

/** Called once, while the worker starts: handlers must be in place before its first event. */
export function servir(version, rutas) {
  const nombre = CAJON + version;
  const propias = new Set(rutas);

  addEventListener("install", (e) => e.waitUntil(instalar(nombre, rutas)));
  addEventListener("activate", (e) => e.waitUntil(activar(nombre)));
  addEventListener("fetch", (e) => {
    const { origin, pathname } = new URL(e.request.url);
    if (e.request.method === "GET" && origin === location.origin && propias.has(pathname)) e.respondWith(deCajon(nombre, pathname, e.request));
  });
  addEventListener("sync", (e) => {
    if (e.tag === "enviar") e.waitUntil(enviar());
  });
}

async function instalar(nombre, rutas) {
  const cajon = await caches.open(nombre);
  await cajon.addAll(rutas.map((ruta) => new Request(ruta, { cache: "reload" })));
  await skipWaiting(); // a page already open has all its modules: it is not left half old, half new
}

async function activar(nombre) {
  const viejos = (await caches.keys()).filter((otro) => otro.startsWith(CAJON) && otro !== nombre);
  await Promise.all(viejos.map((viejo) => caches.delete(viejo)));
  await clients.claim();
}

async function deCajon(nombre, ruta, peticion) {
  const cajon = await caches.open(nombre);
  return (await cajon.match(ruta)) ?? fetch(peticion);
}

async function enviar() {
  const fin = await vaciarCola(() => {}, true); // the system wakes it once: a page sending now may still fail
  if (fin === Fin.SIN_SENAL) throw new Error("sin señal"); // the system tries again later
}
