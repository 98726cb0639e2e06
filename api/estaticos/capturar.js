// Blind capture, made for ten thousand repetitions: only the keyboard, no reload, nothing typed is lost.

import { Problema } from "./api.js";
import { Turnos, avisar, mostrarMesa, textoDe } from "./turno.js";
import { Visor, recorte } from "./visor.js";

const ILEGIBLE = "ILEGIBLE";
const SIN_DATO = "SIN DATO";
const LETREROS = { [ILEGIBLE]: "Ilegible", [SIN_DATO]: "Sin dato" };
const DIGITOS = 3;

const turnos = new Turnos("captura");
const visor = new Visor(document.getElementById("visor"));
const filas = document.getElementById("filas");
const lista = document.getElementById("lista");
let tarea = null;
let valores = {};
let avisada = ""; // the sums already asked about, as typed
let enviando = false;
let inicio = 0;
const ritmo = { actas: 0, ms: 0 };

const entradas = () => [...filas.querySelectorAll("input")];

async function comenzar(anterior) {
  tarea = anterior ?? (await turnos.tomar(mostrarMesa));
  mostrarMesa(false);
  valores = {};
  avisada = "";
  avisar(null);
  document.getElementById("clave").textContent = tarea.clave_acta ? `Acta ${tarea.clave_acta}` : "Acta";
  filas.replaceChildren(...tarea.campos.map(fila));
  const previos = turnos.escrito();
  for (const entrada of entradas()) if (entrada.name in previos) poner(entrada, previos[entrada.name]);
  const pinta = visor.mostrar(tarea.hoja ?? tarea.foto, tarea.hoja_mm).catch(() => avisar("No se pudo mostrar la imagen. Revise la conexión; lo escrito está guardado.", "mal"));
  (entradas().find((e) => !(e.name in valores)) ?? entradas().at(-1)).focus();
  contar();
  await pinta;
  inicio = performance.now();
  // the image came after the first keys: move the viewer only, without selecting what is half typed
  visor.enfocar(cajaDe(document.activeElement?.name));
  if (!tarea.hoja) avisar("La foto no se pudo enderezar: use la imagen completa (+ acerca, r gira, arrastre para mover).");
}

function fila(campo) {
  const li = document.createElement("li");
  li.className = `fila${campo.tipo === "total" ? " total" : ""}${campo.caja ? "" : " sin-recorte"}`;
  const entrada = Object.assign(document.createElement("input"), { name: campo.clave, id: `c-${campo.clave}`, inputMode: "decimal", autocomplete: "off", spellcheck: false });
  const rotulo = document.createElement("label");
  rotulo.htmlFor = entrada.id;
  const color = document.createElement("i");
  if (campo.color) color.style.background = campo.color;
  rotulo.append(color, Object.assign(document.createElement("span"), { textContent: campo.nombre, title: campo.nombre }));
  li.append(rotulo);
  if (campo.caja) li.append(recorte(tarea.hoja, tarea.hoja_mm, campo.caja));
  li.append(entrada);
  return li;
}

// A field's value is a number, a legend, or absent. Only what this person types ever enters here.
function poner(entrada, valor) {
  if (valor === null) delete valores[entrada.name];
  else valores[entrada.name] = valor;
  entrada.value = valor === null ? "" : (LETREROS[valor] ?? String(valor));
  entrada.classList.toggle("leyenda", valor in LETREROS);
  entrada.closest(".fila").classList.remove("falta");
}

function alEscribir(entrada) {
  const texto = entrada.value;
  const leyenda = /[.,]/.test(texto) ? ILEGIBLE : texto.includes("-") ? SIN_DATO : null;
  if (leyenda) {
    poner(entrada, leyenda);
  } else {
    const digitos = texto.replace(/\D/g, "").slice(0, DIGITOS);
    poner(entrada, digitos === "" ? null : Number(digitos));
    entrada.value = digitos; // as typed, with its leading zeros, while the person is here
  }
  turnos.anotar(valores);
  avisada = "";
  contar();
  if (leyenda || entrada.value.length === DIGITOS) pasar(entrada, 1);
}

function pasar(entrada, paso) {
  const todas = entradas();
  const otra = todas[todas.indexOf(entrada) + paso];
  if (otra) otra.focus();
  else entrada.select();
}

function enfocar(entrada) {
  filas.querySelector(".activa")?.classList.remove("activa");
  const li = entrada.closest(".fila");
  li.classList.add("activa");
  li.scrollIntoView({ block: "nearest" });
  entrada.select();
  visor.enfocar(cajaDe(entrada.name));
}

const cajaDe = (clave) => tarea.campos.find((c) => c.clave === clave)?.caja ?? null;

function contar() {
  document.getElementById("progreso").textContent = `${Object.keys(valores).length} de ${tarea.campos.length}`;
}

// Sums that do not hold are asked about once. They never change a figure: many real actas do not add up.
function sumasRaras() {
  const numero = (clave) => (typeof valores[clave] === "number" ? valores[clave] : 0);
  return tarea.sumas
    .map((s) => ({ total: valores[s.total], suma: s.sumandos.reduce((n, c) => n + numero(c), 0) }))
    .filter((s) => typeof s.total === "number" && s.total !== s.suma)
    .map((s) => `La suma de los votos es ${s.suma} y el TOTAL escrito ${s.total}. Revise; si así dice el acta, envíe de nuevo.`)
    .join(" ");
}

async function enviar() {
  if (enviando) return;
  const faltan = entradas().filter((e) => !(e.name in valores));
  for (const e of faltan) e.closest(".fila").classList.add("falta");
  if (faltan.length) {
    faltan[0].focus();
    return avisar(`Falta${faltan.length > 1 ? "n" : ""} ${faltan.length}: use «.» para ilegible y «-» para sin dato.`, "mal");
  }
  const raras = sumasRaras();
  if (raras && avisada !== raras) {
    avisada = raras;
    return avisar(raras);
  }
  enviando = true;
  document.getElementById("enviar").disabled = true;
  try {
    await turnos.enviar("captura", { campos: valores }, () => avisar("Sin conexión: lo escrito está guardado y se enviará solo al volver.", "mal"));
    ritmo.actas += 1;
    ritmo.ms += performance.now() - inicio;
    document.getElementById("ritmo").textContent = `${ritmo.actas} actas · ${Math.round(ritmo.ms / ritmo.actas / 1000)} s cada una`;
    await comenzar();
  } catch (e) {
    await fallar(e);
  } finally {
    enviando = false;
    document.getElementById("enviar").disabled = false;
  }
}

async function fallar(e) {
  const campos = e instanceof Problema ? e.cuerpo.campos : null;
  if (campos) { // figures the server refuses: the turn is still ours, correct them
    for (const clave of Object.keys(campos)) document.getElementById(`c-${clave}`)?.closest(".fila").classList.add("falta");
    return avisar(textoDe(e), "mal");
  }
  if (turnos.actual) turnos.olvidar(turnos.actual);
  await comenzar();
  avisar(textoDe(e), "mal");
}

filas.addEventListener("input", (e) => alEscribir(e.target));
filas.addEventListener("focusin", (e) => enfocar(e.target));
filas.addEventListener("focusout", (e) => { if (e.target.name in valores) poner(e.target, valores[e.target.name]); });
lista.addEventListener("submit", (e) => { e.preventDefault(); enviar(); });
document.getElementById("soltar").addEventListener("click", async () => { await turnos.soltar(); await comenzar(); });

lista.addEventListener("keydown", (e) => {
  const entrada = e.target;
  if (!entrada.name || e.ctrlKey || e.metaKey || e.altKey) return;
  const hacer = {
    Enter: () => (entrada === entradas().at(-1) || entradas().every((x) => x.name in valores) ? enviar() : pasar(entrada, 1)),
    ArrowDown: () => pasar(entrada, 1),
    ArrowUp: () => pasar(entrada, -1),
    "/": () => pasar(entrada, -1),
    "+": () => visor.alternar(),
    "*": () => visor.contrastar(),
    r: () => visor.girar(),
  }[e.key];
  if (!hacer) return;
  e.preventDefault();
  hacer();
});

comenzar(await turnos.recuperar());
