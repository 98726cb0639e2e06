// The whole image beside the catalogue.

import { Buscador } from "./buscador.js";
import { Problema } from "./api.js";
import { Turnos, avisar, mostrarMesa, textoDe } from "./turno.js";
import { Visor } from "./visor.js";

const turnos = new Turnos("identificacion");
const visor = new Visor(document.getElementById("visor"));
const enviarBoton = document.getElementById("enviar");
const fuera = document.getElementById("fuera");
const buscador = new Buscador((clave) => { enviarBoton.disabled = clave === null; });
let confirma = false;
let enviando = false;

async function comenzar(anterior) {
  const tarea = anterior ?? (await turnos.tomar(mostrarMesa));
  mostrarMesa(false);
  avisar(null);
  pedirConfirmacion(false);
  buscador.limpiar();
  buscador.ofrecer(tarea.candidatas ?? []);
  await visor.mostrar(tarea.foto).catch(() => avisar("No se pudo mostrar la imagen.", "mal"));
}

function pedirConfirmacion(si) {
  confirma = si;
  fuera.textContent = si ? "Confirmar: ninguna casilla aprobada corresponde" : "Fuera de catálogo";
}

async function enviar(clave) {
  if (enviando) return;
  enviando = true;
  try {
    await turnos.enviar("identificacion", { clave_acta: clave }, () => avisar("Sin conexión: se enviará sola al volver.", "mal"));
    await comenzar();
  } catch (e) {
    const sigue = e instanceof Problema && e.cuerpo.status === 422;
    if (!sigue) { if (turnos.actual) turnos.olvidar(turnos.actual); await comenzar(); }
    avisar(textoDe(e), "mal");
  } finally {
    enviando = false;
  }
}

document.getElementById("lista").addEventListener("submit", (e) => { e.preventDefault(); if (buscador.elegida) enviar(buscador.elegida); });
fuera.addEventListener("click", () => (confirma ? enviar(null) : pedirConfirmacion(true)));
document.getElementById("soltar").addEventListener("click", async () => { await turnos.soltar(); await comenzar(); });
addEventListener("keydown", (e) => {
  const hacer = { "+": () => visor.alternar(), "*": () => visor.contrastar(), "/": () => visor.girar() }[e.key];
  if (hacer) { e.preventDefault(); hacer(); }
});

comenzar(await turnos.recuperar());
