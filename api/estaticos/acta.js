// Has an acta done again, with the reason, and shows its history with that act in it.

import { pedir } from "./api.js";
import { avisar, textoDe } from "./turno.js";

const forma = document.getElementById("reabrir");

forma?.addEventListener("submit", async (evento) => {
  evento.preventDefault();
  const boton = document.getElementById("confirmar");
  boton.disabled = true;
  try {
    const hecho = await pedir("POST", `/actas/${forma.dataset.clave}/reapertura`, { tipo: new FormData(forma).get("tipo"), motivo: document.getElementById("motivo").value });
    if (hecho.propuesta) avisar("Propuesto: se hará cuando otra persona lo confirme en «Por confirmar».");
    else location.reload();
  } catch (e) {
    avisar(textoDe(e), "mal");
    boton.disabled = false;
  }
});
