import { pedir } from "./api.js";

document.getElementById("salir").addEventListener("click", async () => {
  await pedir("DELETE", "/sesiones").catch(() => null);
  location.assign("/entrar");
});
