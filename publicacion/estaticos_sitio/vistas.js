// Map, chart or cards: one at a time; and the card of the district under the pointer or the focus.
const modos = document.querySelector(".modos");
const botones = [...modos.querySelectorAll("button")];
const vistas = new Map(botones.map((b) => [b.dataset.vista, document.getElementById(b.dataset.vista)]));

function mostrar(cual) {
  for (const boton of botones) boton.setAttribute("aria-pressed", String(boton.dataset.vista === cual));
  for (const [nombre, vista] of vistas) vista.hidden = nombre !== cual;
}
modos.hidden = false;
mostrar(vistas.has(location.hash.slice(1)) ? location.hash.slice(1) : "mapa");
modos.addEventListener("click", (evento) => {
  const boton = evento.target.closest("button");
  if (!boton) return;
  mostrar(boton.dataset.vista);
  history.replaceState(null, "", `#${boton.dataset.vista}`);
});

const laminas = document.querySelector(".laminas");
if (laminas) {
  const globo = document.createElement("div");
  globo.className = "globo";
  globo.hidden = true;
  globo.setAttribute("aria-hidden", "true"); // the link itself says the same
  laminas.append(globo);

  const abrir = (enlace) => {
    const tarjeta = document.getElementById(`tarjeta-${enlace.dataset.distrito}`);
    globo.replaceChildren(...[...tarjeta.cloneNode(true).childNodes]);
    for (const a of globo.querySelectorAll("a")) a.replaceWith(...a.childNodes);
    globo.hidden = false;
    const marco = laminas.getBoundingClientRect();
    const zona = enlace.getBoundingClientRect();
    const x = zona.left + zona.width / 2 - marco.left;
    const y = Math.min(zona.bottom, marco.bottom) - marco.top;
    globo.style.left = `${Math.max(0, Math.min(x - globo.offsetWidth / 2, marco.width - globo.offsetWidth))}px`;
    globo.style.top = `${y + 6}px`;
  };
  const cerrar = () => {
    globo.hidden = true;
  };
  for (const enlace of laminas.querySelectorAll("a")) {
    enlace.addEventListener("pointerenter", (e) => e.pointerType === "mouse" && abrir(enlace));
    enlace.addEventListener("pointerleave", cerrar);
    enlace.addEventListener("focus", () => abrir(enlace));
    enlace.addEventListener("blur", cerrar);
  }
  addEventListener("keydown", (evento) => evento.key === "Escape" && cerrar());
}
