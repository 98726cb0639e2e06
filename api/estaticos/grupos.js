// Hundreds of boxes settled as one digit: the eye finds the odd one. One strip per acta serves every digit.

import { pedir } from "./api.js";
import { avisar, textoDe } from "./turno.js";

const grupo = document.getElementById("grupo");
const mas = document.getElementById("mas");
let digito = 1;
let siguiente = null;

function casillero(c, medidas) {
  const boton = document.createElement("button");
  boton.type = "button";
  boton.className = `casillero${c.duda ? " duda" : ""}`;
  boton.setAttribute("aria-label", `${digito} en ${c.campo}, acta ${c.clave_acta}${c.duda ? ", el lector duda" : ""}`);
  boton.title = `${c.clave_acta} · ${c.campo}`;
  boton.setAttribute("aria-pressed", c.pedida);
  boton.style.backgroundImage = `url("${c.tira}")`;
  boton.style.backgroundPosition = `${-c.lugar * medidas.ancho_px}px 0`;
  boton.addEventListener("click", () => revisar(boton, c));
  return boton;
}

async function revisar(boton, c) {
  try {
    await pedir("POST", `/actas/${c.clave_acta}/revisiones`, { campo: c.campo });
    boton.setAttribute("aria-pressed", "true");
    avisar(`Revisión pedida: ${c.campo} del acta ${c.clave_acta}.`);
  } catch (e) {
    avisar(textoDe(e), "mal");
  }
}

async function mostrar(nuevo, antes = null) {
  digito = nuevo;
  for (const b of document.querySelectorAll("[data-digito]")) b.setAttribute("aria-pressed", b.dataset.digito === String(nuevo));
  try {
    const pantalla = await pedir("GET", `/grupos/${nuevo}${antes ? `?antes=${antes}` : ""}`);
    if (digito !== nuevo) return; // another digit was asked for meanwhile
    const nodos = pantalla.casilleros.map((c) => casillero(c, pantalla));
    if (antes) grupo.append(...nodos);
    else grupo.replaceChildren(...nodos);
    siguiente = pantalla.siguiente;
    mas.hidden = !siguiente;
    document.getElementById("cuantos").textContent = `${grupo.childElementCount} casilleros con ${nuevo}`;
  } catch (e) {
    avisar(textoDe(e), "mal");
  }
}

document.getElementById("digitos").addEventListener("click", (e) => { if (e.target.dataset.digito) mostrar(Number(e.target.dataset.digito)); });
mas.addEventListener("click", () => mostrar(digito, siguiente));
document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey) return;
  if (/^\d$/.test(e.key)) mostrar(Number(e.key));
  const paso = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[e.key];
  if (paso) (document.activeElement.closest(".casillero")?.[paso] ?? grupo.firstElementChild)?.focus();
});

mostrar(1);
