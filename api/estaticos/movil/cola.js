// The queue: send what is pending, the oldest first, one sender at a time among tabs and the service worker.

import { avisar, cambiar, leerContenido, listar } from "./bd.js";
import { Rechazo, SesionTerminada, enviarFoto } from "./envio.js";

const CERROJO = "actario-envio";

/** How a round ended. */
export const Fin = Object.freeze({ VACIA: "vacia", SIN_SENAL: "sin_senal", SESION: "sesion", OCUPADA: "ocupada" });

/**
 * Send everything pending until it is done or something stops it. Never throws for want of signal or session.
 * @param {(avance: {sha256: string, enviados: number}) => void} avanzar told as bytes become safe on the server
 * @param {boolean} esperar wait for whoever is sending and then look again, rather than answer OCUPADA
 */
export async function vaciarCola(avanzar, esperar = false) {
  if (!navigator.locks) return ronda(avanzar);
  return navigator.locks.request(CERROJO, { ifAvailable: !esperar }, (cerrojo) => (cerrojo ? ronda(avanzar) : Fin.OCUPADA));
}

export const estaPendiente = (foto) => foto.estado === "pendiente";

async function ronda(avanzar) {
  for (;;) {
    const foto = (await listar()).filter(estaPendiente).at(-1);
    if (foto === undefined) return Fin.VACIA;
    try {
      await enviarUna(foto, avanzar);
    } catch (e) {
      const sinPermiso = e instanceof Rechazo && e.estado === 403; // this account may not send: another must
      if (e instanceof SesionTerminada || sinPermiso) {
        avisar({ fin: Fin.SESION }); // the service worker cannot ask to sign in: the page does
        return Fin.SESION;
      }
      if (!(e instanceof Rechazo)) return Fin.SIN_SENAL;
      await cambiar(foto.sha256, { estado: "rechazada", motivo: e.cuerpo.detail, remedio: e.cuerpo.remedio });
    }
  }
}

async function enviarUna(foto, avanzar) {
  const contenido = await leerContenido(foto.sha256);
  const recibo = await enviarFoto(foto, contenido, (enviados) => {
    const avance = { sha256: foto.sha256, enviados };
    avanzar(avance);
    avisar(avance);
  });
  if (recibo.sha256 !== foto.sha256) throw new Error(`recibo de otra foto: ${recibo.sha256}`);
  const { recibida_en, repetida, aviso } = recibo;
  await cambiar(foto.sha256, { estado: "recibida", recibida_en, repetida, aviso }, { soltar: true });
}
