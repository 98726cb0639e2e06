// The sheet with its boxes: zoom, choose, move, stretch, draw. It knows names and rectangles (mm); the form changes elsewhere.

import { alrededor } from "./plantilla_forma.js";
import { elemento } from "./visor.js";

const ASAS = [[0, 0], [0.5, 0], [1, 0], [1, 0.5], [1, 1], [0.5, 1], [0, 1], [0, 0.5]];
const ASA_PX = 9;
const MINIMO_MM = 1; // a smaller drag is a click
const ORDEN = { mascara: 0, reservado: 1, qr: 2, letra: 3, digito: 4 };

export class Hoja {
  // hechos: elegir(names, add), llevar(from, to, what), dibujado(frame), menu of keys stays outside
  constructor(svg, url, medidas, hechos) {
    Object.assign(this, { svg, hechos, medidas, modo: "elegir", elegidas: new Set(), gesto: null, espacio: false });
    this.imagen = elemento("image", { href: url, preserveAspectRatio: "none" });
    this.capa = elemento("g");
    this.asas = elemento("g");
    this.goma = elemento("rect", { class: "goma", visibility: "hidden" });
    svg.append(this.imagen, this.capa, this.asas, this.goma);
    this.medir(medidas);
    this.completa();
    svg.addEventListener("pointerdown", (e) => this.#abajo(e));
    svg.addEventListener("pointermove", (e) => this.#mueve(e));
    for (const fin of ["pointerup", "pointercancel"]) svg.addEventListener(fin, (e) => this.#arriba(e));
    svg.addEventListener("dblclick", (e) => this.#doble(e));
    svg.addEventListener("wheel", (e) => this.#rueda(e), { passive: false });
    new ResizeObserver(() => this.#pintarAsas()).observe(svg);
  }

  medir([ancho, alto]) {
    if (!(ancho > 0 && alto > 0)) return;
    this.medidas = [ancho, alto];
    this.imagen.setAttribute("width", ancho);
    this.imagen.setAttribute("height", alto);
  }

  ponerModo(modo) {
    this.modo = modo;
    this.svg.classList.toggle("dibuja", modo !== "elegir");
  }

  ponerEspacio(apretado) {
    this.espacio = apretado;
    this.svg.classList.toggle("recorre", apretado);
  }

  // boxes: [name, box, kind]; wrong: set of names; labels: [text, x, y]
  pintar(cajas, elegidas, malas, rotulos) {
    this.cajas = [...cajas].sort((a, b) => ORDEN[a[2]] - ORDEN[b[2]]);
    this.elegidas = elegidas;
    this.capa.replaceChildren(
      ...this.cajas.map(([nombre, c, tipo]) => {
        const clases = ["caja", tipo];
        if (malas.has(nombre)) clases.push("mal");
        if (elegidas.has(nombre)) clases.push("elegida");
        return elemento("rect", { x: c.x, y: c.y, width: c.ancho, height: c.alto, class: clases.join(" "), "data-nombre": nombre });
      }),
      ...rotulos.map(([texto, x, y]) => {
        const nodo = elemento("text", { x, y });
        nodo.textContent = texto;
        return nodo;
      }),
    );
    this.#pintarAsas();
  }

  get marco() {
    const elegidas = (this.cajas ?? []).filter(([n]) => this.elegidas.has(n)).map(([, c]) => c);
    return elegidas.length ? alrededor(elegidas) : null;
  }

  get pxPorMm() { return this.svg.getScreenCTM()?.a ?? 1; }

  #pintarAsas() {
    const m = this.marco;
    if (!m) return this.asas.replaceChildren();
    const lado = ASA_PX / this.pxPorMm;
    const holgado = m.ancho > 2.5 * lado && m.alto > 2.5 * lado;
    this.asas.replaceChildren(
      ...ASAS.filter(([u, v]) => holgado || (u === 1 && v === 1)).map(([u, v]) =>
        elemento("rect", {
          x: m.x + u * m.ancho - lado / 2, y: m.y + v * m.alto - lado / 2, width: lado, height: lado,
          class: "asa", "data-asa": `${u},${v}`,
        })),
    );
  }

  // window of the sheet on screen
  ventana(x, y, ancho, alto) {
    this.vista = [x, y, ancho, alto];
    this.svg.setAttribute("viewBox", this.vista.join(" "));
    this.#pintarAsas();
  }

  completa() { this.ventana(-4, -4, this.medidas[0] + 8, this.medidas[1] + 8); }

  acercar(factor, centro = null) {
    const [x, y, ancho, alto] = this.vista;
    const [cx, cy] = centro ?? [x + ancho / 2, y + alto / 2];
    const k = Math.min(Math.max(ancho / factor, 15), this.medidas[0] * 2) / ancho;
    this.ventana(cx - (cx - x) * k, cy - (cy - y) * k, ancho * k, alto * k);
  }

  // bring the chosen boxes into view, without moving when they are
  mostrar() {
    const m = this.marco;
    if (!m) return;
    const [x, y, ancho, alto] = this.vista;
    if (m.x >= x && m.y >= y && m.x + m.ancho <= x + ancho && m.y + m.alto <= y + alto) return;
    this.ventana(m.x + m.ancho / 2 - ancho / 2, m.y + m.alto / 2 - alto / 2, ancho, alto);
  }

  #punto(e) {
    const p = new DOMPoint(e.clientX, e.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return [p.x, p.y];
  }

  #abajo(e) {
    this.svg.focus({ preventScroll: true });
    const punto = this.#punto(e);
    const nombre = e.target.dataset?.nombre, asa = e.target.dataset?.asa;
    if (e.button === 1 || this.espacio) this.gesto = { que: "recorrer", punto };
    else if (e.button !== 0) return;
    else if (this.modo !== "elegir") this.gesto = { que: "dibujar", punto };
    else if (asa) this.gesto = { que: "estirar", punto, asa: asa.split(",").map(Number), de: this.marco };
    else if (nombre) {
      if (!this.elegidas.has(nombre) || e.shiftKey) this.hechos.elegir([nombre], e.shiftKey, false);
      this.gesto = { que: "mover", punto, de: this.marco };
    } else this.gesto = { que: "rodear", punto, agrega: e.shiftKey };
    this.gesto.inicio = this.gesto.de && { ...this.gesto.de };
    this.gesto.id = `${this.gesto.que}-${Date.now()}`;
    this.svg.setPointerCapture(e.pointerId);
    e.preventDefault();
  }

  #mueve(e) {
    const g = this.gesto;
    if (!g) return;
    const [x, y] = this.#punto(e), [x0, y0] = g.punto;
    if (g.que === "recorrer") {
      const [vx, vy, ancho, alto] = this.vista;
      this.ventana(vx - (x - x0), vy - (y - y0), ancho, alto);
    } else if (g.que === "mover" || g.que === "estirar") {
      if (!g.inicio || (!g.movido && Math.hypot(x - x0, y - y0) * this.pxPorMm < 3)) return;
      g.movido = true;
      const a = this.#destino(g, x - x0, y - y0);
      this.hechos.llevar(g.de, a, g.id);
      g.de = this.marco ?? a;
    } else {
      const m = { x: Math.min(x, x0), y: Math.min(y, y0), ancho: Math.abs(x - x0), alto: Math.abs(y - y0) };
      g.marco = m;
      for (const [llave, valor] of [["x", m.x], ["y", m.y], ["width", m.ancho], ["height", m.alto]]) this.goma.setAttribute(llave, valor);
      this.goma.setAttribute("visibility", "visible");
    }
  }

  #destino(g, dx, dy) {
    const i = g.inicio;
    if (g.que === "mover") return { ...i, x: i.x + dx, y: i.y + dy };
    const [u, v] = g.asa;
    const a = { ...i };
    if (u === 0) { a.x = Math.min(i.x + dx, i.x + i.ancho - 1); a.ancho = i.ancho - (a.x - i.x); }
    if (u === 1) a.ancho = Math.max(1, i.ancho + dx);
    if (v === 0) { a.y = Math.min(i.y + dy, i.y + i.alto - 1); a.alto = i.alto - (a.y - i.y); }
    if (v === 1) a.alto = Math.max(1, i.alto + dy);
    return a;
  }

  #arriba(e) {
    const g = this.gesto;
    this.gesto = null;
    this.goma.setAttribute("visibility", "hidden");
    if (!g || e.type === "pointercancel") return;
    const m = g.marco;
    if (g.que === "rodear") {
      const dentro = m && Math.max(m.ancho, m.alto) >= MINIMO_MM
        ? this.cajas.filter(([, c]) => c.x >= m.x && c.y >= m.y && c.x + c.ancho <= m.x + m.ancho && c.y + c.alto <= m.y + m.alto).map(([n]) => n)
        : [];
      this.hechos.elegir(dentro, g.agrega, false);
    } else if (g.que === "dibujar" && m && m.ancho >= MINIMO_MM && m.alto >= MINIMO_MM) {
      const [ancho, alto] = this.medidas;
      const x = Math.max(0, m.x), y = Math.max(0, m.y);
      this.hechos.dibujado({ x, y, ancho: Math.min(m.x + m.ancho, ancho) - x, alto: Math.min(m.y + m.alto, alto) - y });
    }
  }

  #doble(e) {
    const nombre = e.target.dataset?.nombre;
    if (nombre && this.modo === "elegir") this.hechos.elegir([nombre], false, true);
  }

  #rueda(e) {
    e.preventDefault();
    if (e.ctrlKey || e.metaKey) return this.acercar(Math.exp(-e.deltaY / 300), this.#punto(e));
    const [x, y, ancho, alto] = this.vista;
    const [dx, dy] = e.shiftKey ? [e.deltaY, e.deltaX] : [e.deltaX, e.deltaY];
    this.ventana(x + dx / this.pxPorMm, y + dy / this.pxPorMm, ancho, alto);
  }
}
