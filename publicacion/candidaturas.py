"""The file of candidacies that travels with the database."""

from publicacion.disposicion import disposicion_de, linea_csv
from verificacion.dominio.eleccion import Proceso


def escribir_candidaturas(proceso: Proceso) -> bytes:
    """One row per party or independent and district; a coalition repeats its names under each member.

    Campeche 2021 writes the identifiers bare (``4,1``), Puebla 2024 padded (``21,001``): each layout as its own.
    """
    disposicion = disposicion_de(proceso.formato)
    sin_ceros = proceso.formato.disposicion != "2024"
    columnas = {c.clave: c.columna for c in proceso.contendientes}
    encabezado = (
        f"ID_{disposicion.entidad}",
        f"ID_{disposicion.ambito}",
        "PARTIDO_CI",
        "CANDIDATURA_PROPIETARIA",
        "CANDIDATURA_SUPLENTE",
    )
    lineas = [linea_csv(encabezado, disposicion)]
    for c in proceso.candidaturas:
        identificadores = (
            (str(proceso.entidad), str(c.distrito)) if sin_ceros else (f"{proceso.entidad:02}", f"{c.distrito:03}")
        )
        valores = (*identificadores, columnas[c.contendiente], c.propietaria, c.suplente)
        lineas.append(linea_csv(valores, disposicion))
    return "".join(lineas).encode("utf-8-sig" if proceso.formato.bom else "utf-8")
