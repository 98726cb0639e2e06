"""A small drawn form and photos of it, made in the test with their truth."""

import json
from pathlib import Path

import cv2
import numpy as np

from captura.geometria import Gris, Matriz, esquinas, transformar
from captura.plantilla import Plantilla, cargar_plantilla

HOJA_MM = (200.0, 140.0)
PX = 6  # px/mm of the drawing


def dibujar(
    titulo: str = "ACTA DE PRUEBA", semilla: int = 1, marcas: bool = True, textos: bool = True, renglon: int = 12
) -> Gris:
    """A form with a title, paragraphs of made-up print, eight rows and, optionally, three corner squares."""
    hoja = np.full((round(HOJA_MM[1] * PX), round(HOJA_MM[0] * PX)), 255, np.uint8)
    rng = np.random.default_rng(semilla)
    if marcas:
        for x, y in ((5, 5), (189, 5), (5, 129)):
            cv2.rectangle(hoja, (x * PX, y * PX), ((x + 6) * PX, (y + 6) * PX), 0, -1)
    if textos:
        cv2.putText(hoja, titulo, (20 * PX, 14 * PX), cv2.FONT_HERSHEY_DUPLEX, 1.6, 0, 3)
        for k in range(12):
            letras = "".join(chr(c) for c in rng.integers(65, 91, 24))
            cv2.putText(hoja, letras, (8 * PX, (26 + 9 * k) * PX), cv2.FONT_HERSHEY_SIMPLEX, 0.75, 40, 2)
    for k, (_, y) in enumerate(filas(renglon)):
        if textos:
            nombre = "".join(chr(c) for c in rng.integers(65, 91, 7))
            cv2.putText(hoja, nombre, (108 * PX, (y + 7) * PX), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 30 + k, 2)
        cv2.rectangle(hoja, (105 * PX, y * PX), (192 * PX, (y + 11) * PX), 60, 2)
        for i in range(3):
            x = 160 + 10 * i
            cv2.rectangle(hoja, (x * PX, (y + 1) * PX), ((x + 8) * PX, (y + 10) * PX), 90, 2)
    return hoja


def filas(renglon: int = 12) -> list[tuple[str, int]]:
    return [(clave, 30 + renglon * k) for k, clave in enumerate("ABCDEFGH")]


def escribir(carpeta: Path, referencia: Gris, clave: str = "prueba") -> Plantilla:
    carpeta.mkdir(parents=True)
    campos = [
        {
            "clave": c,
            "tipo": "total" if c == "H" else "votos",
            "digitos": [{"x": 160 + 10 * i, "y": y + 1, "ancho": 8, "alto": 9} for i in range(3)],
        }
        for c, y in filas()
    ]
    datos = {"clave": clave, "nombre": "Forma de prueba", "hoja_mm": HOJA_MM, "campos": campos}
    (carpeta / "plantilla.json").write_text(json.dumps(datos), encoding="utf-8")
    cv2.imwrite(str(carpeta / "referencia.png"), referencia)
    return cargar_plantilla(carpeta)


def fotografiar(
    hoja: Gris,
    giro_grados: float = 0.0,
    oblicuidad: float = 0.1,
    tamano: tuple[int, int] = (1600, 1200),
    corrimiento: tuple[float, float] = (0.0, 0.0),
    llenado: float = 0.8,
    semilla: int = 1,
) -> tuple[Gris, Matriz]:
    """Photograph a sheet on a dark table in uneven light; also mm of the sheet → px of the photo."""
    rng = np.random.default_rng(semilla)
    marco = esquinas(*HOJA_MM)
    centro = (marco - marco.mean(axis=0)) / max(HOJA_MM)
    c, s = np.cos(np.radians(giro_grados)), np.sin(np.radians(giro_grados))
    girado = centro @ np.array([[c, s], [-s, c]])
    girado = girado / (1 + oblicuidad * girado[:, 1:])  # further away towards the bottom
    girado *= llenado * min(tamano[0] / np.ptp(girado[:, 0]), tamano[1] / np.ptp(girado[:, 1]))
    destino = girado + np.array(tamano) * (np.array([0.5, 0.5]) + corrimiento)
    verdad = cv2.getPerspectiveTransform(marco.astype(np.float32), destino.astype(np.float32)).astype(np.float64)
    de_hoja = verdad @ np.diag([HOJA_MM[0] / hoja.shape[1], HOJA_MM[1] / hoja.shape[0], 1.0])
    mesa = np.clip(rng.normal(70, 12, (tamano[1], tamano[0])), 0, 255).astype(np.uint8)
    papel = cv2.warpPerspective(cv2.min(hoja, 235), de_hoja, tamano, flags=cv2.INTER_AREA)
    donde = cv2.warpPerspective(np.full_like(hoja, 255), de_hoja, tamano)
    foto = np.where(donde > 127, papel, mesa)
    luz = np.linspace(0.65, 1.05, tamano[0])[None, :] * np.linspace(1.0, 0.85, tamano[1])[:, None]
    return np.clip(foto * luz + rng.normal(0, 3, foto.shape), 0, 255).astype(np.uint8), verdad


def error_de_cajas_mm(a_foto: object, plantilla: Plantilla, verdad: Matriz) -> float:
    """Largest distance, mm of the sheet, between where a digit box was found and where it is."""
    centros = np.array([c.centro for c in plantilla.cajas_digitos])
    vuelta = transformar(np.linalg.inv(verdad), a_foto(centros))  # type: ignore[operator]
    return float(np.linalg.norm(vuelta - centros, axis=1).max())
