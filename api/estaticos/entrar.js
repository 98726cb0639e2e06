import { pedir } from "./api.js";

const forma = document.getElementById("entrar");
const error = document.getElementById("error");

forma.addEventListener("submit", async (evento) => {
  evento.preventDefault();
  const boton = forma.querySelector("button");
  boton.disabled = true;
  error.hidden = true;
  try {
    const { pendientes } = await pedir("POST", "/sesiones", Object.fromEntries(new FormData(forma)));
    location.assign(pendientes.length ? "/cuenta" : forma.dataset.siguiente);
  } catch (e) {
    if (e.cuerpo?.codigo === "segundo_factor_pedido") {
      boton.disabled = forma.codigo.disabled = document.getElementById("segundo").hidden = false;
      forma.codigo.focus();
      return;
    }
    forma.codigo.value = "";
    error.textContent = e.cuerpo ? `${e.cuerpo.detail} ${e.cuerpo.remedio}` : e.message;
    error.hidden = false;
    forma.contrasena.select();
    boton.disabled = false;
  }
});
