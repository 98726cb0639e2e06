// Blind capture, made for ten thousand repetitions: only the keyboard, no reload, nothing typed is lost.

import { Problema } from "./api.js";
import { Turnos, avisar, mostrarMesa, textoDe } from "./turno.js";
import { Visor, recorte } from "./visor.js";

const ILEGIBLE = "ILEGIBLE";
const SIN_DATO = "SIN DATO";
const LETREROS = { [ILEGIBLE]: "Ilegible", [SIN_DATO]: "Sin dato" };
const DIGITOS = 3;
const LECTURA_MS = 300; // an Enter sooner than this after a question was pressed before reading it

const turnos = new Turnos("captura");
const visor = new Visor(document.getElementById("visor"));
const filas = document.getElementById("filas");
const lista = document.getElementById("lista");
let tarea = null;
let valores = {};
let vistos = []; // notices this person has been asked about in this acta
let preguntado = 0;
let enviando = false;
let inicio = 0;
const ritmo = { actas: 0, ms: 0 };

const entradas = () => [...filas.querySelectorAll("input")];
const entradaDe = (clave) => filas.querySelector(`input[name="${CSS.escape(clave)}"]`);
const filaDe = (clave) => entradaDe(clave)?.closest(".fila");
const cajaDe = (clave) => tarea.campos.find((c) => c.clave === clave)?.caja ?? null;
const imagenDe = (t) => t.hoja ?? t.foto;

async function comenzar(anterior) {
  tarea = anterior ?? (await turnos.tomar(mostrarMesa));
  mostrarMesa(false);
  valores = {};
  vistos = [];
  avisar(null);
  document.getElementById("clave").textContent = tarea.clave_acta ? `Acta ${tarea.clave_acta}` : "Acta";
  filas.replaceChildren(...tarea.campos.map(fila));
  const previos = turnos.escrito();
  for (const entrada of entradas()) if (entrada.name in previos) poner(entrada, previos[entrada.name]);
  for (const clave of turnos.porLetra()) pintarLetra(entradaDe(clave), true);
  const pinta = visor.mostrar(imagenDe(tarea), tarea.hoja_mm).catch(() => avisar("No se pudo mostrar la imagen. Revise la conexión; lo escrito está guardado.", "mal"));
  (entradas().find((e) => !(e.name in valores)) ?? entradas().at(-1)).focus();
  contar();
  await pinta;
  inicio = performance.now();
  // the image came after the first keys: move the viewer only, without selecting what is half typed
  visor.enfocar(cajaDe(document.activeElement?.name));
  if (!tarea.hoja) avisar("La foto no se pudo enderezar: use la imagen completa (+ acerca, r gira, arrastre para mover).");
  else if (Object.keys(previos).length) avisar("Aquí está lo que usted ya había escrito de esta acta. Revíselo y siga.");
  turnos.adelantar(precargar);
}

async function precargar(otra) {
  const imagen = new Image();
  imagen.src = imagenDe(otra);
  await imagen.decode();
  precargar.imagen = imagen; // held, so that the browser keeps it decoded
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
    if (digitos.length < texto.length) avisar("Aquí solo van dígitos, hasta 3: «.» si es ilegible, «-» si está en blanco.");
    poner(entrada, digitos === "" ? null : Number(digitos));
    entrada.value = digitos; // as typed, with its leading zeros, while the person is here
  }
  turnos.anotar(valores);
  contar();
  if (leyenda || entrada.value.length === DIGITOS) pasar(entrada, 1);
}

function alPegar(e) {
  e.preventDefault();
  const texto = e.clipboardData.getData("text").trim();
  if (!/^\d{1,3}$/.test(texto)) return avisar(`Lo pegado («${texto.slice(0, 20)}») no es una cifra de 0 a 999. Escríbala; lo demás sigue igual.`, "mal");
  e.target.value = texto;
  alEscribir(e.target);
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

function pintarLetra(entrada, vale) {
  entrada.closest(".fila").classList.toggle("por-letra", vale);
  if (vale) entrada.setAttribute("aria-description", "Vale la letra");
  else entrada.removeAttribute("aria-description");
}

function contar() {
  document.getElementById("progreso").textContent = `${Object.keys(valores).length} de ${tarea.campos.length}`;
}

function preguntar(avisos) {
  vistos = [...new Set([...vistos, ...avisos.map((a) => a.codigo)])];
  preguntado = performance.now();
  const campos = new Set(avisos.flatMap((a) => a.campos));
  for (const clave of campos) filaDe(clave)?.classList.add("mirar");
  (entradas().find((e) => campos.has(e.name)) ?? entradas()[0]).focus();
  avisar(`${avisos.map((a) => a.texto).join(" ")} Revise los renglones señalados; si así dice el acta, envíe con Enter.`);
}

async function enviar() {
  if (enviando || performance.now() - preguntado < LECTURA_MS) return;
  const faltan = entradas().filter((e) => !(e.name in valores));
  for (const e of faltan) e.closest(".fila").classList.add("falta");
  if (faltan.length) {
    faltan[0].focus();
    return avisar(`Falta${faltan.length > 1 ? "n" : ""} ${faltan.length}: use «.» para ilegible y «-» para sin dato.`, "mal");
  }
  const pulsado = performance.now();
  enviando = true;
  document.getElementById("enviar").disabled = true;
  for (const li of filas.querySelectorAll(".mirar")) li.classList.remove("mirar");
  try {
    const cuerpo = { campos: valores, avisos_vistos: vistos, por_letra: [...turnos.porLetra()] };
    const { avisos = [] } = await turnos.enviar("captura", cuerpo, () => avisar("Sin conexión: lo escrito está guardado y se enviará solo al volver.", "mal"));
    if (avisos.length) return preguntar(avisos);
    ritmo.actas += 1;
    ritmo.ms += performance.now() - inicio;
    document.getElementById("ritmo").textContent = `${ritmo.actas} ${ritmo.actas === 1 ? "acta" : "actas"} · ${Math.round(ritmo.ms / ritmo.actas / 1000)} s cada una`;
    await comenzar();
    requestAnimationFrame(() => performance.measure("acta-lista", { start: pulsado })); // read by muestras/bancos/captura.py
  } catch (e) {
    await fallar(e);
  } finally {
    enviando = false;
    document.getElementById("enviar").disabled = false;
  }
}

async function fallar(e) {
  if (e instanceof Problema && e.cuerpo.codigo === "sin_sesion") return; // on the way to sign in; all stays for then
  const campos = e instanceof Problema ? e.cuerpo.campos : null;
  if (campos) { // figures the server refuses: the turn is still ours, correct them
    for (const clave of Object.keys(campos)) filaDe(clave)?.classList.add("falta");
    return avisar(`${textoDe(e)} ${Object.values(campos)[0]}`, "mal");
  }
  const vencido = e instanceof Problema && e.cuerpo.codigo === "turno_vencido";
  if (turnos.actual && vencido) turnos.dejar(turnos.actual);
  else if (turnos.actual) turnos.olvidar(turnos.actual);
  await comenzar();
  const guardado = vencido ? " Lo que escribió está guardado y reaparece si el acta vuelve a usted." : "";
  avisar(textoDe(e) + guardado, "mal");
}

turnos.alPerder = (e) => { if (!enviando) fallar(e); };

const HACER = {
  Enter: (entrada) => (entrada === entradas().at(-1) || entradas().every((x) => x.name in valores) ? enviar() : pasar(entrada, 1)),
  ArrowDown: (entrada) => pasar(entrada, 1),
  ArrowUp: (entrada) => pasar(entrada, -1),
  "/": (entrada) => pasar(entrada, -1),
  "+": () => visor.alternar(),
  "*": () => visor.contrastar(),
  r: () => visor.girar(),
  l: (entrada) => pintarLetra(entrada, turnos.alternarLetra(entrada.name)),
};

filas.addEventListener("input", (e) => alEscribir(e.target));
filas.addEventListener("paste", alPegar);
filas.addEventListener("focusin", (e) => enfocar(e.target));
filas.addEventListener("focusout", (e) => { if (e.target.name in valores) poner(e.target, valores[e.target.name]); });
lista.addEventListener("submit", (e) => { e.preventDefault(); enviar(); });
document.getElementById("soltar").addEventListener("click", async () => { await turnos.soltar(); await comenzar(); });

lista.addEventListener("keydown", (e) => {
  if (!e.target.name || e.ctrlKey || e.metaKey || e.altKey || !HACER[e.key]) return;
  e.preventDefault();
  if (e.repeat && e.key === "Enter") return; // a key held down must not run through the acta
  HACER[e.key](e.target);
});

// The same keys for a finger; the field keeps the focus.
const teclas = document.getElementById("teclas");
teclas.addEventListener("pointerdown", (e) => e.preventDefault());
teclas.addEventListener("click", (e) => {
  const tecla = e.target.closest("[data-tecla]")?.dataset.tecla;
  const entrada = filas.querySelector(".activa input");
  if (!tecla || !entrada) return;
  if (HACER[tecla]) return HACER[tecla](entrada);
  entrada.value = tecla;
  alEscribir(entrada);
});

comenzar(await turnos.recuperar());
