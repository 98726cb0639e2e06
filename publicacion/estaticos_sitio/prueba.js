// Checks in the reader's browser, without network, that the record of an acta is in a signed cut. It is a classic script so
// that it also works from a page saved to disk. The tree is that of RFC 6962 (docs/base-de-datos.md).
const forma = document.querySelector(".prueba");
const dictamen = forma.querySelector(".dictamen");
const ficha = forma.querySelector("dl");
const tabla = forma.querySelector("table");

const hexadecimal = (bytes) => [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, "0")).join("");
const deHexadecimal = (texto) => Uint8Array.from(texto.match(/../g) ?? [], (par) => parseInt(par, 16));
const deBase64 = (texto) => Uint8Array.from(atob(texto), (letra) => letra.charCodeAt(0));
const utf8 = (texto) => new TextEncoder().encode(texto);
const sha256 = async (...trozos) => new Uint8Array(await crypto.subtle.digest("SHA-256", await new Blob(trozos).arrayBuffer()));

async function raizDe(prueba) {
  let nodo = await sha256(Uint8Array.of(0), utf8(prueba.registro));
  for (const [lado, otro] of prueba.camino) {
    const hermano = deHexadecimal(otro);
    nodo = await sha256(Uint8Array.of(1), ...(lado === "izquierda" ? [hermano, nodo] : [nodo, hermano]));
  }
  return hexadecimal(nodo);
}

// null: this browser does not know Ed25519.
async function estaFirmado(prueba) {
  let llave;
  try {
    llave = await crypto.subtle.importKey("raw", deBase64(prueba.llave), { name: "Ed25519" }, false, ["verify"]);
  } catch (e) {
    if (e.name === "NotSupportedError") return null;
    throw e;
  }
  return crypto.subtle.verify({ name: "Ed25519" }, llave, deBase64(prueba.firma), utf8(prueba.manifiesto));
}

async function comprobar(prueba) {
  const manifiesto = JSON.parse(prueba.manifiesto);
  const registro = JSON.parse(prueba.registro);
  const problemas = [];
  if (registro.acta !== prueba.acta) problemas.push(`El registro es de ${registro.acta} y no de ${prueba.acta}.`);
  if ((await raizDe(prueba)) !== manifiesto.raiz_registros) problemas.push("Estas cifras no son las de ese corte.");
  let firma = "";
  if (manifiesto.llave === null) {
    if (manifiesto.ejercicio !== "simulacro") problemas.push("El corte no está firmado.");
    firma = "Sin firma: es un simulacro.";
  } else {
    if (hexadecimal(await sha256(deBase64(prueba.llave))) !== manifiesto.llave) problemas.push("La llave no es la que nombra el corte.");
    const firmado = await estaFirmado(prueba);
    if (firmado === false) problemas.push("La firma no es la del corte: alguien lo cambió.");
    firma = firmado === null ? "Tu navegador no sabe comprobar la firma (Ed25519): usa uno más reciente." : `Firmado por la llave ${manifiesto.llave}`;
  }
  return { manifiesto, registro, problemas, firma };
}

const celda = (etiqueta, texto) => Object.assign(document.createElement(etiqueta), { textContent: texto });

function mostrar({ manifiesto, registro, firma }) {
  const esperada = forma.dataset.llave;
  const otra = esperada && manifiesto.llave && manifiesto.llave !== esperada;
  const datos = {
    Acta: registro.acta,
    Corte: `${manifiesto.numero}, ${new Date(manifiesto.momento).toLocaleString("es-MX")}`,
    Firma: firma,
    "¿Es la llave de este sitio?": esperada ? (otra ? "NO: compárala con la que publicó la autoridad" : "Sí") : "Este sitio no está firmado",
    "Bitácora hasta": manifiesto.bitacora ? `asiento ${manifiesto.bitacora.numero}` : "no lo dice",
  };
  ficha.replaceChildren(
    ...Object.entries(datos).map(([nombre, valor]) => {
      const renglon = document.createElement("div");
      renglon.append(celda("dt", nombre), celda("dd", valor));
      return renglon;
    }),
  );
  tabla.tBodies[0].replaceChildren(
    ...Object.entries(registro.conteo ?? { "(sin cifras)": registro.estado }).map(([campo, cifra]) => {
      const renglon = document.createElement("tr");
      renglon.append(Object.assign(celda("th", campo), { scope: "row" }), Object.assign(celda("td", cifra), { className: "n" }));
      return renglon;
    }),
  );
  ficha.hidden = tabla.hidden = false;
}

forma.addEventListener("submit", (e) => e.preventDefault());
forma.querySelector("input").addEventListener("change", async (e) => {
  forma.classList.remove("coincide", "difiere");
  ficha.hidden = tabla.hidden = true;
  const [archivo] = e.target.files;
  if (!archivo) return;
  try {
    const hallado = await comprobar(JSON.parse(await archivo.text()));
    const vale = hallado.problemas.length === 0;
    forma.classList.add(vale ? "coincide" : "difiere");
    dictamen.textContent = vale ? "Vale: el acta está en ese corte exactamente así." : `No vale. ${hallado.problemas.join(" ")}`;
    if (vale) mostrar(hallado);
  } catch {
    forma.classList.add("difiere");
    dictamen.textContent = "Este archivo no es la prueba de un acta, o está dañado. Pídelo de nuevo.";
  }
});
