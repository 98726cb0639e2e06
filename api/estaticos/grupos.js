// Hundreds of boxes settled as one digit: the eye finds the odd one. One strip per acta serves every digit.

import { pedir } from "./api.js";
import { avisar, textoDe } from "./turno.js";

const grupo = document.getElementById("grupo");
const mas = document.getElementById("mas");
let digito = 1;
let siguiente = null;
let porConfirmar = null;

function casillero(c, medidas) {
  const boton = document.createElement("button");
  boton.type = "button";
  boton.className = `casillero${c.duda ? " duda" : ""}`;
  const dichos = [c.duda && "el lector duda", c.revisado && "ya se revisó", c.publicada && "ya se publicó"].filter(Boolean);
  boton.setAttribute("aria-label", [`${digito} en ${c.campo}, acta ${c.clave_acta}`, ...dichos].join(", "));
  boton.title = [c.clave_acta, c.campo, ...dichos].join(" · ");
  boton.dataset.acta = c.clave_acta;
  boton.classList.toggle("revisado", c.revisado);
  boton.setAttribute("aria-pressed", "false");
  boton.style.backgroundImage = `url("${c.tira}")`;
  boton.style.backgroundPosition = `${-c.lugar * medidas.ancho_px}px 0`;
  boton.addEventListener("click", () => revisar(boton, c));
  return boton;
}

const RESULTADOS = {
  discrepante: (c) => `${c.campo} del acta ${c.clave_acta}: otra persona mirará ese campo.`,
  digitalizada: (c) => `El acta ${c.clave_acta} salió de la publicación; otras dos personas la capturan de nuevo.`,
  verificada: (c) => `${c.campo} del acta ${c.clave_acta} ya se revisó y quedó como está. Si aún lo duda, avise a quien supervisa.`,
};

async function revisar(boton, c) {
  if (boton.getAttribute("aria-pressed") === "true") return;
  if (c.publicada && !c.revisado && porConfirmar !== boton) { // it withdraws figures that are public: twice, on purpose
    porConfirmar?.classList.remove("elegido");
    porConfirmar = boton;
    boton.classList.add("elegido");
    avisar(`El acta ${c.clave_acta} ya se publicó o se cotejó. Toque otra vez el casillero para que se capture de nuevo: sus cifras salen de la publicación mientras tanto.`);
    return;
  }
  porConfirmar?.classList.remove("elegido");
  porConfirmar = null;
  try {
    const { estado } = await pedir("POST", `/actas/${c.clave_acta}/revisiones`, { campo: c.campo });
    const suyos = estado === "verificada" ? [boton] : grupo.querySelectorAll(`[data-acta="${c.clave_acta}"]`);
    for (const otro of suyos) otro.setAttribute("aria-pressed", "true"); // the acta left: none of its boxes can be sent again
    avisar(RESULTADOS[estado]?.(c) ?? `Revisión pedida: ${c.campo} del acta ${c.clave_acta}.`);
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
