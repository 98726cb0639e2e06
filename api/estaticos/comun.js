import { pedir } from "./api.js";

document.getElementById("salir").addEventListener("click", async () => {
  await pedir("DELETE", "/sesiones").catch(() => null);
  sessionStorage.clear(); // terminals are shared: what was half typed is not for whoever comes next
  location.assign("/entrar");
});
