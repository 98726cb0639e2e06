// The whole sheet: follows the focus, zooms, turns, and shows crops as windows over one image (SVG, no server work).

const SVG = "http://www.w3.org/2000/svg";
const CERCA = 1.25; // width of the window over the width of the field in focus

export function elemento(nombre, atributos = {}) {
  const nodo = document.createElementNS(SVG, nombre);
  for (const [clave, valor] of Object.entries(atributos)) nodo.setAttribute(clave, valor);
  return nodo;
}

// A window over a sheet: `caja` and `hoja_mm` in millimetres.
export function recorte(url, [ancho, alto], caja, margen = 1) {
  const svg = elemento("svg", {
    viewBox: [caja.x - margen, caja.y - margen, caja.ancho + 2 * margen, caja.alto + 2 * margen].join(" "),
    class: "recorte", "aria-hidden": "true",
  });
  svg.append(elemento("image", { href: url, width: ancho, height: alto, preserveAspectRatio: "none" }));
  return svg;
}

// Where a window of `lado` around `centro` begins, kept on a sheet of `total` where it fits.
const dentro = (centro, lado, total) => (lado >= total ? (total - lado) / 2 : Math.min(Math.max(centro - lado / 2, 0), total - lado));

export class Visor {
  constructor(svg) {
    this.svg = svg;
    this.punteros = new Map();
    svg.addEventListener("wheel", (e) => { e.preventDefault(); this.acercar(e.deltaY < 0 ? 1.2 : 1 / 1.2, this.punto(e)); }, { passive: false });
    svg.addEventListener("pointerdown", (e) => { svg.setPointerCapture(e.pointerId); this.punteros.set(e.pointerId, e); svg.classList.add("arrastra"); });
    svg.addEventListener("pointermove", (e) => this.mover(e));
    for (const fin of ["pointerup", "pointercancel"]) {
      svg.addEventListener(fin, (e) => { this.punteros.delete(e.pointerId); svg.classList.remove("arrastra"); });
    }
  }

  // Show an image; without a size in millimetres, its own pixels are the unit. Resolves when it is painted.
  mostrar(url, medidas = null) {
    const carga = new Image();
    const lista = new Promise((bien, mal) => {
      carga.onload = () => {
        this.medidas = medidas ?? [carga.naturalWidth, carga.naturalHeight];
        this.giro = 0;
        this.caja = null;
        this.todo = medidas === null;
        const [ancho, alto] = this.medidas;
        this.lienzo = elemento("g");
        this.lienzo.append(elemento("image", { href: url, width: ancho, height: alto, preserveAspectRatio: "none" }));
        this.marco = elemento("rect", { class: "marco", rx: ancho / 300 });
        this.marco.style.display = "none";
        this.lienzo.append(this.marco);
        this.svg.replaceChildren(this.lienzo);
        this.ventana(this.completa());
        bien();
      };
      carga.onerror = () => mal(new Error("No se pudo mostrar la imagen"));
    });
    carga.src = url;
    return lista;
  }

  completa() {
    const [ancho, alto] = this.medidas;
    return this.giro % 180 ? [0, 0, alto, ancho] : [0, 0, ancho, alto];
  }

  ventana(caja) {
    this.actual = caja;
    this.svg.setAttribute("viewBox", caja.join(" "));
  }

  enfocar(caja) {
    this.caja = caja;
    if (!this.medidas) return;
    this.marco.style.display = caja ? "" : "none";
    if (!caja) return;
    for (const [clave, valor] of [["x", caja.x - 1], ["y", caja.y - 1], ["width", caja.ancho + 2], ["height", caja.alto + 2]]) this.marco.setAttribute(clave, valor);
    if (this.todo || this.giro) return;
    const { width, height } = this.svg.getBoundingClientRect();
    const ancho = Math.min(this.medidas[0], caja.ancho * CERCA);
    const alto = ancho * (height / Math.max(width, 1));
    this.ventana([dentro(caja.x + caja.ancho / 2, ancho, this.medidas[0]), dentro(caja.y + caja.alto / 2, alto, this.medidas[1]), ancho, alto]);
  }

  alternar() { // whole sheet <-> near the focus; without fields, whole <-> twice
    this.todo = !this.todo;
    if (this.todo || !this.caja) this.ventana(this.completa());
    else this.enfocar(this.caja);
    if (!this.todo && !this.caja) this.acercar(2);
  }

  girar() {
    if (!this.medidas) return;
    const [ancho, alto] = this.medidas;
    this.giro = (this.giro + 90) % 360;
    const mueve = { 0: "", 90: `translate(${alto} 0) rotate(90)`, 180: `translate(${ancho} ${alto}) rotate(180)`, 270: `translate(0 ${ancho}) rotate(270)` };
    this.lienzo.setAttribute("transform", mueve[this.giro]);
    this.ventana(this.completa());
  }

  contrastar() { document.body.classList.toggle("contraste"); }

  acercar(factor, centro = null) {
    if (!this.actual) return;
    const [x, y, ancho, alto] = this.actual;
    const [cx, cy] = centro ?? [x + ancho / 2, y + alto / 2];
    const nuevo = Math.min(Math.max(ancho / factor, this.medidas[0] / 40), Math.max(...this.medidas) * 1.5);
    const k = nuevo / ancho;
    this.ventana([cx - (cx - x) * k, cy - (cy - y) * k, nuevo, alto * k]);
  }

  punto(e) {
    const p = new DOMPoint(e.clientX, e.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return [p.x, p.y];
  }

  mover(e) {
    const antes = this.punteros.get(e.pointerId);
    if (!antes || !this.actual) return;
    const otro = [...this.punteros.values()].find((p) => p.pointerId !== e.pointerId);
    if (otro) {
      const lejos = (p) => Math.hypot(p.clientX - otro.clientX, p.clientY - otro.clientY);
      this.acercar(lejos(e) / Math.max(lejos(antes), 1), this.punto(otro));
    } else {
      const [x0, y0] = this.punto(antes), [x1, y1] = this.punto(e);
      const [x, y, ancho, alto] = this.actual;
      this.ventana([x - (x1 - x0), y - (y1 - y0), ancho, alto]);
    }
    this.punteros.set(e.pointerId, e);
  }
}
