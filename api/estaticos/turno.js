// A person's turn: taken once, kept alive, sent until the server acknowledges it, remembered across a lost connection.
// While one is in hand the next may be reserved, so that its image is already loaded. What is typed is kept by person
// and image: it comes back with the acta even if the turn was lost, and never to somebody else at the same terminal.

import { Problema, SinConexion, pedir } from "./api.js";

const ESPERA_FILA_MS = 4000;
const LATIDO_MS = 20000;
const REINTENTO_MS = 3000;
const BORRADOR_MS = 3000;

const dormir = (ms) => new Promise((bien) => setTimeout(bien, ms));

export class Turnos {
  constructor(tipo) {
    this.tipo = tipo;
    this.llave = `actario.tarea.${tipo}`;
    this.alPerder = () => null; // told when the server says that the turn in hand is no longer ours
    this.guardado = null;
    this.despachando = false;
    setInterval(() => this.latir(), LATIDO_MS);
  }

  // The task left half done in this tab, if its turn is still ours.
  async recuperar() {
    const texto = sessionStorage.getItem(this.llave);
    if (!texto) return null;
    const tarea = JSON.parse(texto);
    try {
      await pedir("POST", `/turnos/${tarea.turno}/latido`);
    } catch (e) {
      if (e instanceof Problema) { this.dejar(tarea); return null; }
    }
    this.actual = tarea;
    return tarea;
  }

  // Next task, the reserved one if there is; waits while the queue is empty. `vacia(bool)` tells whether to show it.
  async tomar(vacia) {
    for (;;) {
      let tarea = this.siguiente;
      this.siguiente = null;
      try {
        tarea ??= await pedir("POST", "/tareas", { tipo: this.tipo });
      } catch (e) {
        if (!(e instanceof SinConexion)) throw e;
      }
      if (tarea) {
        this.actual = tarea;
        if (this.siguiente?.turno === tarea.turno) this.siguiente = null; // reserved while it was being asked for
        sessionStorage.setItem(this.llave, JSON.stringify(tarea));
        vacia(false);
        return tarea;
      }
      vacia(true);
      await dormir(ESPERA_FILA_MS);
    }
  }

  // Reserve what comes next and let `preparar` load its image. One at most; a lost chance is tried at the next beat.
  async adelantar(preparar) {
    this.preparar = preparar;
    if (this.siguiente || !this.actual) return;
    const tarea = await pedir("POST", "/tareas", { tipo: this.tipo, adelantada: true }).catch(() => null);
    if (!tarea || tarea.turno === this.actual?.turno) return;
    this.siguiente = tarea;
    await preparar(tarea).catch(() => null);
  }

  // Send until there is an answer: the server answers the same to the same turn. `espera()` is told of each failure.
  // An answer with questions leaves the turn open.
  async enviar(accion, cuerpo, espera) {
    for (;;) {
      try {
        const respuesta = await pedir("POST", `/turnos/${this.actual.turno}/${accion}`, cuerpo);
        if (!respuesta.avisos?.length) this.olvidar(this.actual);
        return respuesta;
      } catch (e) {
        if (!(e instanceof SinConexion)) throw e;
        espera(e);
        await dormir(REINTENTO_MS);
      }
    }
  }

  // Answer the turn once and go on with the next; a refusal is told over it.
  async despachar(accion, cuerpo, seguir, que) {
    if (this.despachando || !this.actual) return;
    this.despachando = true;
    try {
      await this.enviar(accion, cuerpo, () => avisar(`Sin conexión: su ${que} está guardada y se enviará sola al volver.`, "mal"));
      await seguir();
    } catch (e) {
      if (this.actual) this.olvidar(this.actual);
      await seguir();
      avisar(textoDe(e), "mal");
    } finally {
      this.despachando = false;
    }
  }

  async soltar() {
    const tarea = this.actual;
    this.olvidar(tarea);
    await pedir("DELETE", `/turnos/${tarea.turno}`).catch(() => null);
  }

  // Kept in this tab at once and, where the task has drafts, on the server soon after: the machine itself may fail.
  anotar(campos) {
    sessionStorage.setItem(this.cajon(this.actual), JSON.stringify(campos));
    if (this.tipo !== "captura") return;
    this.porGuardar = { turno: this.actual.turno, campos: Object.fromEntries(Object.entries(campos).map(([campo, valor]) => [campo, String(valor)])) };
    this.guardado ??= setTimeout(() => this.guardar(), BORRADOR_MS);
  }

  guardar() {
    const { turno, campos } = this.porGuardar;
    this.guardado = null;
    if (this.actual?.turno === turno) pedir("PUT", `/turnos/${turno}/borrador`, { campos }).catch(() => null); // the tab still has it
  }

  escrito() {
    const enLaPestana = sessionStorage.getItem(this.cajon(this.actual));
    if (enLaPestana !== null) return JSON.parse(enLaPestana);
    return Object.fromEntries(Object.entries(this.actual.borrador ?? {}).map(([campo, texto]) => [campo, /^\d+$/.test(texto) ? Number(texto) : texto]));
  }

  // Fields where the words said otherwise than the digits, and prevail; kept in this tab beside what is typed.
  porLetra() { return new Set(JSON.parse(sessionStorage.getItem(this.cajonLetra(this.actual)) ?? "[]")); }

  alternarLetra(clave) {
    const marcas = this.porLetra();
    if (!marcas.delete(clave)) marcas.add(clave);
    sessionStorage.setItem(this.cajonLetra(this.actual), JSON.stringify([...marcas]));
    return marcas.has(clave);
  }

  cajonLetra(tarea) { return `${this.cajon(tarea)}.letra`; }

  cajon(tarea) { return `actario.escrito.${this.tipo}.${document.body.dataset.usuario}.${tarea.imagen}`; }

  // The task is over: nothing of it is kept.
  olvidar(tarea) {
    sessionStorage.removeItem(this.cajon(tarea));
    sessionStorage.removeItem(this.cajonLetra(tarea));
    this.dejar(tarea);
  }

  // The turn is over, but what was typed waits for the acta to come back to this person.
  dejar(tarea) {
    sessionStorage.removeItem(this.llave);
    if (this.actual === tarea) this.actual = null;
  }

  async latir() {
    const { actual, siguiente } = this;
    for (const tarea of [actual, siguiente]) {
      if (!tarea) continue;
      await pedir("POST", `/turnos/${tarea.turno}/latido`).catch((e) => {
        if (!(e instanceof Problema)) return;
        if (tarea === this.siguiente) this.siguiente = null;
        else if (tarea === this.actual) this.alPerder(e);
      });
    }
    if (this.preparar) await this.adelantar(this.preparar);
  }
}

export function avisar(texto, clase = "") {
  const aviso = document.getElementById("aviso");
  aviso.hidden = !texto;
  aviso.className = `aviso ${clase}`;
  aviso.textContent = texto ?? "";
}

export const textoDe = (e) => (e instanceof Problema ? `${e.cuerpo.detail} ${e.cuerpo.remedio ?? ""}` : e.message);

export function mostrarMesa(vacia) {
  document.getElementById("mesa").hidden = vacia;
  document.getElementById("vacio").hidden = !vacia;
}
