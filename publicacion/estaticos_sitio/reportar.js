// "This acta is wrong": sent to the authority's own API, which only its site has. A mirror says where to go instead.
const caja = document.querySelector(".reportar");
const forma = caja.querySelector("form");
const respuesta = caja.querySelector(".respuesta");
const boton = forma.querySelector("button");
forma.hidden = false;

function decir(estado, recibo) {
  if (estado === 201) return `Recibido. Tu folio es ${recibo.folio}: cuando se atienda, la respuesta aparecerá en esta página.`;
  if (estado === 429) return "Ya se enviaron varios reportes desde tu conexión. Espera una hora e intenta de nuevo.";
  if (estado === 422) return "Escribe de 5 a 500 letras que digan qué está mal.";
  return "Esta copia del sitio no recibe reportes. Envíalo desde el sitio de la autoridad electoral, en esta misma acta.";
}

forma.addEventListener("submit", async (evento) => {
  evento.preventDefault();
  boton.disabled = true;
  respuesta.textContent = "Enviando…";
  try {
    const hecho = await fetch(`/api/v1/actas/${caja.dataset.acta}/reportes`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ motivo: forma.querySelector("textarea").value }),
    });
    respuesta.textContent = decir(hecho.status, hecho.status === 201 ? await hecho.json() : null);
    forma.hidden = hecho.status === 201;
  } catch {
    respuesta.textContent = "No se pudo enviar: no hay conexión. Lo que escribiste sigue aquí; intenta de nuevo.";
  }
  boton.disabled = false;
});
