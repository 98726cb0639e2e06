"""Make ``ocr/modelos/renglon.onnx`` out of the line reader that travels in the wheel of RapidOCR.

    pip download --no-deps rapidocr==3.10.0     # Apache-2.0; the weights are PaddleOCR's, Apache-2.0 too
    PYTHONPATH=. python -m ocr.entrenamiento.podar_renglon rapidocr-3.10.0-py3-none-any.whl

needs the ``onnx`` package. Of its 18,710 characters those of Spanish and its neighbours are left; the rest is
not changed. Weights are stored in 16 bits and opened to 32 when the file is loaded: 6 MB of 21, and a sixth faster.
The wheel is no dependency because it brings a second OpenCV, Shapely, requests and six packages more.
"""

import argparse
import hashlib
import json
import unicodedata
import zipfile
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from ocr.digitos import MODELOS

DENTRO = "rapidocr/models/PP-OCRv6_rec_small.onnx"
SHA256 = "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"
PESOS, SESGOS = "linear_8.w_0", "linear_8.b_0"  # of the last layer, one column per character
AVISO = (
    "Converted from the official PaddleOCR model PP-OCRv6_small_rec by RapidOCR, and modified by Actario: output layer "
    "cut to the characters of the card, softmax removed, weights in 16 bits. The upstream model weights are copyright "
    "Baidu and/or the applicable PaddleOCR rights holders and are licensed under the Apache License, Version 2.0."
)


def podar(original: bytes) -> tuple[bytes, list[str]]:
    """The model with fewer outputs, and the character of each ("" first: none)."""
    modelo = onnx.load_from_string(original)
    metadatos = {p.key: p.value for p in modelo.metadata_props}
    todas = ["", *metadatos["character"].split("\n"), " "]
    quedan = [i for i, letra in enumerate(todas) if i == 0 or _sirve(letra)]
    del modelo.metadata_props[:]
    del modelo.graph.value_info[:]
    for tensor in modelo.graph.initializer:
        if tensor.name in (PESOS, SESGOS):
            entero = numpy_helper.to_array(tensor)
            tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(entero[..., quedan]), tensor.name))
    softmax = modelo.graph.node.pop()
    if softmax.op_type != "Softmax":
        raise ValueError(f"the last step is {softmax.op_type}, not Softmax")
    salida = modelo.graph.output[0]
    modelo.graph.node[-1].output[0] = salida.name
    salida.type.tensor_type.shape.dim[2].dim_value = len(quedan)
    _en_16_bits(modelo.graph)
    onnx.checker.check_model(modelo)
    return modelo.SerializeToString(), [todas[i] for i in quedan]


def _sirve(letra: str) -> bool:
    """ASCII and the accented letters of Latin-1."""
    return len(letra) == 1 and (" " <= letra <= "~" or ("À" <= letra <= "ÿ" and unicodedata.category(letra)[0] == "L"))


def _en_16_bits(grafo: onnx.GraphProto) -> None:
    abrir = list[onnx.NodeProto]()
    for tensor in grafo.initializer:
        if tensor.data_type == TensorProto.FLOAT and np.prod(tensor.dims) > 256:
            nombre = tensor.name
            corto = numpy_helper.to_array(tensor).astype(np.float16)
            tensor.CopyFrom(numpy_helper.from_array(corto, f"{nombre}.16"))
            abrir.append(helper.make_node("Cast", [f"{nombre}.16"], [nombre], to=TensorProto.FLOAT))
    for i, nodo in enumerate(abrir):
        grafo.node.insert(i, nodo)


def main() -> None:
    """Prune, and write the model and its card; the card keeps its noise (see ``ajustar_renglones``)."""
    orden = argparse.ArgumentParser()
    orden.add_argument("rueda", type=Path)
    orden.add_argument("--salida", type=Path, default=MODELOS)
    a = orden.parse_args()
    with zipfile.ZipFile(a.rueda) as rueda:
        original = rueda.read(DENTRO)
    if hashlib.sha256(original).hexdigest() != SHA256:
        raise SystemExit(f"{DENTRO} is not the file this was made for")
    podado, letras = podar(original)
    (a.salida / "renglon.onnx").write_bytes(podado)
    tarjeta = a.salida / "renglon.json"
    vieja = json.loads(tarjeta.read_text(encoding="utf-8")) if tarjeta.exists() else {}
    nueva = {
        "archivo": "renglon.onnx",
        "sha256": hashlib.sha256(podado).hexdigest(),
        "origen": f"PyPI {a.rueda.name}, {DENTRO}, SHA-256 {SHA256}",
        "licencia": "Apache-2.0",
        "aviso": AVISO,
        "letras": letras,
    }
    tarjeta.write_text(json.dumps(vieja | nueva, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
