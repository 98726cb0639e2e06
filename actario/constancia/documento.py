"""The certificate as a signed object: what it says, its canonical bytes, and how anybody checks it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from actario import __version__
from actario.constancia.inventario import Archivos, Inventario
from publicacion.huella import Huella
from publicacion.llaves import Firmante, LlavePublica, de_lista
from verificacion.dominio.eleccion import Proceso
from verificacion.dominio.repaso import instante

FIRMA = ".firma"


class Tipo(StrEnum):
    """Which moment is certified."""

    CEROS = "ceros"
    CIERRE = "cierre"


@dataclass(frozen=True, slots=True)
class Constancia:
    """A certificate. ``contenido`` are the very bytes that are signed."""

    datos: Mapping[str, Any]
    contenido: bytes
    firma: bytes


def redactar(
    tipo: Tipo,
    inventario: Inventario,
    medida: Huella,
    proceso: Proceso,
    ahora: datetime,
    asientos: int,
    firmante: Firmante,
) -> Constancia:
    """State what there is and sign it.

    Args:
        tipo: which moment.
        inventario: what there is.
        medida: what runs.
        proceso: the election.
        ahora: aware moment.
        asientos: how many entries of the log were replayed without a difference.
        firmante: who signs it.
    """
    numero, huella = inventario.bitacora
    partes = [{"nombre": p.nombre, "huella": p.huella} for p in medida.partes]
    datos = {
        "version": 1,
        "tipo": tipo,
        "momento": instante(ahora),
        "proceso": {
            "clave": proceso.clave,
            "nombre": proceso.nombre,
            "autoridad": proceso.marca.autoridad,
            "ejercicio": proceso.ejercicio,
            "apertura": instante(proceso.apertura),
            "cierre": instante(proceso.cierre),
            "huella": proceso.huella,
        },
        "instalacion": {"version": __version__, "base": inventario.motor, "esquema": inventario.esquema},
        "huella": {"total": medida.total, "partes": partes},
        "tablas": dict(inventario.tablas),
        "actas": dict(inventario.actas),
        "bitacora": {"numero": numero, "huella": huella, "repasados": asientos},
        "almacen": {
            "imagenes": _archivos(inventario.imagenes),
            "derivados": _archivos(inventario.derivados),
            "cuarentena": _archivos(inventario.apartados),
        },
        "cargas": _archivos(inventario.cargas),
        "sitio": _archivos(inventario.sitio),
        "cortes": [
            {"carpeta": c.carpeta.name, "numero": c.numero, "huella": c.huella, "ultimo": c.ultimo, "llave": c.llave}
            for c in inventario.cortes
        ],
        "encabezado": asdict(inventario.cortes[-1].encabezado) if inventario.cortes else None,
        "llaves": [llave.a_json() for llave in firmante.llaves],
    }
    contenido = (json.dumps(datos, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
    return Constancia(json.loads(contenido), contenido, firmante.firmar(contenido))


def comprobar(ruta: Path, huella: str | None) -> list[str]:
    """What does not hold of a certificate on disk: its signature, that of its printed form, its key.

    Args:
        ruta: the JSON; the PDF and both signatures are beside it.
        huella: of the key in which one trusts; None checks only that nobody changed it since somebody signed it.
    """
    try:
        contenido = ruta.read_bytes()
        llaves = de_lista(json.dumps(json.loads(contenido)["llaves"]).encode())
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"{ruta.name} no se puede leer como constancia ({error})"]
    problemas = [p for archivo in (ruta, ruta.with_suffix(".pdf")) for p in _firma(archivo, llaves[-1])]
    if huella is not None and huella.lower() not in {llave.huella for llave in llaves}:
        problemas.append(f"no la firma la llave {huella[:16]}…, sino {llaves[-1].huella[:16]}…")
    return problemas


def _firma(archivo: Path, llave: LlavePublica) -> list[str]:
    try:
        firma = archivo.with_name(archivo.name + FIRMA).read_bytes()
        vale = llave.firmo(archivo.read_bytes(), firma)
    except OSError as error:
        return [f"falta {Path(str(error.filename)).name}"]
    return [] if vale else [f"{archivo.name} cambió desde que se firmó"]


def _archivos(archivos: Archivos) -> dict[str, int | str]:
    return {"archivos": archivos.cuantos, "huella": archivos.huella}
