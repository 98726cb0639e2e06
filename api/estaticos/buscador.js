// Looks an acta up in the catalogue by section or key; arrows choose.

import { pedir } from "./api.js";

const PAUSA_MS = 180;

export class Buscador {
  constructor(alElegir) {
    this.entrada = document.getElementById("buscar");
    this.lista = document.getElementById("candidatas");
    this.alElegir = alElegir;
    this.entrada.addEventListener("input", () => {
      clearTimeout(this.reloj);
      this.reloj = setTimeout(() => this.buscar(), PAUSA_MS);
    });
    this.entrada.addEventListener("keydown", (e) => {
      if (e.key !== "ArrowDown" && e.key !== "ArrowUp") return;
      e.preventDefault();
      const todas = [...this.lista.querySelectorAll(".candidata")];
      const i = todas.findIndex((li) => li.getAttribute("aria-selected") === "true");
      this.elegir(todas[Math.max(0, Math.min(todas.length - 1, i + (e.key === "ArrowDown" ? 1 : -1)))]);
    });
    this.lista.addEventListener("click", (e) => this.elegir(e.target.closest(".candidata")));
  }

  async buscar() {
    const texto = this.entrada.value.trim();
    this.elegir(null);
    if (!texto) return this.lista.replaceChildren();
    const halladas = await pedir("GET", `/catalogo?buscar=${encodeURIComponent(texto)}`).catch(() => []);
    if (texto !== this.entrada.value.trim()) return; // an older answer came late
    this.lista.replaceChildren(...halladas.map((c) => this.fila(c)));
    if (halladas.length === 0) this.lista.append(Object.assign(document.createElement("li"), { className: "tenue", textContent: "Ninguna acta del catálogo tiene esa sección o clave." }));
    if (halladas.length === 1) this.elegir(this.lista.firstElementChild);
  }

  // What the printed heading suggests, before anything is typed. Nothing is chosen: the person compares and decides.
  // One suggestion is of one section; more of them mean that the label says one acta and the sheet another.
  ofrecer(candidatas) {
    if (!candidatas.length || this.entrada.value.trim()) return;
    const textContent = new Set(candidatas.map((c) => c.seccion)).size > 1
      ? "La etiqueta dice un acta y la hoja otra. Compare la sección y la casilla; podría ser:"
      : "Por lo impreso en el acta podría ser:";
    const rotulo = Object.assign(document.createElement("li"), { className: "rotulo", textContent });
    rotulo.setAttribute("role", "presentation");
    this.lista.replaceChildren(rotulo, ...candidatas.map((c) => this.fila(c)));
  }

  fila(c) {
    const li = Object.assign(document.createElement("li"), { className: "candidata", role: "option" });
    li.setAttribute("role", "option");
    li.dataset.clave = c.clave_acta;
    const donde = [`Distrito ${c.distrito} ${c.distrito_nombre}`, c.municipio, c.domicilio].filter(Boolean).join(" · ");
    for (const [etiqueta, texto] of [
      ["strong", `Sección ${String(c.seccion).padStart(4, "0")} · ${c.casilla}${c.principio === "RP" ? " (representación proporcional)" : ""}`],
      ["code", c.clave_acta], ["small", donde]]) li.append(Object.assign(document.createElement(etiqueta), { textContent: texto }));
    return li;
  }

  elegir(li) {
    for (const otra of this.lista.querySelectorAll("[aria-selected]")) otra.removeAttribute("aria-selected");
    li = li?.dataset?.clave ? li : null;
    li?.setAttribute("aria-selected", "true");
    li?.scrollIntoView({ block: "nearest" });
    this.elegida = li?.dataset.clave ?? null;
    this.alElegir(this.elegida);
  }

  limpiar() {
    this.entrada.value = "";
    this.lista.replaceChildren();
    this.elegir(null);
    this.entrada.focus();
  }
}
