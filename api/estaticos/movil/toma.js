// Aim, shoot, look, keep: from the camera to a photo safe on the phone.

import { conZona, horaDeFoto } from "../exif.js";
import { guardar } from "./bd.js";
import { Camara } from "./camara.js";
import { esNitida } from "./nitidez.js";

const LADO_VISTA = 1920; // in smaller frames the QR of a whole sheet is seldom read
const PAUSA_MS = 250; // between looks: four a second guide the hand and leave the battery alone
const AREA_CERCA = 0.3; // of the frame; a smaller sheet has fewer pixels than the reader wants
const AREA_DE_LADO = 0.55; // of the frame; a letter sheet across the frame cannot fill more
const LADO_MINIATURA = 240;
const PLAZO_VIGIA_MS = 6000;

const $ = (id) => document.getElementById(id);
const patronQr = new RegExp(document.body.dataset.patronQr.replaceAll("(?P<", "(?<"));

/** The clave of the acta that a label's code carries, or null. */
const claveDe = (qr) => (qr ? (patronQr.exec(qr.texto)?.groups?.clave ?? null) : null);

export class Toma {
  /**
   * @param {(pantalla: string) => void} mostrar show one screen
   * @param {() => void} alGuardar a photo is safe on the phone
   * @param {(texto: string) => void} fallar tell the person what went wrong
   */
  constructor(mostrar, alGuardar, fallar) {
    this.mostrar = mostrar;
    this.alGuardar = alGuardar;
    this.fallar = fallar;
    this.camara = new Camara($("video"));
    this.vigia = new Vigia();
    this.tomada = null;
    this.mirando = false;
    $("disparar").addEventListener("click", () => this.disparar());
    $("abrir-camara").addEventListener("click", () => this.abrir());
    $("lampara").addEventListener("click", () => this.alternarLampara());
    $("archivo").addEventListener("change", (e) => this.deArchivo(e.target));
    $("usar").addEventListener("click", () => this.usar());
    $("repetir").addEventListener("click", () => this.repetir());
  }

  /** Open the camera and start looking. Where it cannot, the phone's own camera is offered. */
  async abrir() {
    try {
      await this.camara.abrir();
    } catch (e) {
      $("por-que").textContent = MOTIVOS[e.name] ?? "No se pudo abrir la cámara. Toque «Otra cámara» para usar la del teléfono.";
      $("sin-camara").hidden = false;
      this.habilitar();
      return;
    }
    $("sin-camara").hidden = true;
    this.habilitar();
    $("lampara").hidden = !this.camara.tieneLampara;
    $("lampara").setAttribute("aria-pressed", "false");
    if (!this.mirando) this.mirar();
  }

  cerrar() {
    this.camara.cerrar();
    this.habilitar();
    aconsejar(SIN_HOJA, false); // what the last frame showed says nothing of the next one
  }

  // Only an open camera can shoot: a tap while it opens would end in an error instead of a photo.
  habilitar() {
    $("disparar").disabled = !this.camara.abierta;
  }

  async mirar() {
    this.mirando = true;
    while (this.camara.abierta) {
      if (!document.hidden && !$("toma").hidden) {
        const visto = await this.vigia.mirar(await this.camara.cuadro(LADO_VISTA).catch(() => null), false);
        if (visto && this.camara.abierta) this.pintar(visto);
      }
      await new Promise((seguir) => setTimeout(seguir, PAUSA_MS));
    }
    this.mirando = false;
  }

  pintar({ hoja, qr, proporcion }) {
    encuadrar($("capa"), $("video"));
    dibujar($("orilla"), hoja?.esquinas);
    dibujar($("codigo"), qr?.esquinas);
    $("orilla").classList.toggle("completa", hoja?.completa === true);
    aconsejar(...consejo(hoja, qr, proporcion));
  }

  async alternarLampara() {
    const encender = $("lampara").getAttribute("aria-pressed") !== "true";
    await this.camara.alumbrar(encender).then(() => $("lampara").setAttribute("aria-pressed", String(encender)), () => { $("lampara").hidden = true; });
  }

  async disparar() {
    $("disparar").disabled = true;
    try {
      const tomada_en = conZona(new Date());
      const foto = await this.camara.tomar();
      await this.revisar(foto, { tomada_en, nombre: nombreDe(tomada_en, foto.type) });
    } catch {
      this.fallar("La cámara no entregó la foto. Intente otra vez o use «Otra cámara».");
    } finally {
      this.habilitar();
    }
  }

  async deArchivo(entrada) {
    const [archivo] = entrada.files;
    if (!archivo) return;
    const contenido = new Blob([await archivo.arrayBuffer()], { type: archivo.type }); // the picker may withdraw its file
    const hechos = { tomada_en: await horaDeFoto(archivo), nombre: archivo.name };
    entrada.value = "";
    await this.revisar(contenido, hechos);
  }

  async revisar(foto, hechos) {
    const imagen = await createImageBitmap(foto).catch(() => null);
    const miniatura = imagen && (await reducir(imagen));
    const visto = await this.vigia.mirar(imagen, true);
    this.tomada = { foto, hechos: { ...hechos, miniatura, nitidez: visto?.nitidez ?? null, clave: claveDe(visto?.qr) } };
    URL.revokeObjectURL($("foto").src);
    $("foto").src = URL.createObjectURL(foto);
    dictaminar(visto);
    this.mostrar("revision");
    $("dictamen").focus();
  }

  async usar() {
    $("usar").disabled = true;
    try {
      const contenido = await this.tomada.foto.arrayBuffer();
      const sha256 = await huella(contenido);
      await guardar({ ...this.tomada.hechos, sha256, bytes: contenido.byteLength, estado: "pendiente", guardada_ms: Date.now() }, contenido);
      this.tomada = null;
      this.alGuardar();
    } catch (e) {
      const lleno = e?.name === "QuotaExceededError";
      this.fallar(lleno ? "El teléfono no tiene espacio. Libere espacio y toque otra vez «Usar esta foto»." : "No se pudo guardar la foto. Toque otra vez «Usar esta foto».");
    } finally {
      $("usar").disabled = false;
    }
  }

  repetir() {
    this.tomada = null;
    this.mostrar("toma");
    this.abrir();
  }
}

const MOTIVOS = {
  NotAllowedError: "El teléfono no deja usar la cámara a esta página. Permítalo en los ajustes del navegador, o toque «Otra cámara».",
  NotFoundError: "No se encontró cámara. Toque «Otra cámara» para elegir una foto.",
  NotReadableError: "Otra aplicación está usando la cámara. Ciérrela y toque el botón.",
  SecurityError: "Esta página se abrió sin conexión segura (https). Pida la dirección correcta a quien supervisa.",
};

const SIN_HOJA = "Ponga el acta completa dentro del cuadro";

function consejo(hoja, qr, proporcion) {
  if (hoja?.completa) {
    if (hoja.area < AREA_DE_LADO && estaDeLado(hoja, proporcion)) return ["Gire el teléfono y acérquese", false];
    if (hoja.area < AREA_CERCA) return ["Acérquese un poco", false];
    const clave = claveDe(qr);
    return [clave ? `Acta ${clave}. Tome la foto` : "Hoja completa. Tome la foto", true];
  }
  if (hoja) return ["La hoja se sale: aléjese un poco", false];
  return qr ? ["Código leído. Tome la foto con toda la hoja", true] : [SIN_HOJA, false];
}

function aconsejar(texto, bien) {
  if ($("consejo").textContent !== texto) $("consejo").textContent = texto;
  $("consejo").classList.toggle("bien", bien);
}

// Whether the sheet is wide and the frame tall, or the other way round: turned, it would have more pixels.
function estaDeLado({ esquinas }, proporcion) {
  const [ancho, alto] = ["x", "y"].map((eje) => Math.max(...esquinas.map((p) => p[eje])) - Math.min(...esquinas.map((p) => p[eje])));
  const deHoja = (ancho * proporcion) / alto;
  return (deHoja > 1.15 && proporcion < 0.87) || (deHoja < 0.87 && proporcion > 1.15);
}

function dictaminar(visto) {
  const consejos = [];
  if (!esNitida(visto?.nitidez ?? null)) consejos.push("Se ve movida o borrosa: apoye los codos, espere a que enfoque y repita.");
  if (visto?.hoja && !visto.hoja.completa) consejos.push("Revise que se vean las cuatro esquinas de la hoja.");
  const dudosa = visto !== null && !esNitida(visto.nitidez);
  $("revision").classList.toggle("dudosa", dudosa);
  $("dictamen").textContent = dudosa ? "La foto no se ve bien" : "Se ve bien";
  const clave = claveDe(visto?.qr);
  const revise = clave ? `Acta ${clave}. ¿Se leen los números?` : "¿Se leen los números y se ve toda la hoja?";
  $("detalle").textContent = consejos.length ? consejos.join(" ") : revise;
  $("usar").textContent = dudosa ? "Usarla de todos modos" : "Usar esta foto";
  $("usar").classList.toggle("segundo", dudosa);
  $("repetir").classList.toggle("segundo", !dudosa);
  $("repetir").textContent = dudosa ? "Repetir la foto" : "Repetir";
}

// The overlay covers the video's picture, not the black bands around it.
function encuadrar(capa, video) {
  const { clientWidth, clientHeight, videoWidth, videoHeight } = video;
  const escala = Math.min(clientWidth / videoWidth, clientHeight / videoHeight);
  const [ancho, alto] = [videoWidth * escala, videoHeight * escala];
  capa.setAttribute("viewBox", "0 0 1 1");
  capa.setAttribute("width", ancho);
  capa.setAttribute("height", alto);
}

function dibujar(poligono, esquinas) {
  poligono.setAttribute("points", (esquinas ?? []).map(({ x, y }) => `${x},${y}`).join(" "));
}

async function reducir(imagen) {
  const escala = LADO_MINIATURA / Math.max(imagen.width, imagen.height);
  const lienzo = document.createElement("canvas");
  [lienzo.width, lienzo.height] = [imagen.width, imagen.height].map((lado) => Math.max(1, Math.round(lado * escala)));
  lienzo.getContext("2d").drawImage(imagen, 0, 0, lienzo.width, lienzo.height);
  const jpeg = await new Promise((bien) => lienzo.toBlob(bien, "image/jpeg", 0.8));
  return jpeg.arrayBuffer();
}

async function huella(contenido) {
  const resumen = new Uint8Array(await crypto.subtle.digest("SHA-256", contenido));
  return Array.from(resumen, (b) => b.toString(16).padStart(2, "0")).join("");
}

function nombreDe(tomada_en, tipo) {
  return `acta-${tomada_en.slice(0, 19).replace(/\D/g, "")}.${tipo === "image/png" ? "png" : "jpg"}`;
}

// The worker's half on this side: one question at a time, and never an answer that does not come.
class Vigia {
  constructor() {
    this.numero = 0;
    this.esperan = new Map();
    this.obrero = new Worker("/estaticos/movil/vigia.js", { type: "module" });
    this.obrero.onmessage = ({ data }) => this.esperan.get(data.numero)?.(data.visto ?? null);
    this.obrero.onerror = () => { for (const responder of this.esperan.values()) responder(null); };
  }

  /** What is seen in a frame, or measured on a photo; null when it could not be looked at. */
  async mirar(imagen, foto) {
    if (imagen === null) return null;
    const numero = ++this.numero;
    const respuesta = new Promise((responder) => {
      this.esperan.set(numero, responder);
      setTimeout(responder, PLAZO_VIGIA_MS, null);
    });
    this.obrero.postMessage({ numero, imagen, foto }, [imagen]);
    return respuesta.finally(() => this.esperan.delete(numero));
  }
}
