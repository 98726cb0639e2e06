// The phone's camera: open the rear one at its best, light its lamp, and take the photo in full resolution.

const PLAZO_FOTO_MS = 8000; // some Android cameras never answer takePhoto after the screen was off
const CALIDAD_JPEG = 0.95;

export class Camara {
  constructor(video) {
    this.video = video;
    this.pista = null;
  }

  get abierta() {
    return this.pista?.readyState === "live";
  }

  /** Throws what getUserMedia throws: there is no camera, or the person did not allow it. */
  async abrir() {
    if (this.abierta) return;
    if (!navigator.mediaDevices) throw new DOMException("sin https no hay cámara", "SecurityError");
    const flujo = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: "environment" }, width: { ideal: 4096 }, height: { ideal: 3072 } },
    });
    [this.pista] = flujo.getVideoTracks();
    this.video.srcObject = flujo;
    await this.video.play();
  }

  cerrar() {
    this.pista?.stop();
    this.video.srcObject = null;
    this.pista = null;
  }

  get tieneLampara() {
    return this.pista?.getCapabilities?.().torch === true;
  }

  async alumbrar(si) {
    await this.pista.applyConstraints({ advanced: [{ torch: si }] });
  }

  /** One frame of the preview, no larger than `lado` on its long side. */
  async cuadro(lado) {
    const { videoWidth, videoHeight } = this.video;
    const escala = Math.min(1, lado / Math.max(videoWidth, videoHeight));
    return createImageBitmap(this.video, { resizeWidth: Math.round(videoWidth * escala), resizeHeight: Math.round(videoHeight * escala) });
  }

  /** The camera's own file where the browser gives it; otherwise the video's frame, whole. */
  async tomar() {
    if ("ImageCapture" in globalThis) {
      try {
        const toma = new ImageCapture(this.pista).takePhoto();
        const foto = await Promise.race([toma, new Promise((_, mal) => setTimeout(mal, PLAZO_FOTO_MS))]);
        if (foto.size > 0) return foto;
      } catch {
        // this camera cannot; its video can
      }
    }
    const lienzo = document.createElement("canvas");
    [lienzo.width, lienzo.height] = [this.video.videoWidth, this.video.videoHeight];
    lienzo.getContext("2d").drawImage(this.video, 0, 0);
    return new Promise((bien) => lienzo.toBlob(bien, "image/jpeg", CALIDAD_JPEG));
  }
}
