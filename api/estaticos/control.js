// What quality control has found, asked again every few seconds while the page is looked at.

import { pedir } from "./api.js";

const CADA_MS = 5000;
const COTEJOS = { 0: "Sin cotejar", 1: "Aceptadas", 2: "Corregidas y validadas", 3: "En corrección" };
const $ = (id) => document.getElementById(id);
const numero = new Intl.NumberFormat("es-MX");
const hora = (texto) => new Date(texto).toLocaleTimeString("es-MX", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: document.body.dataset.zona });
const por = (p) => `${(100 * p).toFixed(p < 0.1 ? 2 : 1)} %`;
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

function pintarPersona(p) {
  const e = p.por_campo;
  return fila([p.usuario, numero.format(p.capturas), p.segundos === null ? "–" : p.segundos.toFixed(0), String(p.actas_medidas),
    `${e.errores} de ${numero.format(e.casos)}`, intervalo(e), String(p.sin_terminar), p.fuera_de_limite ? "Fuera de límite" : ""], p.fuera_de_limite ? "fuera" : "");
}

async function pintar() {
  const c = await pedir("GET", "/control");
  $("hora").textContent = `Actualizado ${new Date(c.hora).toLocaleTimeString("es-MX", { hour12: false, timeZone: document.body.dataset.zona })}`;
  pintarResidual(c.residual, c.muestreo);
  $("cotejos").replaceChildren(...Object.entries(COTEJOS).map(([clave, nombre]) => ficha(nombre, numero.format(c.cotejos[clave]))));
  $("personas").tBodies[0].replaceChildren(...c.personas.map(pintarPersona));
}

await pintar();
setInterval(() => { if (!document.hidden) pintar().catch(() => null); }, CADA_MS);
