"""Real actas with their truth, and what the reader makes of them: ``python -m muestras.bancos.reales``.

They are measured, never trained or tuned on. The images stay in the folder of real data (``PREP_DATOS_REALES``).
"""

import argparse
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from captura.enderezado import enderezar
from captura.errores import HojaNoEncontrada
from captura.geometria import Color
from captura.plantilla import Plantilla
from muestras.bancos.formas import REMEDIO, construir_forma, leer_imagen
from ocr.evaluacion import Evaluacion
from ocr.motor import Lector
from verificacion.dominio.conteo import Cifra, Conteo, Leyenda
from verificacion.dominio.errores import InstalacionIncompleta

FORMAS: Mapping[str, str] = {
    "cdmx-2024": "cdmx-2024",
    "honduras-2025": "honduras-2025",
    "indonesia-kawalc1": "indonesia-2019",
}
"""Folder of the real data → form folder."""
VERDAD = "ground_truth.json"
DIGITOS_EN_LETRA = ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")


@dataclass(frozen=True, slots=True)
class ActaReal:
    """One photo or scan, its form and what it says.

    ``verdad`` holds the fields whose figure is known, by the form's keys; SIN DATO where the acta closes the row.
    ``palabras`` is the words as written, in plain letters, where they are known.
    """

    nombre: str
    banco: str
    imagen: Path
    plantilla: Plantilla
    verdad: Conteo
    palabras: Mapping[str, str]

    def leer(self) -> Color:
        """The image, BGR."""
        return leer_imagen(self.imagen)


def datos_reales() -> Path:
    """Where the real actas are, whether or not they are there."""
    base = os.environ.get("PREP_DATOS_REALES") or Path(__file__).parents[3] / "shared" / "datos"
    return Path(base) / "actas-reales"


def bancos_disponibles(datos: Path | None = None) -> tuple[str, ...]:
    """Names of the banks that this machine has."""
    raiz = datos or datos_reales()
    return tuple(banco for banco in FORMAS if (raiz / banco / VERDAD).is_file())


def actas_reales(carpeta: Path, bancos: Iterable[str] | None = None, datos: Path | None = None) -> Iterator[ActaReal]:
    """The real actas, one by one.

    Args:
        carpeta: where the form folders are put together.
        bancos: which, by default all that this machine has.
        datos: folder of the real actas, by default ``datos_reales()``.

    Raises:
        InstalacionIncompleta: there are none, or a bank that was asked for is missing, or an image is not that of
            its truth.
    """
    raiz = datos or datos_reales()
    pedidos = bancos_disponibles(raiz) if bancos is None else tuple(bancos)
    if not pedidos:
        raise InstalacionIncompleta(f"no hay actas reales en {raiz}", REMEDIO)
    for banco in pedidos:
        if banco not in bancos_disponibles(raiz):
            raise InstalacionIncompleta(f"falta el banco «{banco}» en {raiz}", REMEDIO)
        plantilla = construir_forma(FORMAS[banco], raiz / banco, carpeta / FORMAS[banco])
        for hoja in json.loads((raiz / banco / VERDAD).read_text(encoding="utf-8"))["sheets"]:
            yield _acta(banco, raiz / banco / hoja["file"], plantilla, hoja)


def _acta(banco: str, imagen: Path, plantilla: Plantilla, hoja: Mapping[str, Any]) -> ActaReal:
    if not imagen.is_file() or hashlib.sha256(imagen.read_bytes()).hexdigest() != hoja["sha256"]:
        raise InstalacionIncompleta(f"{imagen} falta o no es la imagen de su verdad", REMEDIO)
    verdad: dict[str, Cifra] = {c: Leyenda.SIN_DATO if v is None else int(v) for c, v in hoja["fields"].items()}
    palabras = hoja.get("words", {})
    if isinstance(palabras, str):  # this bank says how they are written: each digit by its name
        palabras = {c: _por_digitos(v) for c, v in verdad.items() if not isinstance(v, Leyenda)}
    return ActaReal(f"{banco}/{imagen.stem}", banco, imagen, plantilla, verdad, palabras)


def _por_digitos(cifra: int) -> str:
    return " ".join(DIGITOS_EN_LETRA[int(d)] for d in f"{cifra:03d}")


@dataclass(frozen=True, slots=True)
class Medicion:
    """What became of one acta: the reader's counts, or why it was not straightened; seconds in all."""

    acta: ActaReal
    evaluacion: Evaluacion
    segundos: float
    rechazo: str | None = None


def medir(actas: Iterable[ActaReal], lector: Lector) -> Iterator[Medicion]:
    """Straighten and read each acta. One that is refused counts as read without a single figure."""
    for acta in actas:
        imagen = acta.leer()
        inicio = perf_counter()
        try:
            hoja = enderezar(imagen, acta.plantilla)
        except HojaNoEncontrada as e:
            yield Medicion(acta, Evaluacion.no_leida(acta.verdad), perf_counter() - inicio, f"{type(e).__name__}: {e}")
            continue
        lectura = lector.leer(hoja, acta.plantilla)
        yield Medicion(acta, Evaluacion.de([(acta.nombre, acta.verdad, lectura)]), perf_counter() - inicio)


def _renglon(medicion: Medicion) -> str:
    e = medicion.evaluacion
    cuenta = f"{e.exactos:2d} de {e.campos} exactas, {e.aceptados:2d} aceptadas, {e.aceptados_malos} mal aceptadas"
    malas = ", ".join(
        f"{f.campo} {f.verdad} leída {f.leida} ({f.confianza:.3f}{', aceptada' if f.aceptado else ''})"
        for f in e.fallos
    )
    motivo = f"; no se enderezó ({medicion.rechazo})" if medicion.rechazo else f"; {malas}" if malas else ""
    return f"{medicion.acta.nombre:40s} {cuenta}, {medicion.segundos:.1f} s{motivo}"


def main(argumentos: Sequence[str] | None = None) -> None:
    """Print what the reader makes of each real acta."""
    opciones = argparse.ArgumentParser(description="Mide el lector con las actas reales de esta máquina.")
    opciones.add_argument("--banco", action="append", choices=sorted(FORMAS), help="sólo este; se puede repetir")
    opciones.add_argument("--letras", choices=("donde_cambia", "todas", "ninguna"), default="donde_cambia")
    pedido = opciones.parse_args(argumentos)
    with tempfile.TemporaryDirectory() as temporal:
        try:
            lector = Lector(letras=pedido.letras)
            for medicion in medir(actas_reales(Path(temporal), pedido.banco), lector):
                print(_renglon(medicion), flush=True)
        except InstalacionIncompleta as e:
            opciones.exit(1, f"{e.que}: {e.remedio}\n")


if __name__ == "__main__":
    main()
