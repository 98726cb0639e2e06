// Acts of two people: confirm or refuse what somebody proposed; propose to move the close and to close.

import { pedir } from "./api.js";
import { avisar, textoDe } from "./turno.js";

async function hacer(boton, ...llamada) {
  boton.disabled = true;
  try {
    await pedir(...llamada);
    location.reload();
  } catch (e) {
    avisar(textoDe(e), "mal");
    boton.disabled = false;
  }
}

for (const tarjeta of document.querySelectorAll("article[data-numero]")) {
  for (const boton of tarjeta.querySelectorAll("button")) {
    boton.addEventListener("click", () => hacer(boton, "POST", `/propuestas/${tarjeta.dataset.numero}/${boton.dataset.que}`));
  }
}

document.getElementById("extender")?.addEventListener("submit", (evento) => {
  evento.preventDefault();
  const { hasta, motivo } = Object.fromEntries(new FormData(evento.target));
  // the hour is that of this machine, which is the election's
  hacer(evento.submitter, "POST", "/cierre", { hasta: new Date(hasta).toISOString(), motivo });
});

document.getElementById("cerrar")?.addEventListener("submit", (evento) => {
  evento.preventDefault();
  hacer(evento.submitter, "POST", "/cortes", { ultimo: true });
});
