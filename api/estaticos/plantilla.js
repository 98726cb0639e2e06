// The form editor: joins the form, the sheet and the panel. What is typed is kept as a draft and checked by the server.

import { pedir, Problema, SinConexion } from "./api.js";
import { alrededor, Forma, LADOS, redondo } from "./plantilla_forma.js";
import { Hoja } from "./plantilla_hoja.js";
import { Panel } from "./plantilla_panel.js";

const ESPERA_MS = 500; // from the last change to the draft
const REINTENTO_MS = 4000;
const $ = (id) => document.getElementById(id);
const clave = $("editor").dataset.clave;
const ruta = `/plantillas/${encodeURIComponent(clave)}`;
const referencia = `/api/v1${ruta}/referencia`;

const abierta = await pedir("GET", ruta);
let base = abierta.base;
let problemas = abierta.problemas;
let sucia = abierta.es_borrador; // differs from what is saved
let elegidas = new Set();
let modo = "elegir";
let reloj = null;
let envio = 0;

const forma = new Forma(abierta.datos, cambiada);
const hoja = new Hoja($("hoja"), referencia, medidas(), {
  elegir,
  llevar: (de, a, que) => forma.llevar(elegidas, de, a, que),
  dibujado,
});
const panel = new Panel(forma, referencia, abierta, { elegir: (nombres) => { elegir(nombres, false, true); hoja.mostrar(); }, indices });

function medidas() {
  const [ancho, alto] = Array.isArray(forma.datos.hoja_mm) ? forma.datos.hoja_mm.map(Number) : [];
  return ancho > 0 && alto > 0 ? [ancho, alto] : [340, 216];
}

function indices() { return forma.camposDe(elegidas); }

// one click takes the whole quantity; `sola` (a double click) only that box
function elegir(nombres, agrega, sola) {
  const ampliadas = nombres.flatMap((n) => (n.includes(".digitos.") && !sola ? forma.digitosDe(forma.campoDe(n)) : [n]));
  if (!agrega) elegidas = new Set(ampliadas);
  else {
    const quita = ampliadas.every((n) => elegidas.has(n));
    for (const n of ampliadas) quita ? elegidas.delete(n) : elegidas.add(n);
  }
  pintar();
  panel.acercarse(indices()[0]);
}

function dibujado(marco) {
  const caja = Object.fromEntries(LADOS.map((l) => [l, redondo(marco[l])]));
  if (modo === "digitos") elegidas = new Set(forma.digitosDe(forma.agregarCampo(caja, Number($("cuantos").value))));
  else if (modo === "qr") { forma.cambiar((d) => { d.qr = caja; }); elegidas = new Set(["qr"]); }
  else if (modo === "letra") {
    const [i] = letraPara(caja);
    if (i === undefined) return decir("Primero dibuje o elija los casilleros de esa cantidad.", true);
    forma.cambiar((d) => { d.campos[i].letra = caja; });
    elegidas = new Set([`campos.${i}.letra`]);
  } else {
    forma.cambiar((d) => { d[modo].push(caja); });
    elegidas = new Set([`${modo}.${forma.datos[modo].length - 1}`]);
  }
  pintar();
  if (modo === "digitos" || modo === "letra") panel.acercarse(indices()[0]);
}

// the quantity chosen, or the one without words whose boxes stand at the height of the drawn line
function letraPara(caja) {
  const elegidos = indices();
  if (elegidos.length === 1) return elegidos;
  const medio = caja.y + caja.alto / 2;
  return forma.datos.campos
    .map((c, i) => [c.digitos?.[0], i])
    .filter(([d]) => d && d.y <= medio && medio <= d.y + d.alto)
    .map(([d, i]) => [Math.abs(d.x - caja.x), i])
    .sort((a, b) => a[0] - b[0])
    .map(([, i]) => i);
}

function cambiada() {
  sucia = true;
  pintar();
  decir("…");
  clearTimeout(reloj);
  reloj = setTimeout(guardarBorrador, ESPERA_MS);
}

async function guardarBorrador() {
  const mio = ++envio;
  try {
    const { problemas: nuevos } = await pedir("PUT", `${ruta}/borrador`, { datos: forma.datos });
    if (mio !== envio) return;
    problemas = nuevos;
    decir("Borrador a salvo");
  } catch (e) {
    if (!(e instanceof SinConexion || e instanceof Problema)) throw e;
    decir(e instanceof SinConexion ? "Sin conexión: se reintenta" : e.message, true);
    if (e instanceof SinConexion) reloj = setTimeout(guardarBorrador, REINTENTO_MS);
  }
  pintar();
}

async function guardar() {
  clearTimeout(reloj);
  envio += 1; // an older draft that answers late says nothing
  try {
    ({ base } = await pedir("POST", `${ruta}/versiones`, { datos: forma.datos, base }));
    [sucia, problemas] = [false, []];
    decir("Guardada");
  } catch (e) {
    if (e instanceof SinConexion) return decir("Sin conexión: no se guardó", true);
    if (!(e instanceof Problema)) throw e;
    await guardarBorrador();
    const pendientes = problemas.length === 1 ? "Falta corregir 1 cosa" : `Faltan ${problemas.length} cosas por corregir`;
    decir(problemas.length ? `No se guardó. ${pendientes}.` : `${e.message} ${e.cuerpo.remedio ?? ""}`, true);
  }
  pintar();
}

async function descartar() {
  clearTimeout(reloj);
  await pedir("DELETE", `${ruta}/borrador`);
  const otra = await pedir("GET", ruta);
  forma.cambiar(() => forma.poner(otra.datos)); // it can be undone, too
  clearTimeout(reloj);
  [base, problemas, sucia] = [otra.base, otra.problemas, false];
  elegidas = new Set();
  decir("Como estaba guardada");
  pintar();
}

function decir(texto, mal = false) {
  $("estado").textContent = texto;
  $("estado").classList.toggle("mal", mal);
}

// names of boxes that a fault leads to: its own, or every box of its quantity
function malas() {
  const nombres = [...forma.cajas()].map(([n]) => n);
  return new Set(problemas.flatMap(({ ruta: r }) => {
    const donde = r.join(".");
    const exactas = nombres.filter((n) => donde === n || donde.startsWith(`${n}.`));
    return exactas.length ? exactas : nombres.filter((n) => r.length === 2 && n.startsWith(`${donde}.`));
  }));
}

function rotulos() {
  return forma.datos.campos.filter((c) => c.digitos?.length).map((c) => {
    const caja = c.letra ?? c.digitos[0];
    return [c.clave, caja.x + 1, caja.y + caja.alto / 2 + 0.8];
  });
}

function pintar() {
  const existen = new Set([...forma.cajas()].map(([n]) => n));
  elegidas = new Set([...elegidas].filter((n) => existen.has(n)));
  hoja.medir(medidas());
  hoja.pintar(forma.cajas(), elegidas, malas(), rotulos());
  panel.pintar(elegidas, problemas);
  const marco = hoja.marco;
  $("medidas").textContent = marco ? `${elegidas.size} caja${elegidas.size > 1 ? "s" : ""}: ${LADOS.map((l) => redondo(marco[l]).toFixed(1)).join(" · ")} mm` : "";
  $("deshacer").disabled = !forma.pasado.length;
  $("rehacer").disabled = !forma.futuro.length;
  $("descartar").hidden = !sucia;
  $("guardar").disabled = !sucia;
}

function ponerModo(nuevo) {
  modo = nuevo;
  hoja.ponerModo(nuevo);
  for (const boton of document.querySelectorAll("[data-modo]")) boton.setAttribute("aria-pressed", boton.dataset.modo === nuevo);
}

function mover(dx, dy, estira) {
  const cajas = [...elegidas].map((n) => forma.caja(n)).filter(Boolean);
  if (!cajas.length) return;
  const de = alrededor(cajas);
  const a = estira
    ? { ...de, ancho: Math.max(1, de.ancho + dx), alto: Math.max(1, de.alto + dy) }
    : { ...de, x: de.x + dx, y: de.y + dy };
  forma.llevar(elegidas, de, a, `teclas-${estira}`);
}

function siguiente(paso) {
  const n = forma.datos.campos.length;
  if (!n) return;
  const actual = indices()[paso > 0 ? indices().length - 1 : 0];
  const i = actual === undefined ? (paso > 0 ? 0 : n - 1) : (actual + paso + n) % n;
  elegir(forma.digitosDe(i), false, true);
  hoja.mostrar();
}

function repetir() {
  const nuevas = forma.repetir(indices());
  if (nuevas.length) elegir(nuevas, false, true);
  else decir("No hay lugar para otro renglón abajo.", true);
}

function borrar() {
  if (!elegidas.size) return;
  forma.borrar(elegidas);
  elegir([], false, true);
}

function sumar() {
  if (!forma.sumar(indices())) decir("Elija un renglón de tipo «total» y los que suma.", true);
}

for (const boton of document.querySelectorAll("[data-modo]")) boton.addEventListener("click", () => ponerModo(boton.dataset.modo));
const botones = {
  deshacer: () => forma.deshacer(), rehacer: () => forma.rehacer(), acercar: () => hoja.acercar(1.4), alejar: () => hoja.acercar(1 / 1.4),
  completa: () => hoja.completa(), guardar, descartar, repetir, borrar, sumar, alinear: () => forma.emparejar(indices()),
};
for (const [id, hacer] of Object.entries(botones)) $(id).addEventListener("click", hacer);
for (const entrada of document.querySelectorAll("[data-lado]")) {
  entrada.addEventListener("change", () => {
    const cajas = [...elegidas].map((n) => forma.caja(n)), valor = Number(entrada.value.replace(",", "."));
    if (!cajas.length || !Number.isFinite(valor)) return pintar();
    const de = alrededor(cajas);
    forma.llevar(elegidas, de, { ...de, [entrada.dataset.lado]: valor });
  });
}

const FLECHAS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const MODOS = { v: "elegir", c: "digitos", l: "letra", q: "qr", r: "reservado", n: "mascara" };

function tecla(e) {
  const letra = e.key.toLowerCase();
  if (e.ctrlKey || e.metaKey) {
    const enTexto = e.target.matches("input");
    return {
      s: guardar, z: enTexto ? null : () => (e.shiftKey ? forma.rehacer() : forma.deshacer()), y: enTexto ? null : () => forma.rehacer(), d: repetir,
      a: enTexto ? null : () => elegir(forma.datos.campos.flatMap((_, i) => forma.todasDe(i)), false, true),
    }[letra];
  }
  if (e.target.matches("input, select, textarea, button, summary, a")) return null;
  if (FLECHAS[e.key]) {
    const paso = e.shiftKey ? 1 : 0.1, [u, v] = FLECHAS[e.key];
    return () => mover(u * paso, v * paso, e.altKey);
  }
  if (MODOS[letra] && !e.altKey) return () => ponerModo(MODOS[letra]);
  return {
    Delete: borrar, Backspace: borrar, Escape: () => (modo === "elegir" ? elegir([], false, true) : ponerModo("elegir")),
    "+": () => hoja.acercar(1.4), "-": () => hoja.acercar(1 / 1.4), 0: () => hoja.completa(), e: () => forma.emparejar(indices()), s: sumar,
    Tab: document.activeElement === $("hoja") ? () => siguiente(e.shiftKey ? -1 : 1) : null,
    Enter: () => panel.escribir(indices()[0]), " ": () => hoja.ponerEspacio(true),
  }[e.key];
}

document.addEventListener("keydown", (e) => {
  const hacer = tecla(e);
  if (!hacer) return;
  e.preventDefault();
  hacer();
});
document.addEventListener("keyup", (e) => { if (e.key === " ") hoja.ponerEspacio(false); });
window.addEventListener("beforeunload", (e) => { if ($("estado").textContent === "…") e.preventDefault(); });

pintar();
decir(abierta.es_borrador ? "Siguen los cambios sin guardar" : "");
