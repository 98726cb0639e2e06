// The form as data (plantilla.json) and what a person does to it. Every change can be undone; nothing here draws.
// A box is named as the server names its faults: "campos.3.digitos.1", "campos.3.letra", "qr", "reservado.0".

const MAX_DESHACER = 300;
const JUNTAS_MS = 700; // strokes of the arrow keys this close are one change
export const LADOS = ["x", "y", "ancho", "alto"];

export const redondo = (mm) => Math.round(mm * 100) / 100;
const copia = (valor) => JSON.parse(JSON.stringify(valor));

export class Forma {
  constructor(datos, alCambiar) {
    this.alCambiar = alCambiar;
    this.pasado = [];
    this.futuro = [];
    this.ultimo = { que: null, cuando: 0 };
    this.poner(datos);
  }

  poner(datos) {
    this.datos = copia(datos);
    for (const lista of ["campos", "sumas", "reservado", "mascara"]) {
      if (!Array.isArray(this.datos[lista])) this.datos[lista] = [];
    }
  }

  // `que` joins changes of one kind in a row: a drag, a held arrow key, a text being typed.
  cambiar(hacer, que = null) {
    const ahora = Date.now();
    const seguido = que && que === this.ultimo.que && ahora - this.ultimo.cuando < JUNTAS_MS;
    if (!seguido) {
      this.pasado.push(copia(this.datos));
      if (this.pasado.length > MAX_DESHACER) this.pasado.shift();
    }
    this.ultimo = { que, cuando: ahora };
    this.futuro = [];
    hacer(this.datos);
    this.alCambiar();
  }

  deshacer() { this.#volver(this.pasado, this.futuro); }
  rehacer() { this.#volver(this.futuro, this.pasado); }

  #volver(de, a) {
    if (!de.length) return;
    a.push(copia(this.datos));
    this.datos = de.pop();
    this.ultimo = { que: null, cuando: 0 };
    this.alCambiar();
  }

  // every box of the form: [name, box, kind]
  *cajas() {
    for (const [i, m] of this.datos.mascara.entries()) yield [`mascara.${i}`, m, "mascara"];
    for (const [i, r] of this.datos.reservado.entries()) yield [`reservado.${i}`, r, "reservado"];
    if (this.datos.qr) yield ["qr", this.datos.qr, "qr"];
    for (const [i, campo] of this.datos.campos.entries()) {
      if (campo.letra) yield [`campos.${i}.letra`, campo.letra, "letra"];
      for (const [j, d] of (campo.digitos ?? []).entries()) yield [`campos.${i}.digitos.${j}`, d, "digito"];
    }
  }

  caja(nombre) {
    return nombre.split(".").reduce((en, llave) => en?.[llave], this.datos);
  }

  campoDe(nombre) {
    const partes = nombre.split(".");
    return partes[0] === "campos" ? Number(partes[1]) : null;
  }

  digitosDe(i) { return (this.datos.campos[i]?.digitos ?? []).map((_, j) => `campos.${i}.digitos.${j}`); }

  todasDe(i) {
    return [...this.digitosDe(i), ...(this.datos.campos[i]?.letra ? [`campos.${i}.letra`] : [])];
  }

  camposDe(nombres) {
    return [...new Set([...nombres].map((n) => this.campoDe(n)).filter((i) => i !== null))].sort((a, b) => a - b);
  }

  // boxes moved and stretched so that the rectangle around them goes from one to the other
  llevar(nombres, de, a, que) {
    const hoja = this.datos.hoja_mm;
    const kx = de.ancho > 0 ? a.ancho / de.ancho : 1, ky = de.alto > 0 ? a.alto / de.alto : 1;
    this.cambiar(() => {
      for (const nombre of nombres) {
        const caja = this.caja(nombre);
        if (!caja) continue;
        const ancho = Math.max(0.5, caja.ancho * kx), alto = Math.max(0.5, caja.alto * ky);
        caja.x = redondo(Math.min(Math.max(0, a.x + (caja.x - de.x) * kx), Math.max(0, hoja[0] - ancho)));
        caja.y = redondo(Math.min(Math.max(0, a.y + (caja.y - de.y) * ky), Math.max(0, hoja[1] - alto)));
        caja.ancho = redondo(ancho);
        caja.alto = redondo(alto);
      }
    }, que);
  }

  claveLibre(clave) {
    const usadas = new Set(this.datos.campos.map((c) => c.clave));
    if (!usadas.has(clave)) return clave;
    let n = 2;
    while (usadas.has(`${clave}_${n}`)) n += 1;
    return `${clave}_${n}`;
  }

  // a quantity whose `cuantos` boxes fill a rectangle; returns its place in the list
  agregarCampo(marco, cuantos) {
    const campo = { clave: this.claveLibre("RENGLON"), tipo: "votos", digitos: repartir(marco, cuantos) };
    const i = this.#lugar(campo);
    this.cambiar((datos) => datos.campos.splice(i, 0, campo));
    return i;
  }

  // the order of the acta: after the last quantity of its own column that is above it
  #lugar(campo) {
    const [x, y] = [campo.digitos[0].x, campo.digitos[0].y];
    let lugar = null;
    for (const [i, otro] of this.datos.campos.entries()) {
      const d = otro.digitos?.[0];
      if (d && Math.abs(d.x - x) < 12 && d.y < y) lugar = i + 1;
    }
    if (lugar !== null) return lugar;
    const debajo = this.datos.campos.findIndex((o) => o.digitos?.[0] && Math.abs(o.digitos[0].x - x) < 12);
    return debajo >= 0 ? debajo : this.datos.campos.length;
  }

  // copies of whole quantities under the last of them, at the pitch of the table; returns their boxes
  repetir(indices) {
    if (!indices.length) return [];
    const filas = indices.map((i) => this.datos.campos[i]).sort((a, b) => a.digitos[0].y - b.digitos[0].y);
    const paso = this.#paso(filas);
    const baja = filas.length > 1 ? filas.at(-1).digitos[0].y - filas[0].digitos[0].y + paso : paso;
    const hasta = Math.max(...filas.flatMap((f) => [...f.digitos, ...(f.letra ? [f.letra] : [])]).map((c) => c.y + c.alto));
    if (hasta + baja > this.datos.hoja_mm[1]) return [];
    const ultimo = Math.max(...indices);
    this.cambiar((datos) => {
      const nuevas = filas.map((fila) => {
        const nueva = copia(fila);
        nueva.clave = this.claveLibre("RENGLON");
        for (const caja of [...nueva.digitos, ...(nueva.letra ? [nueva.letra] : [])]) caja.y = redondo(caja.y + baja);
        datos.campos.push(nueva); // so that the next free key is another
        return nueva;
      });
      datos.campos.splice(-nuevas.length);
      datos.campos.splice(ultimo + 1, 0, ...nuevas);
    });
    return filas.flatMap((_, k) => this.todasDe(ultimo + 1 + k));
  }

  #paso(filas) {
    if (filas.length > 1) return (filas.at(-1).digitos[0].y - filas[0].digitos[0].y) / (filas.length - 1);
    const yo = filas[0].digitos[0];
    const arriba = this.datos.campos
      .map((c) => c.digitos?.[0])
      .filter((d) => d && Math.abs(d.x - yo.x) < 2 && d.y < yo.y - 0.5)
      .map((d) => yo.y - d.y);
    const paso = Math.min(...arriba);
    return paso < yo.alto * 2.5 ? paso : Math.max(filas[0].letra?.alto ?? 0, yo.alto) + 0.7;
  }

  // equal boxes at equal steps within each quantity; rows of one column over one another
  emparejar(indices) {
    const mediana = (v) => [...v].sort((a, b) => a - b)[Math.floor(v.length / 2)];
    this.cambiar((datos) => {
      const filas = indices.map((i) => datos.campos[i]).filter((c) => c.digitos?.length);
      const largo = filas[0]?.digitos.length;
      if (!filas.every((f) => f.digitos.length === largo)) return;
      const ancho = mediana(filas.flatMap((f) => f.digitos.map((d) => d.ancho)));
      const alto = mediana(filas.flatMap((f) => f.digitos.map((d) => d.alto)));
      for (let j = 0; j < largo; j += 1) {
        const x = mediana(filas.map((f) => f.digitos[j].x));
        for (const fila of filas) {
          Object.assign(fila.digitos[j], { x, ancho, alto, y: mediana(fila.digitos.map((d) => d.y)) });
        }
      }
      const letras = filas.map((f) => f.letra).filter(Boolean);
      if (letras.length < 2) return;
      const [x, a] = [mediana(letras.map((l) => l.x)), mediana(letras.map((l) => l.ancho))];
      for (const letra of letras) Object.assign(letra, { x, ancho: a });
    });
  }

  // the only total among some quantities is the sum of the others; false where there is not exactly one
  sumar(indices) {
    const totales = indices.filter((i) => this.datos.campos[i].tipo === "total");
    const sumandos = indices.filter((i) => this.datos.campos[i].tipo !== "total");
    if (totales.length !== 1 || !sumandos.length) return false;
    const total = this.datos.campos[totales[0]].clave;
    this.cambiar((datos) => {
      const antes = datos.sumas.find((s) => s.total === total) ?? {};
      datos.sumas = datos.sumas.filter((s) => s.total !== total);
      datos.sumas.push({ ...antes, total, sumandos: sumandos.map((i) => datos.campos[i].clave) });
    });
    return true;
  }

  quitarSuma(k) { this.cambiar((datos) => datos.sumas.splice(k, 1)); }

  // a new key, also in the sums that name it
  renombrar(i, clave) {
    const antes = this.datos.campos[i].clave;
    const sola = this.datos.campos.filter((c) => c.clave === antes).length === 1;
    this.cambiar((datos) => {
      datos.campos[i].clave = clave;
      if (!sola) return;
      for (const suma of datos.sumas) {
        if (suma.total === antes) suma.total = clave;
        suma.sumandos = suma.sumandos.map((s) => (s === antes ? clave : s));
      }
    }, `clave.${i}`);
  }

  // the rows of votes without a contender take the keys of those without a row, in the order of the acta
  enlazar(claves) {
    this.cambiar((datos) => {
      const votos = datos.campos.filter((c) => c.tipo === "votos");
      const puestas = new Set(votos.map((c) => c.clave));
      const libres = claves.filter((c) => !puestas.has(c)), sueltos = votos.filter((c) => !claves.includes(c.clave));
      const nuevas = new Map(sueltos.map((c, k) => [c.clave, libres[k] ?? c.clave]));
      for (const [k, campo] of sueltos.entries()) campo.clave = libres[k] ?? campo.clave;
      for (const suma of datos.sumas) suma.sumandos = suma.sumandos.map((s) => nuevas.get(s) ?? s);
    });
  }

  borrar(nombres) {
    const elegidos = new Set(nombres);
    this.cambiar((datos) => {
      if (elegidos.has("qr")) delete datos.qr;
      for (const lista of ["reservado", "mascara"]) {
        datos[lista] = datos[lista].filter((_, i) => !elegidos.has(`${lista}.${i}`));
      }
      const muertas = new Set();
      datos.campos = datos.campos.filter((campo, i) => {
        if (elegidos.has(`campos.${i}.letra`)) delete campo.letra;
        campo.digitos = (campo.digitos ?? []).filter((_, j) => !elegidos.has(`campos.${i}.digitos.${j}`));
        if (!campo.digitos.length) muertas.add(campo.clave);
        return campo.digitos.length > 0;
      });
      for (const suma of datos.sumas) suma.sumandos = suma.sumandos.filter((s) => !muertas.has(s));
      datos.sumas = datos.sumas.filter((s) => !muertas.has(s.total) && s.sumandos.length);
    });
  }
}

export function repartir(marco, cuantos) {
  const paso = marco.ancho / cuantos;
  return Array.from({ length: cuantos }, (_, j) => ({
    x: redondo(marco.x + j * paso), y: redondo(marco.y), ancho: redondo(paso), alto: redondo(marco.alto),
  }));
}

export function alrededor(cajas) {
  const x = Math.min(...cajas.map((c) => c.x)), y = Math.min(...cajas.map((c) => c.y));
  return {
    x, y,
    ancho: Math.max(...cajas.map((c) => c.x + c.ancho)) - x,
    alto: Math.max(...cajas.map((c) => c.y + c.alto)) - y,
  };
}
