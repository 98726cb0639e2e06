// What every page has: theme, text size, views, and the news of a newer cut. Pages are whole without it.
const html = document.documentElement;
const raiz = document.body.dataset.raiz;

function recordar(cual, valor) {
  html.dataset[cual] = valor;
  try {
    localStorage.setItem(`prep-${cual}`, valor);
  } catch {
    // The choice lasts while the page does.
  }
}

const preferencias = document.querySelector(".preferencias");
preferencias.hidden = false;
preferencias.addEventListener("click", (evento) => {
  const boton = evento.target.closest("button");
  if (!boton) return;
  if ("tema" in boton.dataset) {
    const oscuroAhora = html.dataset.tema ? html.dataset.tema === "oscuro" : matchMedia("(prefers-color-scheme: dark)").matches;
    recordar("tema", oscuroAhora ? "claro" : "oscuro");
  } else {
    const tamano = Number(html.dataset.texto || 1) + (boton.dataset.texto === "mas" ? 1 : -1);
    recordar("texto", String(Math.min(4, Math.max(0, tamano))));
  }
});

const aviso = document.querySelector(".nuevo-corte");
const MINUTO = 60_000;
async function buscarCorte() {
  if (!document.hidden) {
    try {
      const { numero } = await (await fetch(`${raiz}datos/corte.json`, { cache: "no-cache" })).json();
      if (numero > Number(document.body.dataset.corte) && aviso.hidden) {
        const enlace = document.createElement("a");
        enlace.href = location.pathname;
        enlace.textContent = "Ver los resultados nuevos";
        aviso.append(`Ya se publicó el corte ${numero}. `, enlace);
        aviso.hidden = false;
        return;
      }
    } catch {
      // Without connection there is nothing to announce; it is tried again.
    }
  }
  // Spread over two minutes: millions of pages must not ask at once.
  setTimeout(buscarCorte, MINUTO * (1 + Math.random()));
}
if (aviso) setTimeout(buscarCorte, MINUTO * (1 + Math.random()));

const modos = document.querySelector(".modos");
if (modos) import("./vistas.js");
if (document.querySelector(".buscar")) import("./buscar.js");
if (document.querySelector(".comprobar")) import("./comprobar.js");
if (document.querySelector(".escoger")) import("./comparar.js");
if (document.querySelector(".reportar")) import("./reportar.js");
