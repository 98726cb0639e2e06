// Rectangles drawn over a photo: what nobody must see when it is published.

import { pedir } from "./api.js";
import { avisar, textoDe } from "./turno.js";
import { Visor, elemento } from "./visor.js";

const MINIMO = 0.004; // of the side: less than this is a touch, not a rectangle
const svg = document.getElementById("visor");
const sha256 = document.getElementById("mesa").dataset.sha256;
const enviar = document.getElementById("enviar");
const ninguno = document.getElementById("ninguno");
const areas = []; // { area, nodo }, fractions of the photo
let inicio = null;
let nuevo = null;
let confirma = false;

const visor = new Visor(svg);
await visor.mostrar(`/api/v1/imagenes/${sha256}/vista`).catch(() => avisar("No se pudo mostrar la imagen.", "mal"));
const [ancho, alto] = visor.medidas;
visor.mover = (e) => trazar(e); // a drag draws here; the wheel still zooms

const dentro = (v) => Math.min(1, Math.max(0, v));
function punto(e) {
  const [x, y] = visor.punto(e);
  return [dentro(x / ancho), dentro(y / alto)];
}

function caja([x0, y0], [x1, y1]) {
  return { x: Math.min(x0, x1), y: Math.min(y0, y1), ancho: Math.abs(x1 - x0), alto: Math.abs(y1 - y0) };
}

function colocar(nodo, a) {
  for (const [clave, valor] of [["x", a.x * ancho], ["y", a.y * alto], ["width", a.ancho * ancho], ["height", a.alto * alto]]) nodo.setAttribute(clave, valor);
}

svg.addEventListener("pointerdown", (e) => {
  if (e.button !== 0) return;
  inicio = punto(e);
  nuevo = elemento("rect", { class: "trazo nuevo" });
  visor.lienzo.append(nuevo);
});

function trazar(e) {
  if (inicio) colocar(nuevo, caja(inicio, punto(e)));
}

svg.addEventListener("pointerup", (e) => {
  if (!inicio) return;
  const fin = punto(e);
  const area = caja(inicio, fin);
  nuevo.remove();
  inicio = nuevo = null;
  if (area.ancho > MINIMO && area.alto > MINIMO) agregar(area);
  else quitar(areas.findLast(({ area: a }) => fin[0] >= a.x && fin[0] <= a.x + a.ancho && fin[1] >= a.y && fin[1] <= a.y + a.alto));
});

function agregar(area) {
  const nodo = elemento("rect", { class: "trazo" });
  colocar(nodo, area);
  visor.lienzo.append(nodo);
  areas.push({ area, nodo });
  contar();
}

function quitar(cual) {
  if (!cual) return;
  cual.nodo.remove();
  areas.splice(areas.indexOf(cual), 1);
  contar();
}

function contar() {
  document.getElementById("resumen").textContent = areas.length ? `${areas.length} ${areas.length === 1 ? "parte cubierta" : "partes cubiertas"}` : "Nada cubierto";
  enviar.disabled = areas.length === 0;
  pedirConfirmacion(false);
}

function pedirConfirmacion(si) {
  confirma = si;
  ninguno.textContent = si ? "Confirmar: no se ve ningún nombre ni firma" : "No muestra datos personales";
}

async function publicar() {
  enviar.disabled = true;
  try {
    await pedir("POST", `/imagenes/${sha256}/resguardo`, { areas: areas.map(({ area }) => area) });
    location.reload();
  } catch (e) {
    avisar(textoDe(e), "mal");
    enviar.disabled = areas.length === 0;
  }
}

document.getElementById("lista").addEventListener("submit", (e) => { e.preventDefault(); if (areas.length) publicar(); });
document.getElementById("deshacer").addEventListener("click", () => quitar(areas.at(-1)));
document.getElementById("entera").addEventListener("click", () => agregar({ x: 0, y: 0, ancho: 1, alto: 1 }));
ninguno.addEventListener("click", () => (confirma ? publicar() : pedirConfirmacion(true)));
addEventListener("keydown", (e) => {
  const hacer = { Backspace: () => quitar(areas.at(-1)), "*": () => visor.contrastar(), Enter: () => areas.length && publicar() }[e.key];
  if (hacer && e.target.tagName !== "BUTTON") { e.preventDefault(); hacer(); }
});
