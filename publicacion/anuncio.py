"""After a release: the index, the feed, and the signed list of the site's files that mirrors follow."""

import hashlib
import json
from pathlib import Path
from typing import Any

from publicacion.asiento import reemplazar
from publicacion.corte import carpetas, leer_corte
from publicacion.fuente import INDICE
from publicacion.indice import ATOM, atom, indice
from publicacion.llaves import Firmante
from verificacion.dominio.eleccion import Proceso

SITIO = "sitio.json"
FIRMA_SITIO = "sitio.firma"


def anunciar(destino: Path, proceso: Proceso, firmante: Firmante | None) -> None:
    """Tell the world of the last cut of ``destino``. The list of the site is written last: it says all is in place."""
    raiz = destino / "cortes"
    cortes = [leer_corte(carpeta) for carpeta in carpetas(destino)]
    reemplazar(raiz / INDICE, indice(cortes, proceso))
    reemplazar(raiz / ATOM, atom(cortes, proceso))
    lista = _lista(destino / "sitio", raiz / f".{SITIO}.vistos", cortes[-1].numero, cortes[-1].huella)
    if firmante is not None:
        reemplazar(raiz / FIRMA_SITIO, firmante.firmar(lista))
    reemplazar(raiz / SITIO, lista)


def _lista(sitio: Path, vistos: Path, numero: int, huella: str) -> bytes:
    """Every file of the site with its SHA-256. Those that did not change since the last time are not read again."""
    previos: dict[str, list[Any]] = json.loads(vistos.read_bytes()) if vistos.exists() else {}
    ahora: dict[str, list[Any]] = {}
    for ruta in sorted(p for p in sitio.rglob("*") if p.is_file() and not p.name.startswith(".")):
        nombre, estado = ruta.relative_to(sitio).as_posix(), ruta.stat()
        marca = [estado.st_size, estado.st_mtime_ns]
        previo = previos.get(nombre)
        igual = previo is not None and previo[:2] == marca
        ahora[nombre] = previo if igual and previo else [*marca, hashlib.sha256(ruta.read_bytes()).hexdigest()]
    vistos.write_text(json.dumps(ahora))
    archivos = {nombre: {"bytes": v[0], "sha256": v[2]} for nombre, v in ahora.items()}
    lista = {"version": 1, "corte": numero, "huella_corte": huella, "archivos": archivos}
    return (json.dumps(lista, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
