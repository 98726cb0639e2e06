// What the form holds, in words: names, kinds, links to the election's contenders, sums, notes and faults.

import { alrededor, LADOS, redondo } from "./plantilla_forma.js";
import { recorte } from "./visor.js";

const $ = (id) => document.getElementById(id);
const ROTULO_MM = 21; // print left of a quantity that tells which one it is, in a table
const TITULO_MM = [60, 15]; // and over it, elsewhere
const NOMBRES = {
  votos: "votos", total: "total", sobrantes: "boletas sobrantes", personas: "personas que votaron",
  representantes: "representantes", sacados: "votos sacados", identificacion: "identificación",
};

function nodo(nombre, atributos = {}, ...hijos) {
  const n = document.createElement(nombre);
  for (const [clave, valor] of Object.entries(atributos)) {
    if (clave in n) n[clave] = valor;
    else n.setAttribute(clave, valor);
  }
  n.append(...hijos);
  return n;
}

export class Panel {
  constructor(forma, referencia, { contendientes, tipos, avisos }, hechos) {
    Object.assign(this, { forma, referencia, contendientes, tipos, hechos, avisos: [...avisos] });
    this.porClave = new Map(contendientes.map((c) => [c.clave, c]));
    this.filas = [];
    $("claves").replaceChildren(...contendientes.map((c) => nodo("option", { value: c.clave }, c.nombre)));
    $("enlazar").hidden = !contendientes.length;
    $("enlazar").addEventListener("click", () => forma.enlazar(contendientes.map((c) => c.clave)));
    const textos = { "f-clave": "clave", "f-nombre": "nombre" };
    for (const [id, llave] of Object.entries(textos)) {
      $(id).addEventListener("input", () => forma.cambiar((d) => { d[llave] = $(id).value; }, id));
    }
    for (const [id, k] of [["f-ancho", 0], ["f-alto", 1]]) {
      $(id).addEventListener("change", () => {
        const valor = Number($(id).value.replace(",", "."));
        if (valor > 0) forma.cambiar((d) => { d.hoja_mm[k] = valor; });
        else $(id).value = forma.datos.hoja_mm[k];
      });
    }
    this.#pintarAvisos();
  }

  #pintarAvisos() {
    $("avisos").replaceChildren(...this.avisos.map((texto) =>
      nodo("p", { className: "aviso" }, texto,
        nodo("button", { type: "button", ariaLabel: "Visto", title: "Visto", onclick: () => { this.avisos = this.avisos.filter((a) => a !== texto); this.#pintarAvisos(); } }, "✓"))));
  }

  // the row of a quantity comes into view
  acercarse(i) { this.filas[i]?.fila.scrollIntoView({ block: "nearest" }); }

  // its name, ready to be typed
  escribir(i) { this.filas[i]?.entrada.select(); }

  pintar(elegidas, problemas) {
    const d = this.forma.datos;
    while (this.filas.length < d.campos.length) this.#nuevaFila();
    for (const sobra of this.filas.splice(d.campos.length)) sobra.fila.remove();
    const elegidos = new Set(this.forma.camposDe(elegidas));
    for (const [i, campo] of d.campos.entries()) this.#pintarFila(i, campo, elegidos.has(i), problemas);
    const recuadros = d.campos.reduce((n, c) => n + (c.digitos?.length ?? 0), 0);
    $("cuenta").textContent = `${d.campos.length} cantidades · ${recuadros} casilleros`;
    for (const [id, valor] of [["f-clave", d.clave], ["f-nombre", d.nombre], ["f-ancho", d.hoja_mm?.[0]], ["f-alto", d.hoja_mm?.[1]]]) {
      if (document.activeElement !== $(id)) $(id).value = valor ?? "";
    }
    this.#pintarFaltan(d);
    this.#pintarSeleccion(elegidas);
    this.#pintarSumas();
    this.#pintarOtros(problemas.filter(({ ruta }) => !(ruta[0] === "campos" && ruta.length > 1)));
  }

  // which contenders have no row, and which rows of votes have no contender
  #pintarFaltan({ campos }) {
    const votos = campos.filter((c) => c.tipo === "votos").map((c) => c.clave), claves = new Set(votos);
    const sinRenglon = this.contendientes.filter((c) => !claves.has(c.clave)).map((c) => c.clave);
    const sinNadie = votos.filter((clave) => !this.porClave.has(clave));
    const partes = [
      sinRenglon.length ? `Sin renglón: ${sinRenglon.join(", ")}.` : "",
      sinNadie.length ? `Sin contendiente: ${sinNadie.join(", ")}.` : "",
    ];
    $("faltan").textContent = partes.join(" ").trim();
    $("faltan").hidden = !this.contendientes.length || !$("faltan").textContent;
  }

  #nuevaFila() {
    const i = this.filas.length;
    const entrada = nodo("input", { autocomplete: "off", spellcheck: false, ariaLabel: "Clave de la cantidad" });
    entrada.setAttribute("list", "claves");
    entrada.addEventListener("input", () => this.forma.renombrar(i, entrada.value));
    entrada.addEventListener("focus", () => this.hechos.elegir(this.forma.digitosDe(i)));
    entrada.addEventListener("keydown", (e) => {
      const otra = { Enter: i + 1, ArrowDown: i + 1, ArrowUp: i - 1 }[e.key];
      if (otra === undefined || (e.key !== "Enter" && this.contendientes.length)) return;
      e.preventDefault();
      this.filas[otra]?.entrada.select();
    });
    const tipo = nodo("select", { ariaLabel: "Qué cantidad es" }, ...this.tipos.map((t) => nodo("option", { value: t }, NOMBRES[t] ?? t)));
    tipo.addEventListener("change", () => this.forma.cambiar((d) => { d.campos[i].tipo = tipo.value; }));
    const vista = nodo("div"), mal = nodo("p", { className: "mal", hidden: true });
    vista.addEventListener("click", (e) => this.hechos.elegir(e.shiftKey ? [...this.hechos.indices(), i].flatMap((k) => this.forma.digitosDe(k)) : this.forma.digitosDe(i)));
    const fila = nodo("li", { className: "campo" }, vista, entrada, tipo, mal);
    $("campos").append(fila);
    this.filas.push({ fila, entrada, tipo, vista, mal, visto: "" });
  }

  #pintarFila(i, campo, elegido, problemas) {
    const f = this.filas[i];
    if (document.activeElement !== f.entrada || f.entrada.value !== campo.clave) f.entrada.value = campo.clave ?? "";
    f.tipo.value = campo.tipo;
    const contendiente = this.porClave.get(campo.clave);
    f.entrada.classList.toggle("enlazado", Boolean(contendiente));
    f.entrada.style.setProperty("--enlace", contendiente?.color ?? "");
    f.entrada.title = contendiente?.nombre ?? "";
    f.fila.classList.toggle("elegido", elegido);
    const mios = problemas.filter(({ ruta }) => ruta[0] === "campos" && ruta[1] === i);
    f.mal.textContent = mios.length ? `${mios[0].que}. ${mios[0].remedio}${mios.length > 1 ? ` (y ${mios.length - 1} más)` : ""}` : "";
    f.mal.title = mios.map((p) => `${p.que}. ${p.remedio}`).join("\n");
    f.mal.hidden = !mios.length;
    f.fila.classList.toggle("con-mal", mios.length > 0);
    this.#pintarVista(f, campo);
  }

  // the print left of the quantity: an emblem tells more than a key
  #pintarVista(f, campo) {
    const cajas = [...(campo.digitos ?? []), ...(campo.letra ? [campo.letra] : [])];
    if (!cajas.length) return;
    const m = alrededor(cajas);
    const x = Math.max(0, m.x - ROTULO_MM), [largo, alto] = TITULO_MM;
    const zona = ["votos", "total", "identificacion"].includes(campo.tipo)
      ? { x, y: m.y, ancho: Math.max(m.x - x, 8), alto: m.alto }
      : { x: m.x, y: Math.max(0, m.y - alto), ancho: largo, alto };
    const visto = JSON.stringify([zona, this.forma.datos.hoja_mm]); // drawn again only when it changes
    if (visto === f.visto) return;
    f.visto = visto;
    f.vista.replaceChildren(recorte(this.referencia, this.forma.datos.hoja_mm, zona, 0.3));
  }

  #pintarSeleccion(elegidas) {
    const cajas = [...elegidas].map((n) => this.forma.caja(n)).filter(Boolean);
    $("seleccion").hidden = !cajas.length;
    if (!cajas.length) return;
    const marco = alrededor(cajas), indices = this.hechos.indices();
    for (const lado of LADOS) {
      const entrada = document.querySelector(`[data-lado=${lado}]`);
      if (document.activeElement !== entrada) entrada.value = redondo(marco[lado]);
    }
    $("repetir").disabled = !indices.length;
    $("alinear").disabled = !indices.length;
    $("sumar").disabled = indices.filter((i) => this.forma.datos.campos[i].tipo === "total").length !== 1 || indices.length < 2;
  }

  #pintarSumas() {
    $("sumas").replaceChildren(...this.forma.datos.sumas.map((s, k) =>
      nodo("p", { className: "suma" }, nodo("b", {}, `${s.total} =`), nodo("span", { title: s.sumandos.join(" + ") }, `suma de ${s.sumandos.length}: ${s.sumandos.slice(0, 4).join(" + ")}${s.sumandos.length > 4 ? " + …" : ""}`),
        nodo("button", { type: "button", ariaLabel: `Quitar la suma de ${s.total}`, title: "Quitar", onclick: () => this.forma.quitarSuma(k) }, "×"))));
  }

  #pintarOtros(problemas) {
    $("otros").replaceChildren(...problemas.map(({ ruta, que, remedio }) =>
      nodo("p", { className: "error", onclick: () => this.hechos.elegir([ruta.slice(0, ruta[0] === "qr" ? 1 : 2).join(".")]) }, `${que}. ${remedio}`)));
  }
}
