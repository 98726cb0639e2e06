"""Why a certificate cannot be given: each thing found, in words."""

from collections.abc import Sequence

from actario.auditoria_completa import Diferencia
from actario.constancia.inventario import Archivos, Inventario
from verificacion.dominio.eleccion import Proceso

EN_CEROS = frozenset(
    {
        "proceso",
        "formas",
        "actas",
        "usuarios",
        "sesiones",
        "bitacora",
        "bitacora_cabeza",
        "limites_de_entradas",
        "limites_de_reportes",
    }
)
"""Tables that may hold rows before the first image: the catalogue, the staff and the log of having prepared them."""


def de_ceros(inventario: Inventario, proceso: Proceso, diferencias: Sequence[Diferencia]) -> list[str]:
    """What there is and should not be before opening. ``diferencias``: what the audit found."""
    hallado = _de_proceso(inventario, proceso)
    hallado += [
        f"la tabla {tabla} tiene {_cuantos(n, 'renglón', 'renglones')}"
        for tabla, n in inventario.tablas.items()
        if n and tabla not in EN_CEROS
    ]
    movidas = {estado: n for estado, n in inventario.actas.items() if estado != "esperada"}
    hallado += [f"{_cuantos(n, 'acta', 'actas')} en estado {estado}" for estado, n in movidas.items()]
    for que, archivos in (
        ("imágenes en el almacén", inventario.imagenes),
        ("archivos hechos de imágenes en el almacén", inventario.derivados),
        ("archivos en cuarentena", inventario.apartados),
        ("envíos de teléfonos a medias", inventario.cargas),
        ("archivos en el sitio publicado", inventario.sitio),
    ):
        hallado += _si_hay(que, archivos)
    hallado += [f"el corte {corte.carpeta.name} está publicado" for corte in inventario.cortes]
    return [*hallado, *(d.en_palabras() for d in diferencias)]


def de_cierre(inventario: Inventario, proceso: Proceso, diferencias: Sequence[Diferencia]) -> list[str]:
    """What prevents saying that the election is closed and that what is published is what the acts say."""
    hallado = _de_proceso(inventario, proceso)
    if not inventario.cortes:
        hallado.append("no hay ningún corte publicado")
    elif not inventario.cortes[-1].ultimo:
        hallado.append(f"el corte {inventario.cortes[-1].carpeta.name} no es el de cierre: haga el último")
    hallado += _si_hay("envíos de teléfonos a medias", inventario.cargas)
    return [*hallado, *(d.en_palabras() for d in diferencias)]


def _de_proceso(inventario: Inventario, proceso: Proceso) -> list[str]:
    if inventario.proceso_abierto is None:
        return ["la elección no se ha abierto: use actario proceso abrir"]
    esperadas = sum(inventario.actas.values())
    hallado = (
        [] if esperadas == len(proceso.actas) else [f"hay {esperadas:,} actas y el catálogo {len(proceso.actas):,}"]
    )
    if inventario.proceso_abierto != proceso.huella:
        hallado.append("la carpeta de la elección no es con la que se abrió la base")
    return hallado


def _si_hay(que: str, archivos: Archivos) -> list[str]:
    if not archivos.cuantos:
        return []
    mas = " …" if archivos.cuantos > len(archivos.ejemplos) else ""
    return [f"{que}: hay {archivos.cuantos:,} ({', '.join(archivos.ejemplos)}{mas})"]


def _cuantos(n: int, uno: str, varios: str) -> str:
    return f"{n:,} {uno if n == 1 else varios}"
