// Up to three candidacies side by side: the other columns are put away.
const MAXIMO = 3;
const caja = document.querySelector(".escoger");
const opciones = [...caja.querySelectorAll("input")];
const estado = caja.querySelector(".escogidas");
const celdas = [...document.querySelectorAll(".comparacion [data-clave]")];
caja.hidden = false;

function actualizar() {
  const elegidas = opciones.filter((o) => o.checked).map((o) => o.value);
  for (const opcion of opciones) opcion.disabled = !opcion.checked && elegidas.length >= MAXIMO;
  for (const celda of celdas) celda.hidden = elegidas.length > 0 && !elegidas.includes(celda.dataset.clave);
  estado.textContent = elegidas.length
    ? `Comparas ${elegidas.length} de ${opciones.length} candidaturas.${elegidas.length === MAXIMO ? " Para cambiar, quita una." : ""}`
    : "Se muestran todas.";
  history.replaceState(null, "", elegidas.length ? `#${elegidas.join(",")}` : location.pathname);
}
const pedidas = location.hash.slice(1).split(",");
for (const opcion of opciones) opcion.checked = pedidas.slice(0, MAXIMO).includes(opcion.value);
caja.addEventListener("change", actualizar);
actualizar();
