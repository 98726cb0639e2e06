// The list of photos: what each one is doing, in words, with its thumbnail and its receipt.

const ZONA = document.body.dataset.zona;
const lista = document.getElementById("fotos");
const ficha = document.getElementById("ficha");

const horaCorta = new Intl.DateTimeFormat("es-MX", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: ZONA });
const horaExacta = new Intl.DateTimeFormat("es-MX", { dateStyle: "medium", timeStyle: "medium", hour12: false, timeZone: ZONA });

/**
 * @param {object[]} fotos as the phone keeps them, the newest first
 * @param {(sha256: string) => void} quitar asked by the person, after confirming
 */
export function mostrarLista(fotos, { enviando, hayRed, quitar }) {
  const presentes = new Map([...lista.children].map((nodo) => [nodo.dataset.sha256, nodo]));
  const nodos = fotos.map((foto) => {
    const nodo = presentes.get(foto.sha256) ?? crear(foto, quitar);
    actualizar(nodo, foto, enviando?.sha256 === foto.sha256 ? enviando : null, hayRed);
    return nodo;
  });
  if (nodos.length !== lista.children.length || nodos.some((nodo, i) => lista.children[i] !== nodo)) lista.replaceChildren(...nodos);
}

function crear(foto, quitar) {
  const nodo = ficha.content.firstElementChild.cloneNode(true);
  nodo.dataset.sha256 = foto.sha256;
  const imagen = nodo.querySelector("img");
  if (foto.miniatura) {
    imagen.src = URL.createObjectURL(new Blob([foto.miniatura], { type: "image/jpeg" }));
    imagen.addEventListener("load", () => URL.revokeObjectURL(imagen.src), { once: true });
  }
  imagen.alt = foto.clave ? `Foto del acta ${foto.clave}` : "Foto de acta";
  const boton = nodo.querySelector(".quitar");
  boton.addEventListener("click", () => {
    if (boton.dataset.seguro) quitar(foto.sha256);
    else [boton.dataset.seguro, boton.textContent] = ["si", "Toque otra vez para quitarla de este teléfono"];
  });
  return nodo;
}

function actualizar(nodo, foto, avance, hayRed) {
  nodo.className = foto.repetir ? `${foto.estado} repetir` : foto.estado;
  escribir(nodo, ".que", que(foto, avance, hayRed));
  escribir(nodo, ".cuando", cuando(foto));
  const consejos = foto.estado === "rechazada" ? [foto.motivo, foto.remedio] : [foto.aviso, foto.veredicto];
  escribir(nodo, ".consejo-foto", consejos.filter(Boolean).join(" "));
  const barra = nodo.querySelector("progress");
  barra.hidden = avance === null;
  if (avance) barra.value = porcentaje(foto, avance);
  nodo.querySelector(".quitar").hidden = foto.estado === "pendiente";
  const recibo = nodo.querySelector("details");
  if (foto.estado === "recibida" && recibo.hidden) mostrarRecibo(recibo, foto);
}

function que(foto, avance, hayRed) {
  if (foto.estado === "recibida") {
    if (foto.repetir) return "Recibida, pero repita la foto";
    if (foto.clave_acta) return `Recibida · acta ${foto.clave_acta}`;
    return foto.repetida ? "Ya se había recibido" : "Recibida";
  }
  if (foto.estado === "rechazada") return "El servidor no la aceptó";
  if (avance) return `Enviando ${porcentaje(foto, avance)} %`;
  return hayRed ? "En espera de enviarse" : "Guardada en el teléfono, sin señal";
}

const porcentaje = (foto, avance) => Math.floor((100 * avance.enviados) / foto.bytes);

function cuando(foto) {
  const partes = [`Tomada ${horaCorta.format(new Date(foto.tomada_en))}`];
  if (foto.recibida_en) partes.push(`recibida ${horaCorta.format(new Date(foto.recibida_en))}`);
  else partes.push(`${(foto.bytes / 1e6).toFixed(1)} MB`);
  return partes.join(" · ");
}

function mostrarRecibo(recibo, foto) {
  const huella = Object.assign(document.createElement("code"), { textContent: foto.sha256.match(/.{8}/g).join(" ") });
  const datos = [
    ["La recibió el servidor", horaExacta.format(new Date(foto.recibida_en))],
    ["Se tomó, según este teléfono", horaExacta.format(new Date(foto.tomada_en))],
    ["Huella (SHA-256)", huella],
  ];
  recibo.querySelector("dl").replaceChildren(...datos.flatMap(([clave, valor]) => {
    const dd = document.createElement("dd");
    dd.append(valor);
    return [Object.assign(document.createElement("dt"), { textContent: clave }), dd];
  }));
  recibo.hidden = false;
}

function escribir(nodo, selector, texto) {
  const donde = nodo.querySelector(selector);
  if (donde.textContent !== texto) donde.textContent = texto;
  donde.hidden = texto === "";
}
