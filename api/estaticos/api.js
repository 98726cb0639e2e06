// Calls to /api/v1. A failed call throws: Problema when the server answered, SinConexion when nobody did.

export class Problema extends Error {
  constructor(cuerpo) {
    super(cuerpo.detail);
    this.cuerpo = cuerpo;
  }
}

export class SinConexion extends Error {}

export async function pedir(metodo, ruta, cuerpo, opciones = {}) {
  let respuesta;
  try {
    respuesta = await fetch(`/api/v1${ruta}`, {
      method: metodo,
      headers: cuerpo === undefined ? {} : { "Content-Type": "application/json" },
      body: cuerpo === undefined ? undefined : JSON.stringify(cuerpo),
      ...opciones,
    });
  } catch {
    throw new SinConexion("Sin conexión con el servidor");
  }
  if (respuesta.status === 204) return null;
  const datos = await respuesta.json().catch(() => ({ detail: "El servidor no respondió bien.", remedio: "Intente de nuevo." }));
  if (respuesta.ok) return datos;
  if (respuesta.status >= 502 && respuesta.status <= 504) throw new SinConexion("El servidor no está disponible");
  if (respuesta.status === 401 && location.pathname !== "/entrar") {
    location.assign(`/entrar?siguiente=${encodeURIComponent(location.pathname)}`);
  }
  throw new Problema(datos);
}
