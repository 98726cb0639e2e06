import { pedir } from "./api.js";

const forma = document.getElementById("entrar");
const error = document.getElementById("error");

forma.addEventListener("submit", async (evento) => {
  evento.preventDefault();
  const boton = forma.querySelector("button");
  boton.disabled = true;
  error.hidden = true;
  try {
    await pedir("POST", "/sesiones", Object.fromEntries(new FormData(forma)));
    location.assign(forma.dataset.siguiente);
  } catch (e) {
    error.textContent = e.cuerpo ? `${e.cuerpo.detail} ${e.cuerpo.remedio}` : e.message;
    error.hidden = false;
    forma.contrasena.select();
    boton.disabled = false;
  }
});
