"""Fit the words reader's noise on composed lines, and judge it: ``python -m ocr.entrenamiento.ajustar_renglones``.

Fitted on hands of the splits *entrenamiento* and *validacion* (the net itself was trained elsewhere), judged on
*prueba*. Loss: minus the logarithm of what is believed of the right figure, or of "no amount" where there is none.
Coordinate descent; no weight under MINIMO, because real hands stray further than composed ones. Writes ``ruido`` and
``medido`` into ``ocr/modelos/renglon.json``. ``--solo-medir`` leaves the noise as it is.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, replace

import cv2
import numpy as np

from ocr.entrenamiento.renglones import Renglon, componer
from ocr.lexico import Lexico, Reales, Ruido
from ocr.renglon import MODELOS, TARJETA, RedRenglon

MINIMO = 1e-4
PASOS = {"falta": 3.0, "sobra": 3.0, "suena": 3.0, "otra": 3.0, "ajena": 2.0, "relleno": 2.0, "espacio": 1.4}
POTENCIAS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)
PREVIAS = tuple(10.0 ** np.arange(-2, 3.1, 0.25))
MEJORA = 0.002  # smallest gain worth another step
UMBRALES = (0.5, 0.8, 0.9, 0.95, 0.99)

Vista = tuple[Reales, int | None]


def mirar(red: RedRenglon, renglones: Sequence[Renglon]) -> list[Vista]:
    """What the net sees of each line, and the figure it means."""
    return [(red.mirar(r.gris), r.cifra) for r in renglones]


def perdida(creencias: Reales, verdades: Sequence[int | None]) -> float:
    """Mean loss of beliefs (n, 1001), whose last column spreads over all figures."""
    suma = 0.0
    for creencia, cifra in zip(creencias, verdades, strict=True):
        suma -= np.log(creencia[-1] + 1e-4 if cifra is None else creencia[cifra] + creencia[-1] / 1000)
    return float(suma / len(verdades))


def templar(red: RedRenglon, ruido: Ruido, vistas: Sequence[Vista]) -> tuple[float, Ruido]:
    """Least loss of a noise over every power and prior, and the noise with them."""
    lexico = Lexico(red.letras, ruido)
    pesos = np.array([np.append(*lexico.pesar(vista)) for vista, _ in vistas])
    verdades = [cifra for _, cifra in vistas]
    mejor = (np.inf, ruido)
    for potencia in POTENCIAS:
        for previa in PREVIAS:
            z = potencia * np.log(pesos + 1e-60)
            z[:, -1] += np.log(previa)
            p = np.exp(z - z.max(axis=1, keepdims=True))
            valor = perdida(p / p.sum(axis=1, keepdims=True), verdades)
            if valor < mejor[0]:
                mejor = (valor, replace(ruido, potencia=potencia, previa=previa))
    return mejor


def ajustar(red: RedRenglon, vistas: Sequence[Vista]) -> Ruido:
    """Coordinate descent from a sensible start."""
    valor, ruido = templar(red, Ruido(1e-4, 0.02, 0.01, 3e-4, 0.7, 0.3, 0.06, 0.5, 3.0), vistas)
    print(f"{valor:.4f}", ruido, flush=True)
    for _ in range(2):
        antes = valor
        for campo, paso in PASOS.items():
            for factor in (paso, 1 / paso):
                while MINIMO <= (nuevo := getattr(ruido, campo) * factor) <= 1:
                    otro, propuesto = templar(red, replace(ruido, **{campo: nuevo}), vistas)
                    if otro > valor - MEJORA:
                        break
                    valor, ruido = otro, propuesto
                    print(f"{valor:.4f}", ruido, flush=True)
        if valor > antes - MEJORA:
            break
    return Ruido(**{campo: float(f"{peso:.3g}") for campo, peso in asdict(ruido).items()})


def medir(red: RedRenglon, ruido: Ruido, vistas: Sequence[Vista]) -> dict[str, object]:
    """How right and how sure.

    ``exactos``: lines with an amount whose likeliest figure is right. ``por_confianza``: lines of all kinds that are
    at least this sure of a figure, and how many of these are wrong. ``error_de_calibracion``: mean gap between
    confidence and truth, by tenths.
    """
    lexico = Lexico(red.letras, ruido)
    creencias = np.array([lexico.creer(vista) for vista, _ in vistas])
    figuras = creencias[:, :-1] + creencias[:, -1:] / 1000
    seguro, leida = figuras.max(axis=1), figuras.argmax(axis=1)
    bien = np.array([leida[i] == cifra for i, (_, cifra) in enumerate(vistas)])
    con_cifra = np.array([cifra is not None for _, cifra in vistas])
    decena = np.minimum(9, (seguro * 10).astype(int))
    desvio = sum(
        (decena == d).sum() * abs(seguro[decena == d].mean() - bien[decena == d].mean()) for d in set(decena.tolist())
    )
    return {
        "renglones": len(vistas),
        "con_cifra": int(con_cifra.sum()),
        "exactos": int(bien.sum()),
        "error_de_calibracion": round(float(desvio) / len(vistas), 4),
        "por_confianza": {
            str(u): {"renglones": int((seguro >= u).sum()), "mal": int((~bien & (seguro >= u)).sum())} for u in UMBRALES
        },
    }


def main() -> None:
    """Fit, measure and write the card."""
    orden = argparse.ArgumentParser()
    orden.add_argument("--n", type=int, default=500)
    orden.add_argument("--solo-medir", action="store_true")
    a = orden.parse_args()
    cv2.setNumThreads(1)
    red = RedRenglon.cargar()
    ruido = red.lexico.ruido
    if not a.solo_medir:
        manos = componer(np.random.default_rng(1), "entrenamiento", a.n // 2)
        manos += componer(np.random.default_rng(2), "validacion", a.n // 2)
        ruido = ajustar(red, mirar(red, manos))
    medido = medir(red, ruido, mirar(red, componer(np.random.default_rng(3), "prueba", 2 * a.n)))
    print(json.dumps(medido, indent=1))
    tarjeta = MODELOS / TARJETA
    datos = json.loads(tarjeta.read_text(encoding="utf-8")) | {"ruido": asdict(ruido), "medido": medido}
    tarjeta.write_text(json.dumps(datos, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
