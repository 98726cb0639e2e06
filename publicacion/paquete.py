"""The downloadable package: a zip of zips with the official names and reproducible bytes."""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

from publicacion.candidaturas import escribir_candidaturas
from publicacion.disposicion import disposicion_de
from publicacion.leeme import escribir_leeme
from verificacion.dominio.eleccion import FormatoBase, Proceso


def nombre_base(formato: FormatoBase) -> str:
    """``DGO_DIP_LOC_2021.csv``; without initials of the entity, ``Diputaciones_2021.csv``."""
    return f"{_unir(formato.entidad_siglas, formato.eleccion_siglas, str(formato.anio))}.csv"


def nombre_paquete(proceso: Proceso, ahora: datetime) -> str:
    """``20210606_2000_PREP_DGO.zip``, in the election's local time."""
    return f"{_unir(sello(proceso, ahora), 'PREP', proceso.formato.entidad_siglas)}.zip"


def _unir(*partes: str) -> str:
    return "_".join(filter(None, partes))


def sello(proceso: Proceso, ahora: datetime) -> str:
    """``YYYYMMDD_HHMM`` in the election's local time."""
    return f"{ahora.astimezone(proceso.zona):%Y%m%d_%H%M}"


def empaquetar(base: bytes, proceso: Proceso, ahora: datetime) -> bytes:
    """Pack the database, its candidacies and its LEEME as every difusor receives them.

    ``YYYYMMDD_HHMM_PREP_<ENT>.zip`` holds ``YYYYMMDD_HHMM_PREP_<ELECCION>_<ENT>.zip``, which holds a folder of the
    same name. The same records and moment give the same bytes.
    """
    formato = proceso.formato
    carpeta = _unir(sello(proceso, ahora), "PREP", formato.eleccion_siglas, formato.entidad_siglas)
    candidaturas = disposicion_de(formato).candidaturas
    archivos = {
        f"{carpeta}/{nombre_base(formato)}": base,
        f"{carpeta}/LEEME.txt": escribir_leeme(proceso),
    }
    if proceso.candidaturas:
        nombre = _unir(formato.entidad_siglas, formato.eleccion_siglas, candidaturas, f"{formato.anio}.csv")
        archivos[f"{carpeta}/{nombre}"] = escribir_candidaturas(proceso)
    local = ahora.astimezone(proceso.zona)
    return _zip({f"{carpeta}.zip": _zip(archivos, local)}, local)


def _zip(archivos: Mapping[str, bytes], local: datetime) -> bytes:
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as paquete:
        for nombre, contenido in sorted(archivos.items()):
            ficha = zipfile.ZipInfo(nombre, (local.year, local.month, local.day, local.hour, local.minute, 0))
            # a zip does not get smaller by being compressed again
            ficha.compress_type = zipfile.ZIP_STORED if nombre.endswith(".zip") else zipfile.ZIP_DEFLATED
            ficha.create_system = 3
            ficha.external_attr = 0o644 << 16
            paquete.writestr(ficha, contenido, compresslevel=6)
    return salida.getvalue()
