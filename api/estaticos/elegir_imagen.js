// The images of an acta side by side; one is chosen, with the reason.

import { pedir } from "./api.js";
import { textoDe } from "./turno.js";
import { Visor } from "./visor.js";

const comparar = document.getElementById("comparar");
const forma = document.getElementById("decidir");
const motivo = document.getElementById("motivo");
const aviso = document.getElementById("aviso");
const confirmar = document.getElementById("confirmar");
let elegida = null;

for (const tarjeta of comparar.querySelectorAll(".comparada")) {
  const visor = new Visor(tarjeta.querySelector(".visor"));
  visor.mostrar(tarjeta.dataset.vista).catch(() => { tarjeta.querySelector(".visor").textContent = "No se pudo mostrar"; });
  tarjeta.querySelector(".visor").addEventListener("dblclick", () => visor.girar());
  tarjeta.querySelector(".usar").addEventListener("click", () => {
    elegida = tarjeta;
    confirmar.textContent = `${tarjeta.querySelector(".usar").textContent}: ${tarjeta.querySelector("h2").textContent.toLowerCase()}`;
    forma.hidden = false;
    aviso.hidden = true;
    motivo.focus();
    forma.scrollIntoView({ block: "nearest" });
  });
}

forma.addEventListener("submit", async (evento) => {
  evento.preventDefault();
  confirmar.disabled = true;
  try {
    const hecho = await pedir("POST", `/actas/${comparar.dataset.clave}/imagen`, { sha256: elegida.dataset.sha256, motivo: motivo.value.trim() });
    location.assign(hecho.propuesta ? "/propuestas" : "/imagenes");
  } catch (e) {
    aviso.textContent = textoDe(e);
    aviso.hidden = false;
    confirmar.disabled = false;
  }
});
