// When a photo was taken: by its EXIF if it says so, by the file's date if not. Always with the zone of the device.

const FOTO = 0x8769; // pointer to the Exif directory
const TOMADA = 0x9003; // DateTimeOriginal
const ZONA = 0x9011; // OffsetTimeOriginal

/** @returns {Promise<string>} ISO 8601 with zone */
export async function horaDeFoto(archivo) {
  const cabecera = new DataView(await archivo.slice(0, 131072).arrayBuffer());
  return deExif(cabecera) ?? conZona(new Date(archivo.lastModified));
}

/** ISO 8601 with the zone of this device: what its owner would read on it. */
export function conZona(fecha) {
  const minutos = -fecha.getTimezoneOffset();
  const local = new Date(fecha.getTime() + minutos * 60000).toISOString().slice(0, -1);
  const [horas, resto] = [Math.floor(Math.abs(minutos) / 60), Math.abs(minutos) % 60];
  return `${local}${minutos < 0 ? "-" : "+"}${dosCifras(horas)}:${dosCifras(resto)}`;
}

const dosCifras = (n) => String(n).padStart(2, "0");

function deExif(datos) {
  try {
    const tiff = inicioTiff(datos);
    if (tiff === null) return null;
    const chico = datos.getUint16(tiff) === 0x4949;
    const raiz = directorio(datos, tiff, datos.getUint32(tiff + 4, chico), chico);
    if (!raiz.has(FOTO)) return null;
    const foto = directorio(datos, tiff, datos.getUint32(raiz.get(FOTO) + 8, chico), chico);
    return hora(texto(datos, tiff, foto.get(TOMADA), chico), texto(datos, tiff, foto.get(ZONA), chico));
  } catch (e) {
    if (e instanceof RangeError) return null; // cut or damaged: the server will say so of the whole file
    throw e;
  }
}

function inicioTiff(datos) {
  if (datos.byteLength < 4 || datos.getUint16(0) !== 0xffd8) return null;
  for (let i = 2; datos.getUint8(i) === 0xff && datos.getUint8(i + 1) !== 0xda; i += 2 + datos.getUint16(i + 2)) {
    if (datos.getUint8(i + 1) === 0xe1 && datos.getUint32(i + 4) === 0x45786966) return i + 10; // "Exif"
  }
  return null;
}

function directorio(datos, tiff, donde, chico) {
  const entradas = new Map();
  const cuantas = datos.getUint16(tiff + donde, chico);
  for (let i = 0; i < cuantas; i++) {
    const entrada = tiff + donde + 2 + i * 12;
    entradas.set(datos.getUint16(entrada, chico), entrada);
  }
  return entradas;
}

function texto(datos, tiff, entrada, chico) {
  if (entrada === undefined) return "";
  const largo = datos.getUint32(entrada + 4, chico);
  const donde = largo <= 4 ? entrada + 8 : tiff + datos.getUint32(entrada + 8, chico);
  return Array.from({ length: Math.min(largo, 40) }, (_, i) => String.fromCharCode(datos.getUint8(donde + i))).join("").replace(/\0.*$/, "");
}

function hora(tomada, zona) {
  const partes = /^(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(tomada);
  if (!partes || partes[1] === "0000") return null;
  const local = `${partes[1]}-${partes[2]}-${partes[3]}T${partes[4]}:${partes[5]}:${partes[6]}`;
  if (/^[+-]\d\d:\d\d$/.test(zona)) return local + zona;
  const fecha = new Date(local); // without a zone, a phone means its own
  return Number.isNaN(fecha.getTime()) ? null : conZona(fecha);
}
