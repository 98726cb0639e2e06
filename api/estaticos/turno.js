// A person's turn: taken once, kept alive, sent until the server acknowledges it, remembered across a lost connection.

import { Problema, SinConexion, pedir } from "./api.js";

const ESPERA_FILA_MS = 4000;
const LATIDO_MS = 20000;
const REINTENTO_MS = 3000;

const dormir = (ms) => new Promise((bien) => setTimeout(bien, ms));

export class Turnos {
  constructor(tipo) {
    this.tipo = tipo;
    this.llave = `actario.tarea.${tipo}`;
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
      if (e instanceof Problema) { this.olvidar(tarea); return null; }
    }
    this.actual = tarea;
    return tarea;
  }

  // Next task; waits while the queue is empty. `vacia(bool)` tells whether there is something to show.
  async tomar(vacia) {
    for (;;) {
      let tarea = null;
      try {
        tarea = await pedir("POST", "/tareas", { tipo: this.tipo });
      } catch (e) {
        if (!(e instanceof SinConexion)) throw e;
      }
      if (tarea) {
        this.actual = tarea;
        sessionStorage.setItem(this.llave, JSON.stringify(tarea));
        vacia(false);
        return tarea;
      }
      vacia(true);
      await dormir(ESPERA_FILA_MS);
    }
  }

  // Send until there is an answer: the server answers the same to the same turn. `espera()` is told of each failure.
  async enviar(accion, cuerpo, espera) {
    for (;;) {
      try {
        const respuesta = await pedir("POST", `/turnos/${this.actual.turno}/${accion}`, cuerpo);
        this.olvidar(this.actual);
        return respuesta;
      } catch (e) {
        if (!(e instanceof SinConexion)) throw e;
        espera(e);
        await dormir(REINTENTO_MS);
      }
    }
  }

  async soltar() {
    const tarea = this.actual;
    this.olvidar(tarea);
    await pedir("DELETE", `/turnos/${tarea.turno}`).catch(() => null);
  }

  anotar(campos) { sessionStorage.setItem(`actario.escrito.${this.actual.turno}`, JSON.stringify(campos)); }

  escrito() { return JSON.parse(sessionStorage.getItem(`actario.escrito.${this.actual.turno}`) ?? "{}"); }

  olvidar(tarea) {
    sessionStorage.removeItem(this.llave);
    sessionStorage.removeItem(`actario.escrito.${tarea.turno}`);
    if (this.actual === tarea) this.actual = null;
  }

  latir() {
    if (this.actual) pedir("POST", `/turnos/${this.actual.turno}/latido`).catch(() => null);
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
