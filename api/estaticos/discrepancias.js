// A third person decides, one field at a time, by what the acta shows. The figures carry no name.

import { Turnos, avisar, mostrarMesa } from "./turno.js";
import { Visor, recorte } from "./visor.js";

const LETREROS = { ILEGIBLE: "Ilegible", "SIN DATO": "Sin dato" };

const VISTAS = 3; // figures of the reader that are worth a look

const turnos = new Turnos("discrepancia");
const visor = new Visor(document.getElementById("visor"));
const filas = document.getElementById("filas");
const lista = document.getElementById("lista");
const dialogo = document.getElementById("declarar");
const motivo = document.getElementById("motivo");
const DECLARACIONES = {
  imagen_equivocada: { titulo: "La imagen no sirve", que: "El acta vuelve a digitalizarse y lo tecleado se aparta." },
  otra_acta: { titulo: "La imagen es de otra acta", que: "Esta acta vuelve a digitalizarse y la imagen, a identificarse." },
};
let tarea = null;
let decididos = {};
let activo = 0;

async function comenzar(anterior) {
  tarea = anterior ?? (await turnos.tomar(mostrarMesa));
  mostrarMesa(false);
  avisar(null);
  decididos = turnos.escrito();
  document.getElementById("clave").textContent = `Acta ${tarea.clave_acta}`;
  filas.replaceChildren(...tarea.campos.map(duda));
  const marcas = turnos.porLetra();
  for (const { clave } of tarea.campos) {
    pintar(clave);
    pintarLetra(clave, marcas.has(clave));
  }
  const pinta = visor.mostrar(tarea.hoja ?? tarea.foto, tarea.hoja_mm).catch(() => avisar("No se pudo mostrar la imagen.", "mal"));
  await pinta;
  activar(0);
}

function boton(tecla, texto, valor, clase = "") {
  const b = Object.assign(document.createElement("button"), { type: "button", className: clase });
  b.append(Object.assign(document.createElement("kbd"), { textContent: tecla }), texto);
  b.dataset.valor = JSON.stringify(valor);
  return b;
}

function duda(campo, indice) {
  const li = Object.assign(document.createElement("li"), { className: "duda", id: `d-${campo.clave}` });
  const titulo = document.createElement("h2");
  titulo.append(campo.nombre, document.createElement("span"));
  const botones = Object.assign(document.createElement("div"), { className: "botones" });
  tarea.opciones[campo.clave].forEach((valor, i) =>
    botones.append(boton(i + 1, LETREROS[valor] ?? String(valor), valor, valor in LETREROS ? "cifra leyenda" : "cifra")));
  const otra = Object.assign(document.createElement("input"), { inputMode: "numeric", maxLength: 3, placeholder: "otra", autocomplete: "off" });
  otra.setAttribute("aria-label", `Otra cifra para ${campo.nombre}`);
  otra.addEventListener("input", () => { otra.value = otra.value.replace(/\D/g, ""); });
  otra.addEventListener("focus", () => activar(indice, false));
  otra.addEventListener("change", () => { if (otra.value) decidir(campo.clave, Number(otra.value), false); });
  const letra = boton("l", "Vale la letra", null, "letra");
  letra.addEventListener("click", () => pintarLetra(campo.clave, turnos.alternarLetra(campo.clave)));
  botones.append(otra, boton(".", "Ilegible", "ILEGIBLE"), boton("-", "Sin dato", "SIN DATO"), letra);
  botones.addEventListener("click", (e) => {
    const b = e.target.closest("button:not(.letra)");
    if (b) { activar(indice); decidir(campo.clave, JSON.parse(b.dataset.valor)); }
  });
  li.append(titulo);
  if (campo.caja) li.append(recorte(tarea.hoja, tarea.hoja_mm, campo.caja, 2));
  li.append(botones);
  const vistas = tarea.alternativas?.[campo.clave];
  if (vistas?.length) li.append(delLector(vistas));
  return li;
}

// Never 100 % nor 0 %: what was rounded is not certain.
function probable(p) {
  const tanto = (p * 100).toFixed(1);
  return tanto === "100.0" ? "más de 99.9 %" : tanto === "0.0" ? "menos de 0.1 %" : `${tanto} %`;
}

// Text, not buttons: the reader is nobody's opinion, and its figure is chosen by typing it.
function delLector(vistas) {
  const p = Object.assign(document.createElement("p"), { className: "lector" });
  p.append(Object.assign(document.createElement("b"), { textContent: "El lector ve" }));
  for (const { cifra, probabilidad } of vistas.slice(0, VISTAS)) {
    p.append(Object.assign(document.createElement("span"), { textContent: `${LETREROS[cifra] ?? cifra} · ${probable(probabilidad)}` }));
  }
  return p;
}

function pintarLetra(clave, vale) {
  const li = document.getElementById(`d-${clave}`);
  li.classList.toggle("por-letra", vale);
  li.querySelector(".letra").setAttribute("aria-pressed", String(vale));
}

function decidir(clave, valor, sigue = true) {
  decididos[clave] = valor;
  turnos.anotar(decididos);
  pintar(clave);
  if (sigue) activar(Math.min(activo + 1, tarea.campos.length - 1));
}

function pintar(clave) {
  const li = document.getElementById(`d-${clave}`);
  const hecho = clave in decididos;
  const valor = decididos[clave];
  li.classList.toggle("hecha", hecho);
  li.querySelector("h2 span").textContent = hecho ? `✓ ${LETREROS[valor] ?? valor}` : "";
  for (const b of li.querySelectorAll("button:not(.letra)")) b.setAttribute("aria-pressed", String(hecho && JSON.parse(b.dataset.valor) === valor));
  const n = tarea.campos.filter((c) => c.clave in decididos).length;
  document.getElementById("progreso").textContent = `${n} de ${tarea.campos.length} campos en duda`;
}

function activar(indice, enfoca = true) {
  activo = indice;
  const campo = tarea.campos[indice];
  filas.querySelector(".activa")?.classList.remove("activa");
  const li = document.getElementById(`d-${campo.clave}`);
  li.classList.add("activa");
  li.scrollIntoView({ block: "nearest" });
  if (enfoca) document.activeElement?.blur();
  visor.enfocar(campo.caja);
}

async function enviar() {
  const falta = tarea.campos.findIndex((c) => !(c.clave in decididos));
  if (falta >= 0) { activar(falta); return avisar("Falta decidir este campo.", "mal"); }
  await mandar("resolucion", { campos: decididos, por_letra: [...turnos.porLetra()] });
}

const mandar = (accion, cuerpo) => turnos.despachar(accion, cuerpo, comenzar, "decisión");

function declarar(que) {
  dialogo.dataset.que = que;
  dialogo.querySelector("h2").textContent = DECLARACIONES[que].titulo;
  document.getElementById("consecuencia").textContent = DECLARACIONES[que].que;
  motivo.value = "";
  dialogo.showModal();
  motivo.focus();
}

dialogo.querySelector("form").addEventListener("submit", () => mandar("declaracion", { declaracion: dialogo.dataset.que, motivo: motivo.value }));
document.getElementById("cancelar").addEventListener("click", () => dialogo.close());
for (const b of document.querySelectorAll("[data-declara]")) b.addEventListener("click", () => declarar(b.dataset.declara));

lista.addEventListener("submit", (e) => { e.preventDefault(); enviar(); });
document.getElementById("soltar").addEventListener("click", async () => { await turnos.soltar(); await comenzar(); });

addEventListener("keydown", (e) => {
  if (!turnos.actual || dialogo.open || e.ctrlKey || e.metaKey || e.altKey) return;
  const campo = tarea.campos[activo];
  const opcion = tarea.opciones[campo.clave][Number(e.key) - 1];
  const otra = document.getElementById(`d-${campo.clave}`).querySelector("input");
  if (e.target === otra && /^[0-9]$|Backspace|Delete|Tab/.test(e.key)) return;
  const hacer = {
    0: () => { otra.value = ""; otra.focus(); },
    ".": () => decidir(campo.clave, "ILEGIBLE"),
    ",": () => decidir(campo.clave, "ILEGIBLE"),
    "-": () => decidir(campo.clave, "SIN DATO"),
    "/": () => activar(Math.max(activo - 1, 0)),
    ArrowUp: () => activar(Math.max(activo - 1, 0)),
    ArrowDown: () => activar(Math.min(activo + 1, tarea.campos.length - 1)),
    "+": () => visor.alternar(),
    "*": () => visor.contrastar(),
    r: () => visor.girar(),
    l: () => pintarLetra(campo.clave, turnos.alternarLetra(campo.clave)),
    e: () => declarar("imagen_equivocada"),
    a: () => declarar("otra_acta"),
    Enter: () => (e.target === otra && otra.value ? decidir(campo.clave, Number(otra.value)) : enviar()),
  }[e.key] ?? (opcion === undefined ? null : () => decidir(campo.clave, opcion));
  if (!hacer) return;
  e.preventDefault();
  hacer();
});

comenzar(await turnos.recuperar());
