// How the night goes, live: the server sends it; where events do not pass, it is asked for every few seconds.

import { pedir } from "./api.js";

const CABE = 6; // characters of a figure at full size
const CADA_MS = 3000;
const CALLADO_MS = 15000; // events that stopped, whatever the reason
const LENTA_S = 600; // a queue whose oldest work waits ten minutes deserves an eye
const ESTADOS = [["verificada", "Verificadas"], ["sin_acta", "Sin acta"], ["discrepante", "Con discrepancia"], ["capturada", "Con una captura"], ["digitalizada", "Con imagen"], ["esperada", "Esperadas"]];
const COLAS = { lectura: "Imágenes por leer", captura: "Actas por capturar", discrepancia: "Discrepancias", supervision: "En supervisión", identificacion: "Por identificar" };
const numero = new Intl.NumberFormat("es-MX");
const $ = (id) => document.getElementById(id);

function crear(etiqueta, texto = "", clase = "") {
  return Object.assign(document.createElement(etiqueta), { textContent: texto, className: clase });
}

const porcentaje = (parte, todo) => (todo ? Math.trunc((parte / todo) * 10000) / 100 : 0).toFixed(2); // truncated, as the PREP does

function pila(nodo, porEstado, total) {
  nodo.replaceChildren(...ESTADOS.map(([estado]) => {
    const tramo = crear("span", "", `e-${estado}`);
    tramo.style.width = `${total ? ((porEstado[estado] ?? 0) / total) * 100 : 0}%`;
    return tramo;
  }));
}

function edad(segundos) {
  if (segundos < 60) return `${Math.max(0, Math.round(segundos))} s`;
  return segundos < 3600 ? `${Math.round(segundos / 60)} min` : `${(segundos / 3600).toFixed(1)} h`;
}

const enHora = (fecha) => new Date(fecha).toLocaleTimeString("es-MX", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: document.body.dataset.zona });

function ficha(valor, ...textos) {
  const li = crear("li", "", "tarjeta ficha");
  const cuanto = crear("b", valor);
  cuanto.classList.toggle("largo", valor.length > CABE);
  li.append(cuanto, ...textos.map((t) => crear("span", t)));
  return li;
}

function pintarPaso(a) {
  $("alarmas").replaceChildren(...a.alarmas.map((x) => crear("li", x.texto)));
  document.title = `${a.alarmas.length ? `(${a.alarmas.length}) ` : ""}Avance`;
  $("pronostico").replaceChildren(...a.pronostico.map((p) => ficha(
    p.meta_en ? enHora(p.meta_en) : "sin fecha",
    p.mas_personas ? `con ${p.mas_personas} personas más` : `con las ${numero.format(a.personas)} de ahora`,
  )));
  $("ritmo").replaceChildren(
    ficha(a.capturas_por_persona_hora === null ? "–" : a.capturas_por_persona_hora.toFixed(1), "capturas por persona y hora"),
    ficha(numero.format(Math.round(a.capturas_por_hora)), `capturas por hora, ${numero.format(a.personas)} personas`),
    ficha(a.discrepancia === null ? "–" : `${(a.discrepancia * 100).toFixed(1)} %`, "de actas con discrepancia"),
  );
}

function pintar(a) {
  pintarPaso(a);
  const terminadas = (e) => (e.verificada ?? 0) + (e.sin_acta ?? 0);
  $("verificadas").textContent = numero.format(terminadas(a.por_estado));
  $("esperadas").textContent = numero.format(a.esperadas);
  $("porcentaje").textContent = `${porcentaje(terminadas(a.por_estado), a.esperadas)} %`;
  $("hora").textContent = `Actualizado ${new Date(a.hora).toLocaleTimeString("es-MX", { hour12: false, timeZone: document.body.dataset.zona })}`;
  pila($("pila"), a.por_estado, a.esperadas);
  $("estados").replaceChildren(...ESTADOS.map(([estado, nombre]) => {
    const li = document.createElement("li");
    li.append(crear("i", "", `e-${estado}`), `${nombre} `, crear("b", numero.format(a.por_estado[estado] ?? 0)));
    return li;
  }));
  $("colas").replaceChildren(...Object.entries(a.por_cola).map(([cola, c]) => {
    const espera = c.mas_antigua_en ? (new Date(a.hora) - new Date(c.mas_antigua_en)) / 1000 : 0;
    const li = crear("li", "", `tarjeta ficha${espera > LENTA_S ? " lenta" : ""}`);
    li.append(crear("b", numero.format(c.cuantas)), crear("span", COLAS[cola] ?? cola), crear("span", c.cuantas && c.mas_antigua_en ? `la más antigua, ${edad(espera)}` : "al corriente"));
    return li;
  }));
  $("distritos").tBodies[0].replaceChildren(...a.por_distrito.map((d) => {
    const tr = document.createElement("tr");
    const barra = crear("div", "", "pila");
    pila(barra, d.por_estado, d.esperadas);
    const celda = document.createElement("td");
    celda.append(barra);
    const hechas = terminadas(d.por_estado);
    tr.append(crear("td", `${d.distrito} ${d.nombre}`), celda, crear("td", numero.format(d.esperadas), "n"), crear("td", numero.format(hechas), "n"), crear("td", porcentaje(hechas, d.esperadas), "n"));
    return tr;
  }));
}

let oido = -Infinity; // when the last event came

async function preguntar() {
  if (!document.hidden && performance.now() - oido > CALLADO_MS) {
    try {
      pintar(await pedir("GET", "/avance"));
    } catch {
      $("hora").textContent = "Sin conexión: se reintenta solo";
    }
  }
  setTimeout(preguntar, CADA_MS);
}

new EventSource("/api/v1/avance/vivo").addEventListener("avance", (e) => {
  oido = performance.now();
  pintar(JSON.parse(e.data));
});
preguntar();
