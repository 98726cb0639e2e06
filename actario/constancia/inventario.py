"""Everything that an installation holds, counted in one read: tables, images, queues, cuts and site."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from actario.composicion import Instalacion
from captura.almacen import CUARENTENA, SALUD, es_derivado
from publicacion.corte import Corte, carpetas, leer_corte
from verificacion.bd import volcado
from verificacion.bd.bitacora import cabeza
from verificacion.bd.sesion import consulta
from verificacion.bd.tablas import Acta, ProcesoAbierto

MAX_EJEMPLOS = 3
"""Names that are kept of each kind of file, to be told where there should be none."""


@dataclass(frozen=True, slots=True)
class Archivos:
    """How many files, and the SHA-256 of the list of their names, one per line and in order.

    In the image store a name carries the SHA-256 of its image, so the list speaks for the images.
    """

    cuantos: int
    huella: str
    ejemplos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inventario:
    """What there is. ``proceso_abierto`` is the hash of the election folder at the zero state, None before it.

    ``imagenes`` are those received and their covered copies, ``derivados`` what was made from them (sheets, crops) and
    ``apartados`` what was refused.
    """

    motor: str
    esquema: str
    proceso_abierto: str | None
    tablas: Mapping[str, int]
    actas: Mapping[str, int]
    bitacora: tuple[int, str]
    imagenes: Archivos
    derivados: Archivos
    apartados: Archivos
    cargas: Archivos
    sitio: Archivos
    cortes: tuple[Corte, ...]


def inventariar(instalacion: Instalacion) -> Inventario:
    """Count everything."""
    conf = instalacion.configuracion
    with consulta(instalacion.engine) as session:
        conexion = session.connection()
        abierto = session.get(ProcesoAbierto, 1)
        estados = session.execute(select(Acta.estado, func.count()).group_by(Acta.estado)).all()
        tablas, actas = volcado.contar(conexion), {str(estado): n for estado, n in sorted(estados)}
        esquema, ultimo = volcado.revision(conexion), cabeza(session)
    nombres = [n for n in instalacion.almacen.deposito.nombres() if n != SALUD]
    return Inventario(
        motor=instalacion.engine.dialect.name,
        esquema=esquema,
        proceso_abierto=abierto.huella if abierto is not None else None,
        tablas=tablas,
        actas=actas,
        bitacora=ultimo,
        imagenes=_archivos([n for n in nombres if not n.startswith(CUARENTENA) and not es_derivado(n)]),
        derivados=_archivos([n for n in nombres if es_derivado(n)]),
        apartados=_archivos([n for n in nombres if n.startswith(CUARENTENA)]),
        cargas=_en(conf.datos / "cargas"),
        sitio=_en(conf.carpeta_publica / "sitio"),
        cortes=tuple(leer_corte(carpeta) for carpeta in carpetas(conf.carpeta_publica)),
    )


def _en(carpeta: Path) -> Archivos:
    return _archivos([p.relative_to(carpeta).as_posix() for p in carpeta.rglob("*") if p.is_file()])


def _archivos(nombres: list[str]) -> Archivos:
    orden = sorted(nombres)
    huella = hashlib.sha256("".join(f"{nombre}\n" for nombre in orden).encode()).hexdigest()
    return Archivos(len(orden), huella, tuple(orden[:MAX_EJEMPLOS]))
