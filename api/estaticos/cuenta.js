// One's own account: password, second factor and the sessions left open elsewhere.

import { pedir } from "./api.js";
import { avisar, textoDe } from "./turno.js";

const contrasena = document.getElementById("contrasena");
const segundo = document.getElementById("segundo");

async function hacer(boton, acto) {
  boton.disabled = true;
  try {
    await acto();
  } catch (e) {
    avisar(textoDe(e), "mal");
  }
  boton.disabled = false;
}

function seguir() {
  location.assign(document.querySelector("p.aviso") ? "/" : "/cuenta"); // the server comes back here if something is left
}

contrasena.addEventListener("submit", (evento) => {
  evento.preventDefault();
  const { actual, nueva, otra } = Object.fromEntries(new FormData(contrasena));
  if (nueva !== otra) {
    avisar("Las dos contraseñas nuevas no son iguales: escríbalas otra vez.", "mal");
    return;
  }
  hacer(contrasena.querySelector("button"), async () => {
    await pedir("PUT", "/cuenta/contrasena", { actual, nueva });
    seguir();
  });
});

document.getElementById("inscribir")?.addEventListener("click", (evento) =>
  hacer(evento.target, async () => {
    const { secreto, qr } = await pedir("POST", "/cuenta/segundo-factor");
    document.getElementById("secreto").textContent = secreto.match(/.{4}/g).join(" ");
    document.getElementById("qr").src = `data:image/svg+xml,${encodeURIComponent(qr)}`;
    evento.target.hidden = true;
    segundo.hidden = false;
    segundo.codigo.focus();
  }),
);

segundo?.addEventListener("submit", (evento) => {
  evento.preventDefault();
  hacer(segundo.querySelector("button"), async () => {
    await pedir("PUT", "/cuenta/segundo-factor", { codigo: segundo.codigo.value });
    seguir();
  });
});

document.getElementById("cerrar").addEventListener("click", (evento) =>
  hacer(evento.target, async () => {
    await pedir("DELETE", "/cuenta/sesiones");
    location.reload();
  }),
);
