// Public reports: each form answers one, once, and leaves the page when the server has it.

import { pedir } from "./api.js";
import { avisar, textoDe } from "./turno.js";

const espera = document.querySelector(".titulo .derecha");

for (const forma of document.querySelectorAll("form.reporte")) {
  forma.addEventListener("submit", async (evento) => {
    evento.preventDefault();
    const boton = forma.querySelector("button");
    const datos = new FormData(forma);
    boton.disabled = true;
    try {
      const respuesta = { procede: datos.get("procede") === "si", respuesta: datos.get("respuesta").trim() };
      await pedir("POST", `/reportes/${forma.dataset.folio}/cierre`, respuesta);
    } catch (e) {
      avisar(textoDe(e), "mal");
      boton.disabled = false;
      return;
    }
    const clave = forma.querySelector("h2").textContent;
    forma.remove();
    const quedan = document.querySelectorAll("form.reporte").length;
    espera.textContent = `${quedan.toLocaleString("es-MX")} por contestar`;
    document.getElementById("vacio").hidden = quedan > 0;
    avisar(`${clave}: contestado. Se publica con el siguiente corte.`);
    document.querySelector("form.reporte input")?.focus();
  });
}
