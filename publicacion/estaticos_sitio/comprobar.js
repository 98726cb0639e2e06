// The reader's own browser computes the SHA-256 of the published image and compares it with the printed code.
const caja = document.querySelector(".comprobar");
const boton = caja.querySelector("button");
const dictamen = caja.querySelector(".dictamen");

if (globalThis.crypto?.subtle) {
  boton.hidden = false;
} else {
  dictamen.textContent = "En esta conexión tu navegador no permite hacer la cuenta (la página debe abrirse con https). Puedes hacerla con otro programa:";
}

boton.addEventListener("click", async () => {
  boton.disabled = true;
  caja.classList.remove("coincide", "difiere");
  dictamen.textContent = "Descargando la imagen y calculando…";
  try {
    const respuesta = await fetch(caja.dataset.imagen, { cache: "reload" });
    if (!respuesta.ok) throw new Error(String(respuesta.status));
    const suma = await crypto.subtle.digest("SHA-256", await respuesta.arrayBuffer());
    const hexadecimal = [...new Uint8Array(suma)].map((b) => b.toString(16).padStart(2, "0")).join("");
    const igual = hexadecimal === caja.dataset.sha256.toLowerCase();
    caja.classList.add(igual ? "coincide" : "difiere");
    dictamen.textContent = igual
      ? "Coincide: la imagen es, byte por byte, la que se publicó en la base de datos."
      : `No coincide. Tu navegador obtuvo ${hexadecimal}. Descarga de nuevo la página; si sigue igual, avisa a la autoridad electoral.`;
  } catch {
    dictamen.textContent = "No se pudo descargar la imagen. Revisa tu conexión e intenta de nuevo.";
  }
  boton.disabled = false;
});
