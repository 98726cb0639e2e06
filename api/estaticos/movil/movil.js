// The phone application: screens, signal, session, and when to send. Photos first: nothing here stops taking one.

import { alCambiar, cambiar, listar, olvidar } from "./bd.js";
import { Fin, estaPendiente, vaciarCola } from "./cola.js";
import { Rechazo, SesionTerminada, SinSenal, pedir } from "./envio.js";
import { mostrarLista } from "./lista.js";
import { Toma } from "./toma.js";

const ESPERA_INICIAL_MS = 2000;
const ESPERA_MAXIMA_MS = 60_000;
const CONSULTA_MS = 5000;
const CONSULTAR_DURANTE_MS = 30 * 60_000; // the reading of a photo may wait its turn at the busiest hour
const USUARIO = "actario.movil.usuario";

const $ = (id) => document.getElementById(id);
const PANTALLAS = ["toma", "revision", "cola", "sesion"];

let enviando = null;
let faltaSesion = false;
let espera = ESPERA_INICIAL_MS;
let reintento = 0;
let enRonda = false;
let otraVez = false;
let hayRed = navigator.onLine;

const toma = new Toma(mostrar, alGuardar, fallar);

$("ver-cola").addEventListener("click", () => mostrar("cola"));
$("volver").addEventListener("click", volverACamara);
$("despues").addEventListener("click", volverACamara);
$("pedir-sesion").addEventListener("click", () => mostrar("sesion"));
$("entrar").addEventListener("submit", entrar);
$("salir").addEventListener("click", salir);
addEventListener("online", () => intentar(true));
addEventListener("offline", () => { hayRed = false; pintar(); });
addEventListener("pageshow", () => intentar(true));
document.addEventListener("visibilitychange", () => (document.hidden ? toma.cerrar() : despertar()));
alCambiar((dato) => {
  if (dato.fin === Fin.SESION) sesionTerminada();
  enviando = dato.sha256 ? dato : null;
  pintar();
});

arrancar();

async function arrancar() {
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/movil/sw.js", { scope: "/movil", type: "module" }).catch(() => fallar("Este navegador no abrirá la aplicación sin señal. Use Chrome o Safari."));
  }
  navigator.storage?.persist?.(); // so that the system does not clear unsent photos when space is short
  sugerirInstalar();
  await pintar();
  await comprobarSesion();
  if (!$("sesion").hidden) return;
  volverACamara();
}

// Asks to sign in at the first visit with signal; later only when the server says that the session ended.
async function comprobarSesion() {
  try {
    const { usuario } = await pedir("GET", "/sesiones", { plazo: 8000 });
    localStorage.setItem(USUARIO, usuario);
    hayRed = true;
    intentar(true);
  } catch (e) {
    if (e instanceof SinSenal) hayRed = false;
    if (e instanceof SesionTerminada) {
      hayRed = true;
      sesionTerminada();
      if (localStorage.getItem(USUARIO) === null) mostrar("sesion");
    }
    reprogramar();
  }
  pintar();
}

function volverACamara() {
  mostrar("toma");
  toma.abrir();
}

function despertar() {
  if (!$("toma").hidden) toma.abrir();
  intentar(true);
}

function mostrar(pantalla) {
  for (const id of PANTALLAS) $(id).hidden = id !== pantalla;
  if (pantalla !== "toma") toma.cerrar();
  $("falla").hidden = true;
  if (pantalla === "cola") $("titulo-cola").focus();
  if (pantalla === "sesion") $("usuario").value ||= localStorage.getItem(USUARIO) ?? "";
  pintar();
}

function fallar(texto) {
  $("falla").textContent = texto;
  $("falla").hidden = false;
}

async function alGuardar() {
  mostrar("cola");
  navigator.serviceWorker?.ready.then((registro) => registro.sync?.register("enviar")).catch(() => null);
  await intentar(true);
}

// Try to send now, or note that it must be tried again as soon as the present round ends.
async function intentar(pronto = false) {
  if (pronto) espera = ESPERA_INICIAL_MS;
  if (enRonda) {
    otraVez = true;
    return;
  }
  enRonda = true;
  clearTimeout(reintento);
  try {
    do {
      otraVez = false;
      terminarRonda(await vaciarCola(avanzar));
    } while (otraVez);
  } finally {
    enRonda = false;
    enviando = null;
    pintar();
  }
}

function avanzar(avance) {
  enviando = avance;
  hayRed = true;
  faltaSesion = false;
  pintar();
}

function terminarRonda(fin) {
  enviando = null;
  if (fin === Fin.SESION) sesionTerminada();
  if (fin === Fin.SIN_SENAL) hayRed = false;
  if (fin === Fin.SIN_SENAL || fin === Fin.OCUPADA) reprogramar();
}

function sesionTerminada() {
  faltaSesion = true;
  hayRed = true;
}

// Doubling, with some chance, so that a thousand phones do not come back at the same instant with the tower.
function reprogramar() {
  clearTimeout(reintento);
  reintento = setTimeout(async () => {
    if ((await listar()).some(estaPendiente)) intentar();
    else comprobarSesion();
  }, espera * (0.75 + Math.random() / 2));
  espera = Math.min(espera * 2, ESPERA_MAXIMA_MS);
}

async function entrar(evento) {
  evento.preventDefault();
  const boton = $("entrar").querySelector("[type=submit]");
  boton.disabled = true;
  $("error-sesion").hidden = true;
  try {
    const datos = { ...Object.fromEntries(new FormData($("entrar"))), recordar: true };
    const { usuario, pendientes } = await pedir("POST", "/sesiones", { json: datos });
    if (pendientes.length) return location.assign("/cuenta"); // a one-time password is changed before anything else
    localStorage.setItem(USUARIO, usuario);
    $("contrasena").value = "";
    faltaSesion = false;
    hayRed = true;
    if ((await listar()).some(estaPendiente)) mostrar("cola");
    else volverACamara();
    intentar(true);
  } catch (e) {
    if (e.cuerpo?.codigo === "segundo_factor_pedido") $("segundo").hidden = false;
    $("error-sesion").textContent = explicar(e);
    $("error-sesion").hidden = false;
  } finally {
    boton.disabled = false;
  }
}

// Closes the session, not the queue: the photos stay and go with whoever signs in next.
async function salir() {
  try {
    await pedir("DELETE", "/sesiones", { plazo: 8000 });
  } catch (e) {
    if (e instanceof SinSenal) return fallar("Sin señal no se puede cerrar la sesión. Hágalo cuando vuelva la señal.");
  }
  localStorage.removeItem(USUARIO);
  faltaSesion = true;
  mostrar("sesion");
}

function explicar(e) {
  if (e instanceof SesionTerminada) return "El usuario o la contraseña no son correctos. Cinco fallas bloquean la cuenta.";
  if (e instanceof Rechazo) return `${e.cuerpo.detail} ${e.cuerpo.remedio}`;
  return "Sin señal: puede tomar fotos y entrar después; no se pierde nada.";
}

async function pintar() {
  const fotos = await listar();
  const pendientes = fotos.filter(estaPendiente).length;
  $("senal").textContent = hayRed ? "Con señal" : "Sin señal";
  $("senal").classList.toggle("no", !hayRed);
  const malas = fotos.filter((foto) => !estaPendiente(foto) && !esBuena(foto)).length;
  $("cuenta").textContent = malas || pendientes || fotos.length;
  $("cuenta").className = malas ? "cuenta malas" : pendientes ? "cuenta faltan" : fotos.length ? "cuenta hay" : "cuenta";
  $("cuenta-texto").textContent = malas ? "por repetir" : pendientes ? "por enviar" : "Mis fotos";
  $("ver-cola").setAttribute("aria-label", `Mis fotos: ${fotos.length}; por enviar: ${pendientes}; por repetir: ${malas}`);
  const nombre = localStorage.getItem(USUARIO);
  $("quien").hidden = nombre === null || faltaSesion;
  $("nombre").textContent = nombre ?? "";
  $("resumen").textContent = resumir(fotos, pendientes);
  const pideSesion = faltaSesion && $("sesion").hidden && (pendientes > 0 || !$("cola").hidden);
  $("pedir-sesion").hidden = !pideSesion;
  $("pedir-sesion").textContent = pendientes ? `Toque aquí y entre de nuevo para enviar (${pendientes})` : "Toque aquí para entrar";
  $("motivo-sesion").textContent = pendientes ? `Sus fotos están guardadas en el teléfono (${pendientes} por enviar). Entre y se envían solas.` : $("motivo-sesion").textContent;
  mostrarLista(fotos, { enviando, hayRed, quitar: (sha256) => olvidar(sha256).then(pintar) });
}

const esBuena = (foto) => foto.estado === "recibida" && !foto.repetir;

function resumir(fotos, pendientes) {
  if (fotos.length === 0) return "";
  if (pendientes === 0) return fotos.every(esBuena) ? "Todas llegaron al servidor." : "Revise las marcadas en rojo.";
  const cuantas = pendientes === 1 ? "1 foto por enviar" : `${pendientes} fotos por enviar`;
  if (faltaSesion) return `${cuantas}. Entre de nuevo para enviar.`;
  if (hayRed) return `${cuantas}. Puede seguir trabajando.`;
  const solas = "SyncManager" in globalThis ? "Se enviarán solas cuando haya señal." : "Cuando haya señal, abra esta aplicación y se enviarán solas.";
  return `${cuantas}. ${solas}`;
}

// What the server says of the photos it has: the acta they are of, or that one should be taken again.
setInterval(async () => {
  if (document.hidden || !hayRed || faltaSesion) return;
  const recientes = (await listar()).filter((foto) => foto.estado === "recibida" && !foto.leida && Date.now() - Date.parse(foto.recibida_en) < CONSULTAR_DURANTE_MS);
  for (const foto of recientes) {
    try {
      const imagen = await pedir("GET", `/imagenes/${foto.sha256}`);
      if (imagen.estado === "en_cola") continue;
      await cambiar(foto.sha256, { leida: true, clave_acta: imagen.clave_acta, veredicto: imagen.veredicto, repetir: imagen.repetir });
      pintar();
    } catch (e) {
      if (e instanceof SesionTerminada) sesionTerminada();
      return;
    }
  }
}, CONSULTA_MS);

function sugerirInstalar() {
  const instalada = matchMedia("(display-mode: standalone)").matches || navigator.standalone === true;
  const aviso = $("aviso-instalar");
  aviso.hidden = instalada;
  aviso.textContent = /iPhone|iPad/.test(navigator.userAgent)
    ? "Para tenerla a la mano: botón Compartir y «Agregar a inicio»."
    : "Para tenerla a la mano: menú ⋮ y «Instalar aplicación».";
}
