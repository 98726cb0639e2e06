// Finds an acta and goes to its file.

import { Buscador } from "./buscador.js";

const boton = document.getElementById("ver");
const buscador = new Buscador((clave) => { boton.disabled = !clave; });

document.getElementById("lista").addEventListener("submit", (e) => {
  e.preventDefault();
  if (buscador.elegida) location.assign(`/actas/${buscador.elegida}`);
});
