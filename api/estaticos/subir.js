// Uploads: several files, two at a time, each with its progress, receipt or error and retry. Files stay in memory until acknowledged.

import { pedir } from "./api.js";
import { conZona, horaDeFoto } from "./exif.js";

const A_LA_VEZ = 2;
const ESPERA_VEREDICTO_MS = 1500;
const MAX_ESPERA_MS = 30000;
const REINTENTO_MS = 4000;

const envios = document.getElementById("envios");
const resumen = document.getElementById("resumen");
const plantilla = document.getElementById("envio");
const todos = [];
let subiendo = 0;

for (const id of ["origen", "digitalizacion"]) {
  const selector = document.getElementById(id);
  selector.value = localStorage.getItem(`actario.${id}`) ?? selector.value;
  selector.addEventListener("change", () => localStorage.setItem(`actario.${id}`, selector.value));
}

for (const id of ["camara", "archivos"]) {
  const entrada = document.getElementById(id);
  entrada.addEventListener("change", () => { agregar(entrada.files); entrada.value = ""; });
}

const zona = document.getElementById("soltar");
for (const tipo of ["dragenter", "dragover"]) zona.addEventListener(tipo, (e) => { e.preventDefault(); zona.classList.add("encima"); });
for (const tipo of ["dragleave", "drop"]) zona.addEventListener(tipo, (e) => { e.preventDefault(); zona.classList.remove("encima"); });
zona.addEventListener("drop", (e) => agregar(e.dataTransfer.files));

addEventListener("beforeunload", (e) => { if (todos.some((x) => x.estado === "espera" || x.estado === "subiendo")) e.preventDefault(); });
addEventListener("online", () => siguiente());

function agregar(archivos) {
  for (const archivo of archivos) {
    const nodo = plantilla.content.firstElementChild.cloneNode(true);
    const envio = { archivo, nodo, estado: "espera", origen: document.getElementById("origen").value, digitalizacion: document.getElementById("digitalizacion").value };
    nodo.querySelector(".archivo").textContent = archivo.name;
    const vista = nodo.querySelector("img");
    vista.src = URL.createObjectURL(archivo);
    vista.addEventListener("load", () => URL.revokeObjectURL(vista.src), { once: true });
    vista.addEventListener("error", () => vista.removeAttribute("src"), { once: true });
    nodo.querySelector(".reintentar").addEventListener("click", () => { cambiar(envio, "espera", "En espera"); siguiente(); });
    nodo.querySelector(".quitar").addEventListener("click", () => { todos.splice(todos.indexOf(envio), 1); nodo.remove(); resumir(); });
    todos.push(envio);
    envios.prepend(nodo);
    cambiar(envio, "espera", "En espera");
  }
  siguiente();
}

function cambiar(envio, estado, que) {
  envio.estado = estado;
  const { nodo } = envio;
  nodo.classList.toggle("hecho", estado === "hecho");
  nodo.classList.toggle("fallo", estado === "fallo");
  nodo.querySelector(".que").textContent = que;
  nodo.querySelector("progress").hidden = estado === "hecho" || estado === "fallo";
  nodo.querySelector(".reintentar").hidden = nodo.querySelector(".quitar").hidden = estado !== "fallo";
  nodo.querySelector(".remedio").hidden = estado !== "fallo";
  resumir();
}

function resumir() {
  const cuenta = (estado) => todos.filter((x) => x.estado === estado).length;
  const faltan = cuenta("espera") + cuenta("subiendo");
  const partes = [`${cuenta("hecho")} de ${todos.length} recibidas`];
  if (faltan) partes.push(`${faltan} en camino`);
  if (cuenta("fallo")) partes.push(`${cuenta("fallo")} con error`);
  resumen.textContent = todos.length ? partes.join(" · ") : "";
}

function siguiente() {
  while (subiendo < A_LA_VEZ) {
    const envio = todos.find((x) => x.estado === "espera");
    if (!envio) return;
    subir(envio);
  }
}

async function subir(envio) {
  subiendo += 1;
  cambiar(envio, "subiendo", "Enviando…");
  const barra = envio.nodo.querySelector("progress");
  const forma = new FormData();
  forma.append("imagen", envio.archivo);
  forma.append("origen", envio.origen);
  forma.append("digitalizacion", envio.digitalizacion);
  forma.append("tomada_en", await horaDeFoto(envio.archivo).catch(() => conZona(new Date())));
  forma.append("enviada_en", conZona(new Date()));
  const peticion = new XMLHttpRequest();
  peticion.open("POST", "/api/v1/imagenes");
  peticion.responseType = "json";
  peticion.upload.addEventListener("progress", (e) => {
    barra.value = (e.loaded / e.total) * 100;
    if (e.loaded === e.total) envio.nodo.querySelector(".que").textContent = "Guardando en el servidor…";
  });
  peticion.addEventListener("load", () => terminar(envio, peticion));
  peticion.addEventListener("error", () => {
    cambiar(envio, "espera", "Sin conexión: se reintenta solo; no cierre esta página.");
    setTimeout(siguiente, REINTENTO_MS);
  });
  peticion.addEventListener("error", () => { subiendo -= 1; });
  peticion.send(forma);
}

function terminar(envio, peticion) {
  subiendo -= 1;
  const cuerpo = peticion.response ?? {};
  if (peticion.status === 202) {
    const repetida = cuerpo.imagenes.every((i) => i.repetida);
    const paginas = cuerpo.imagenes.length > 1 ? ` · ${cuerpo.imagenes.length} páginas` : "";
    cambiar(envio, "hecho", (repetida ? "Ya se había recibido" : "Recibida") + paginas);
    mostrarRecibo(envio.nodo.querySelector(".recibo"), cuerpo.imagenes);
    for (const imagen of cuerpo.imagenes) revisar(envio.nodo.querySelector(".veredicto"), imagen.sha256);
  } else if (peticion.status === 401) {
    cambiar(envio, "fallo", "La sesión terminó");
    envio.nodo.querySelector(".remedio").textContent = "Entre de nuevo en otra pestaña y pulse Reintentar; el archivo sigue aquí.";
  } else {
    cambiar(envio, "fallo", cuerpo.detail ?? "El servidor no pudo recibirla.");
    envio.nodo.querySelector(".remedio").textContent = cuerpo.remedio ?? "Reintente en unos segundos.";
  }
  siguiente();
}

// The reader looks at the photo within seconds: what it says is shown while the acta is still at hand.
async function revisar(nodo, sha256, espera = ESPERA_VEREDICTO_MS) {
  const estado = await pedir("GET", `/imagenes/${sha256}`).catch(() => null);
  if (estado?.veredicto) {
    nodo.append(Object.assign(document.createElement("span"), { textContent: estado.veredicto, className: estado.repetir ? "repetir" : "" }));
    nodo.hidden = false;
  } else if (espera < MAX_ESPERA_MS) setTimeout(() => revisar(nodo, sha256, espera * 1.4), espera);
}

function mostrarRecibo(lista, imagenes) {
  const hora = (texto) => new Intl.DateTimeFormat("es-MX", { dateStyle: "medium", timeStyle: "medium", hour12: false, timeZone: document.body.dataset.zona }).format(new Date(texto));
  for (const imagen of imagenes) {
    const huella = Object.assign(document.createElement("code"), { textContent: imagen.sha256.match(/.{8}/g).join(" ") });
    for (const [clave, valor] of [["Hora", hora(imagen.recibida_en)], ["SHA-256", huella]]) {
      const dd = document.createElement("dd");
      dd.append(valor);
      lista.append(Object.assign(document.createElement("dt"), { textContent: clave }), dd);
    }
  }
  lista.hidden = false;
}
