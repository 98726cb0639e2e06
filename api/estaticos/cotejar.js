// What was published beside the acta: one key accepts; the arrows and the space bar mark what does not match.

import { pedir } from "./api.js";
import { Turnos, avisar, mostrarMesa, textoDe } from "./turno.js";
import { Visor, recorte } from "./visor.js";

const LETREROS = { ILEGIBLE: "Ilegible", "SIN DATO": "Sin dato" };
const PASOS = { 0: "Primera vez que se coteja", 1: "Ya se había aceptado", 2: "Corrección ya validada", 3: "Corrección por validar" };

const turnos = new Turnos("cotejo");
const visor = new Visor(document.getElementById("visor"));
const filas = document.getElementById("filas");
const $ = (id) => document.getElementById(id);
let tarea = null;
let marcados = new Set();
let activa = 0;

async function comenzar(anterior = null) {
  tarea = anterior ?? (await turnos.tomar(mostrarMesa));
  let vista;
  try {
    vista = await pedir("GET", `/turnos/${tarea.turno}/cotejo`);
  } catch (e) {
    turnos.olvidar(tarea);
    avisar(textoDe(e), "mal");
    return comenzar();
  }
  mostrarMesa(false);
  avisar(null);
  marcados = new Set();
  $("clave").textContent = `Acta ${tarea.clave_acta}`;
  $("progreso").textContent = PASOS[vista.cotejada];
  filas.replaceChildren(...tarea.campos.map((campo, indice) => fila(campo, indice, vista)));
  pintarPie();
  await visor.mostrar(tarea.hoja ?? tarea.foto, tarea.hoja_mm).catch(() => avisar("No se pudo mostrar la imagen.", "mal"));
  const enDuda = tarea.campos.findIndex((c) => c.clave in vista.dudas);
  activar(Math.max(enDuda, 0));
}

const cifra = (valor) => LETREROS[valor] ?? String(valor);

function fila(campo, indice, vista) {
  const div = Object.assign(document.createElement("div"), { className: campo.caja ? "fila" : "fila sin-recorte", id: `c-${campo.clave}` });
  div.setAttribute("role", "option");
  const nombre = Object.assign(document.createElement("span"), { className: "nombre", textContent: campo.nombre });
  const leidas = vista.dudas[campo.clave];
  if (leidas) nombre.append(Object.assign(document.createElement("span"), { className: "duda-leida", textContent: `Se leyó ${leidas.map(cifra).join(" y ")}` }));
  const valor = vista.publicadas[campo.clave];
  const publicada = Object.assign(document.createElement("output"), { textContent: cifra(valor), className: valor in LETREROS ? "leyenda" : "" });
  const marca = Object.assign(document.createElement("span"), { className: "marca", textContent: "✓" });
  marca.setAttribute("aria-hidden", "true");
  div.append(nombre);
  if (campo.caja) div.append(recorte(tarea.hoja, tarea.hoja_mm, campo.caja));
  div.append(publicada, marca);
  div.setAttribute("aria-label", `${campo.nombre}: se publicó ${cifra(valor)}`);
  div.addEventListener("click", () => { activar(indice); marcar(); });
  return div;
}

function activar(indice) {
  activa = Math.min(Math.max(indice, 0), tarea.campos.length - 1);
  filas.querySelector(".activa")?.classList.remove("activa");
  const div = filas.children[activa];
  div.classList.add("activa");
  div.scrollIntoView({ block: "nearest" });
  document.activeElement?.blur();
  visor.enfocar(tarea.campos[activa].caja);
}

function marcar() {
  const { clave } = tarea.campos[activa];
  const esta = !marcados.delete(clave);
  if (esta) marcados.add(clave);
  const div = filas.children[activa];
  div.classList.toggle("marcada", esta);
  div.setAttribute("aria-selected", String(esta));
  div.querySelector(".marca").textContent = esta ? "✗" : "✓";
  pintarPie();
}

function pintarPie() {
  $("aceptar").hidden = marcados.size > 0;
  $("recapturar").hidden = $("redigitalizar").hidden = marcados.size === 0;
}

async function enviar(remedio) {
  if (turnos.despachando || !turnos.actual) return;
  if (marcados.size && !remedio) return avisar(`No coincide en ${marcados.size}: elija 1, volver a capturar, o 2, pedir otra imagen.`);
  if (!marcados.size && remedio) return;
  await turnos.despachar("cotejo", { campos: [...marcados], remedio }, comenzar, "respuesta");
}

$("lista").addEventListener("submit", (e) => { e.preventDefault(); enviar(null); });
$("recapturar").addEventListener("click", () => enviar("recapturar"));
$("redigitalizar").addEventListener("click", () => enviar("redigitalizar"));
$("soltar").addEventListener("click", async () => { await turnos.soltar(); await comenzar(); });

addEventListener("keydown", (e) => {
  if (!turnos.actual || e.ctrlKey || e.metaKey || e.altKey) return;
  const hacer = {
    Enter: () => enviar(null),
    " ": () => marcar(),
    ArrowUp: () => activar(activa - 1),
    ArrowDown: () => activar(activa + 1),
    1: () => enviar("recapturar"),
    2: () => enviar("redigitalizar"),
    "+": () => visor.alternar(),
    "*": () => visor.contrastar(),
    r: () => visor.girar(),
  }[e.key];
  if (!hacer) return;
  e.preventDefault();
  hacer();
});

comenzar(await turnos.recuperar());
