// Which casilla one votes at, by section and first surname. The surname never leaves the browser, nor does the section:
// what is asked to the server is the list of a hundred sections.
const raiz = document.body.dataset.raiz;
const forma = document.querySelector(".buscar");
const hallado = forma.querySelector(".hallado");
const seccion = forma.querySelector("#seccion");
const apellido = forma.querySelector("#apellido");
forma.hidden = false;

const nodo = (etiqueta, texto, clase) => {
  const e = document.createElement(etiqueta);
  e.textContent = texto;
  if (clase) e.className = clase;
  return e;
};

// The order of the lists of electors: no accents, no difference of case, Ñ after N, and a compound surname by its
// words ("DE LA CRUZ" before "DEL RIO"), so spaces come before any letter.
export function plano(texto) {
  return texto
    .normalize("NFC")
    .toUpperCase()
    .replace(/Ñ/g, "N\uffff")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^A-Z\uffff ]/g, " ")
    .replace(/ +/g, " ")
    .trim();
}

export function votaAhi(casilla, buscado) {
  if (!buscado || !casilla.desde) return true;
  const desde = plano(casilla.desde);
  const hasta = plano(casilla.hasta);
  return buscado >= desde && (buscado <= hasta || buscado.startsWith(hasta));
}

async function consultar() {
  hallado.replaceChildren();
  const clave = seccion.value.trim().padStart(4, "0");
  let casillas;
  try {
    const respuesta = await fetch(`${raiz}datos/casillas/${clave.slice(0, 2)}.json`);
    casillas = respuesta.status === 404 ? [] : (await respuesta.json())[clave] || [];
  } catch {
    hallado.append(nodo("p", "No se pudo consultar: no hay conexión. Intenta de nuevo en un momento."));
    return;
  }
  if (!casillas.length) {
    hallado.append(nodo("p", `La sección ${clave} no está en esta elección. Revisa los cuatro dígitos en tu credencial.`));
    return;
  }
  const buscado = plano(apellido.value);
  const suyas = casillas.filter((c) => c.tipo !== "S" && votaAhi(c, buscado));
  const elegidas = suyas.length ? suyas : casillas;
  const especiales = casillas.filter((c) => c.tipo === "S" && !elegidas.includes(c));
  hallado.append(nodo("p", presentar(clave, suyas, buscado, elegidas)));
  for (const c of [...elegidas, ...especiales]) {
    const a = document.createElement("a");
    a.href = `${raiz}actas/${c.acta}.html`;
    a.append(nodo("b", `Sección ${clave}, ${c.casilla.toLowerCase()}`));
    if (c.desde) a.append(nodo("span", `Apellidos de ${c.desde} a ${c.hasta}`));
    if (c.domicilio) a.append(nodo("small", c.domicilio));
    hallado.append(a);
  }
}

function presentar(clave, suyas, buscado, elegidas) {
  if (buscado && !suyas.length) return `Ninguna casilla de la sección ${clave} tiene ese apellido en su lista. Estas son todas:`;
  if (elegidas.length === 1) return "Tu casilla:";
  return buscado ? "Tu apellido cae en el límite de estas casillas:" : `Casillas de la sección ${clave}; con tu apellido sabrás cuál es la tuya:`;
}

forma.addEventListener("submit", (evento) => {
  evento.preventDefault();
  consultar();
});
