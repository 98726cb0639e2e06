"""A net's file and the card that describes it, checked."""

import hashlib
import json
from pathlib import Path
from typing import Any

import onnxruntime

from verificacion.dominio.errores import InstalacionIncompleta


def abrir_modelo(carpeta: Path, tarjeta: str, remedio: str) -> tuple[Any, dict[str, Any], str]:
    """Open the net that a card describes, for one thread.

    Args:
        carpeta: where card and model are.
        tarjeta: file name of the card: JSON with ``archivo`` and its ``sha256``, besides what its reader needs.
        remedio: what to do where something is missing.

    Returns:
        The session, the card, and the name of the model: file name and the start of its hash.

    Raises:
        InstalacionIncompleta: card or model missing or damaged, or the model is not the one of the card.
    """
    try:
        datos = json.loads((carpeta / tarjeta).read_text(encoding="utf-8"))
        archivo, esperado = carpeta / datos["archivo"], datos["sha256"]
        contenido = archivo.read_bytes()
    except OSError as e:
        raise InstalacionIncompleta(f"falta el modelo {e.filename}", remedio) from e
    except (KeyError, TypeError, ValueError) as e:
        raise InstalacionIncompleta(f"la tarjeta {carpeta / tarjeta} está dañada", remedio) from e
    sha256 = hashlib.sha256(contenido).hexdigest()
    if sha256 != esperado:
        raise InstalacionIncompleta(f"el modelo {archivo} no es el de su tarjeta (SHA-256 {sha256[:12]}…)", remedio)
    opciones = onnxruntime.SessionOptions()
    opciones.intra_op_num_threads = opciones.inter_op_num_threads = 1
    opciones.enable_cpu_mem_arena = False  # lines are of any width: the arena would keep the widest of each
    sesion = onnxruntime.InferenceSession(contenido, opciones, providers=["CPUExecutionProvider"])
    return sesion, datos, f"{archivo.stem}-{sha256[:8]}"
