"use strict";
// Lookup of a casilla by section and first surname. Nothing leaves the browser: it reads one index file.
const forma = document.querySelector(".buscar");
const raiz = forma.dataset.raiz;
const hallado = forma.querySelector(".hallado");
const plano = (t) => t.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toUpperCase().trim();
const nodo = (etiqueta, texto, clase) => {
  const e = document.createElement(etiqueta);
  e.textContent = texto;
  if (clase) e.className = clase;
  return e;
};
const votaAhi = (c, apellido) =>
  !apellido || !c.desde || ((apellido >= plano(c.desde)) && (apellido <= plano(c.hasta) || apellido.startsWith(plano(c.hasta))));

async function consultar(seccion, apellido) {
  hallado.replaceChildren();
  let indice;
  try {
    indice = await (await fetch(`${raiz}datos/casillas.json`)).json();
  } catch {
    hallado.append(nodo("p", "No se pudo consultar. Intenta de nuevo o busca por distrito y sección."));
    return;
  }
  const clave = seccion.padStart(4, "0");
  const casillas = (indice[clave] || []).filter((c) => votaAhi(c, plano(apellido)));
  if (!casillas.length) {
    hallado.append(nodo("p", `No hay casillas de la sección ${clave} para ese apellido. Revisa los datos de tu credencial.`));
    return;
  }
  for (const c of casillas) {
    const a = document.createElement("a");
    a.href = `${raiz}actas/${c.acta}.html`;
    a.append(nodo("b", `Sección ${clave}, ${c.casilla.toLowerCase()}`), nodo("small", c.domicilio));
    hallado.append(a);
  }
}

forma.addEventListener("submit", (evento) => {
  evento.preventDefault();
  consultar(forma.seccion.value.trim(), forma.apellido.value);
});
const pedido = new URLSearchParams(location.search);
if (pedido.get("seccion")) {
  forma.seccion.value = pedido.get("seccion");
  forma.apellido.value = pedido.get("apellido") || "";
  consultar(forma.seccion.value.trim(), forma.apellido.value);
}
