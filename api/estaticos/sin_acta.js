import { Buscador } from "./buscador.js";
import { pedir } from "./api.js";
import { avisar, textoDe } from "./turno.js";

const forma = document.getElementById("lista");
const boton = document.getElementById("enviar");
const listo = () => { boton.disabled = !(buscador.elegida && new FormData(forma).get("causa")); };
const buscador = new Buscador(() => listo());

forma.addEventListener("change", listo);
forma.addEventListener("submit", async (evento) => {
  evento.preventDefault();
  if (boton.disabled) return;
  boton.disabled = true;
  const clave = buscador.elegida;
  try {
    await pedir("POST", `/actas/${clave}/sin-acta`, { causa: new FormData(forma).get("causa") });
    forma.reset();
    buscador.limpiar();
    avisar(`Registrada: el acta ${clave} queda sin acta.`);
  } catch (e) {
    avisar(textoDe(e), "mal");
    listo();
  }
});
