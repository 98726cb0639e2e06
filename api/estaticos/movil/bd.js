// What the phone keeps: the photos with their bytes until the server acknowledges them, and their receipts after.
// Bytes are ArrayBuffer, not Blob: Safari has lost Blobs kept in IndexedDB.

const NOMBRE = "actario-movil";
const avisos = new BroadcastChannel(NOMBRE);

/** @returns {() => void} to stop hearing. `oir` is called with {sha256, enviados} or {} whenever something changes */
export function alCambiar(oir) {
  const recibir = (e) => oir(e.data);
  avisos.addEventListener("message", recibir);
  return () => avisos.removeEventListener("message", recibir);
}

/** Tell the other tabs and the service worker; who calls knows already. */
export function avisar(datos = {}) {
  avisos.postMessage(datos);
}

let abierta = null;

function abrir() {
  abierta ??= new Promise((bien, mal) => {
    const peticion = indexedDB.open(NOMBRE, 1);
    peticion.onupgradeneeded = () => {
      peticion.result.createObjectStore("fotos", { keyPath: "sha256" });
      peticion.result.createObjectStore("contenidos"); // apart, so that listing does not load megabytes
    };
    peticion.onsuccess = () => {
      peticion.result.onversionchange = () => peticion.result.close();
      peticion.result.onclose = () => { abierta = null; };
      bien(peticion.result);
    };
    peticion.onerror = () => { abierta = null; mal(peticion.error); };
  });
  return abierta;
}

// One transaction; resolves when it is on the disk, with what `hacer` asked for last.
async function transaccion(modo, hacer) {
  const bd = await abrir();
  return new Promise((bien, mal) => {
    const tx = bd.transaction(["fotos", "contenidos"], modo, { durability: "strict" });
    const peticion = hacer(tx.objectStore("fotos"), tx.objectStore("contenidos"));
    tx.oncomplete = () => bien(peticion?.result);
    tx.onabort = tx.onerror = () => mal(tx.error);
  });
}

/** Keep a photo and its bytes, both or neither. The same photo again changes nothing. */
export async function guardar(foto, contenido) {
  if (await leer(foto.sha256)) return;
  await transaccion("readwrite", (fotos, contenidos) => {
    contenidos.put(contenido, foto.sha256);
    return fotos.put(foto);
  });
  avisar();
}

export const leer = (sha256) => transaccion("readonly", (fotos) => fotos.get(sha256));

export const leerContenido = (sha256) => transaccion("readonly", (_, contenidos) => contenidos.get(sha256));

/** All photos, the newest first. */
export async function listar() {
  const fotos = await transaccion("readonly", (tabla) => tabla.getAll());
  return fotos.sort((a, b) => b.guardada_ms - a.guardada_ms);
}

/** Change some facts of a photo. With `soltar`, its bytes leave the phone in the same transaction. */
export async function cambiar(sha256, hechos, { soltar = false } = {}) {
  await transaccion("readwrite", (fotos, contenidos) => {
    const lectura = fotos.get(sha256);
    lectura.onsuccess = () => { if (lectura.result) fotos.put({ ...lectura.result, ...hechos }); };
    if (soltar) contenidos.delete(sha256);
    return lectura;
  });
  avisar();
}

/** Forget a photo: only one that the person no longer wants, or whose receipt has been seen. */
export async function olvidar(sha256) {
  await transaccion("readwrite", (fotos, contenidos) => {
    contenidos.delete(sha256);
    return fotos.delete(sha256);
  });
  avisar();
}
