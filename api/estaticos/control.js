// What quality control has found, asked again every few seconds while the page is looked at.

import { pedir } from "./api.js";
import { avisar, textoDe } from "./turno.js";

const CADA_MS = 5000;
const COTEJOS = { 0: "Sin cotejar", 1: "Aceptadas", 2: "Corregidas y validadas", 3: "En corrección" };
const $ = (id) => document.getElementById(id);
const dialogo = $("devolver");
const numero = new Intl.NumberFormat("es-MX");
const hora = (texto) => new Date(texto).toLocaleTimeString("es-MX", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: document.body.dataset.zona });
const por = (p) => `${(100 * p).toFixed(p < 0.1 ? 2 : 1)}\u00a0%`;
const intervalo = (e) => (e.casos ? `${por(e.tasa)} (${por(e.desde)} a ${por(e.hasta)})` : "sin datos");

function crear(etiqueta, texto = "", clase = "") {
  return Object.assign(document.createElement(etiqueta), { textContent: texto, className: clase });
}

function ficha(nombre, valor, detalle = "") {
  const li = crear("li", "", "tarjeta ficha");
  li.append(crear("span", nombre), crear("b", valor), crear("span", detalle));
  return li;
}

function fila(celdas, clase = "") {
  const tr = crear("tr", "", clase);
  celdas.forEach((c, i) => tr.append(c instanceof Node ? c : crear("td", c, i ? "n" : "")));
  return tr;
}

function pintarResidual(r, muestreo) {
  $("muestra").textContent = muestreo
    ? `Se sortea ${por(muestreo.tasa)} de lo verificado cada ${muestreo.cada_minutos} min. ${numero.format(r.recapturadas)} de ${numero.format(r.sorteadas)} sorteadas ya se teclearon de nuevo; ${r.en_revision} esperan a un cotejador.`
    : "Esta elección no sortea actas verificadas: se activa con «control» en proceso.json.";
  $("residual").replaceChildren(
    ficha("Actas con algún error", intervalo(r.por_acta), `${r.por_acta.errores} de ${numero.format(r.por_acta.casos)}`),
    ficha("Campos con error", intervalo(r.por_campo), `${r.por_campo.errores} de ${numero.format(r.por_campo.casos)}`),
    ficha("En revisión", String(r.en_revision), "difieren y nadie las ha juzgado"),
  );
  $("sorteos").tBodies[0].replaceChildren(...r.sorteos.map((s) => {
    const huella = crear("td");
    huella.append(`${numero.format(s.asiento)} `, crear("code", s.huella));
    return fila([`${hora(s.desde)} a ${hora(s.hasta)}`, numero.format(s.poblacion), numero.format(s.sorteadas), numero.format(s.terminadas.length), huella]);
  }));
}

// What a person beyond the limit typed and nobody has published: only whoever supervises gives it back.
function salida(p) {
  const celda = crear("td", p.fuera_de_limite ? "Fuera de límite " : "");
  if (!p.fuera_de_limite || !p.sin_publicar || $("personas-seccion").dataset.devuelve !== "True") return celda;
  const boton = crear("button", p.sin_publicar === 1 ? "Devolver 1 acta" : `Devolver ${numero.format(p.sin_publicar)} actas`, "boton segundo");
  boton.type = "button";
  boton.addEventListener("click", () => preguntar(p));
  celda.append(boton);
  return celda;
}

function preguntar(p) {
  dialogo.dataset.usuario = p.usuario;
  $("devolver-titulo").textContent = `Devolver lo que tecleó ${p.usuario}: ${p.sin_publicar === 1 ? "1 acta" : `${numero.format(p.sin_publicar)} actas`}`;
  $("motivo").value = "";
  dialogo.showModal();
  $("motivo").focus();
}

async function devolver() {
  const { usuario } = dialogo.dataset;
  try {
    const { actas } = await pedir("POST", `/control/personas/${encodeURIComponent(usuario)}/devolucion`, { motivo: $("motivo").value });
    avisar(actas.length ? `${numero.format(actas.length)} de ${usuario} vuelven a la fila: ${actas.join(", ")}.` : `Nada de ${usuario} quedaba por devolver: ya se publicó o se cotejó.`);
    await pintar();
  } catch (e) {
    avisar(textoDe(e), "mal");
  }
}

function pintarPersona(p) {
  const e = p.por_campo;
  return fila([p.usuario, numero.format(p.capturas), p.segundos === null ? "–" : p.segundos.toFixed(0), String(p.actas_medidas),
    `${e.errores} de ${numero.format(e.casos)}`, intervalo(e), numero.format(p.sin_publicar), salida(p)], p.fuera_de_limite ? "fuera" : "");
}

async function pintar() {
  const c = await pedir("GET", "/control");
  $("hora").textContent = `Actualizado ${new Date(c.hora).toLocaleTimeString("es-MX", { hour12: false, timeZone: document.body.dataset.zona })}`;
  pintarResidual(c.residual, c.muestreo);
  $("cotejos").replaceChildren(...Object.entries(COTEJOS).map(([clave, nombre]) => ficha(nombre, numero.format(c.cotejos[clave]))));
  $("personas").tBodies[0].replaceChildren(...c.personas.map(pintarPersona));
}

dialogo.querySelector("form").addEventListener("submit", devolver);
$("cancelar").addEventListener("click", () => dialogo.close());

// A table painted again under somebody's keyboard would take the focus from its button.
const ocupada = () => document.hidden || dialogo.open || $("personas").contains(document.activeElement);

await pintar();
setInterval(() => { if (!ocupada()) pintar().catch(() => null); }, CADA_MS);
