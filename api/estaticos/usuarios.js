// Accounts: make one, give another one-time password, suspend and take the second factor away, each with its reason.

import { pedir } from "./api.js";
import { avisar, textoDe } from "./turno.js";

const nueva = document.getElementById("nueva");
const credencial = document.getElementById("credencial");
const motivo = document.getElementById("motivo");

function mostrar({ usuario, contrasena }) {
  document.getElementById("de-quien").textContent = `Cuenta de ${usuario}`;
  document.getElementById("una-vez").textContent = contrasena;
  credencial.showModal();
}

document.getElementById("listo").addEventListener("click", () => location.reload());
document.getElementById("no").addEventListener("click", () => motivo.close());

nueva.addEventListener("submit", async (evento) => {
  evento.preventDefault();
  const datos = new FormData(nueva);
  const cuerpo = { usuario: datos.get("usuario"), roles: datos.getAll("roles"), centro: datos.get("centro") || null };
  try {
    mostrar(await pedir("POST", "/usuarios", cuerpo));
  } catch (e) {
    avisar(cuerpo.roles.length ? textoDe(e) : "Diga qué hace esta persona: marque al menos un rol.", "mal");
  }
});

function preguntar(que) {
  document.getElementById("que-se-hace").textContent = que;
  motivo.querySelector("form").reset();
  motivo.returnValue = "";
  motivo.showModal();
  return new Promise((resolver) => {
    const forma = motivo.querySelector("form");
    const cerrado = () => resolver(null);
    forma.addEventListener("submit", () => (motivo.removeEventListener("close", cerrado), resolver(forma.motivo.value)), { once: true });
    motivo.addEventListener("close", cerrado, { once: true });
  });
}

document.getElementById("cuentas").addEventListener("click", async (evento) => {
  const boton = evento.target.closest("button[data-acto]");
  if (!boton) return;
  const usuario = boton.closest("tr").dataset.usuario;
  const ruta = `/usuarios/${encodeURIComponent(usuario)}/${boton.dataset.acto}`;
  try {
    if (boton.dataset.acto === "credencial") {
      mostrar(await pedir("POST", ruta));
      return;
    }
    const porQue = await preguntar(`${boton.dataset.que}: ${usuario}`);
    if (porQue === null) return;
    await pedir("POST", ruta, { motivo: porQue });
    location.reload();
  } catch (e) {
    avisar(textoDe(e), "mal");
  }
});
