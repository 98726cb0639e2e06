"""Boxes settled as the same digit, side by side, so that the odd one stands out.

Only verified actas take part: nobody's blind capture can be spoiled by them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from verificacion.bd import cifras
from verificacion.bd.tablas import Acta, Imagen, Lectura
from verificacion.casos import registros, revisiones
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.conteo import Conteo
from verificacion.dominio.eleccion import Proceso
from verificacion.dominio.lectura import LecturaActa
from verificacion.dominio.registro import EstadoActa

ACTAS_POR_PANTALLA = 40
"""About 300 boxes of a common digit."""

CONFIANZA_MINIMA = 0.9
"""Under it a box is marked: a look costs a second, and the reader's confidence is calibrated (``docs/lectura.md``)."""


@dataclass(frozen=True, slots=True)
class Casillero:
    """One digit box: ``posicion`` counts from the last of its field, 0 the units. ``duda``: the reader doubts it.

    ``revisado``: somebody sent it to a third person in this round, who confirmed or mended it. ``publicada``: to doubt
    it is to have its acta captured again.
    """

    clave: ClaveActa
    sha256: str
    forma: str
    campo: str
    posicion: int
    duda: bool
    revisado: bool
    publicada: bool


def casilleros(
    session: Session, proceso: Proceso, digito: int, antes: int | None, publicado_hasta: int = 0
) -> tuple[list[Casillero], int | None]:
    """Boxes settled as ``digito`` in the last actas verified before the cursor ``antes``, and the next cursor."""
    filas = select(Acta, Imagen.sha256, Lectura).join(Imagen, Imagen.id == Acta.imagen_id)
    filas = filas.outerjoin(Lectura, Lectura.imagen_id == Imagen.id).where(Acta.estado == EstadoActa.VERIFICADA)
    if antes is not None:
        filas = filas.where(Acta.cursor < antes)
    actas = session.execute(filas.order_by(Acta.cursor.desc()).limit(ACTAS_POR_PANTALLA)).all()
    vistas = revisiones.vistas(session, [acta.id for acta, _, _ in actas])
    hallados: list[Casillero] = []
    for acta, sha256, lectura in actas:
        clave = ClaveActa.de_texto(acta.clave)
        conteo = registros.uno(session, proceso, clave).conteo or {}
        leida = _leida(lectura)
        hallados += [
            Casillero(
                clave=clave,
                sha256=sha256,
                forma=acta.forma,
                campo=campo,
                posicion=posicion,
                duda=_duda(leida, conteo, campo),
                revisado=(acta.clave, campo) in vistas,
                publicada=revisiones.ya_se_vio(acta, publicado_hasta),
            )
            for campo, posicion in _con_digito(conteo, digito)
        ]
    return hallados, actas[-1][0].cursor if len(actas) == ACTAS_POR_PANTALLA else None


def _leida(fila: Lectura | None) -> LecturaActa | None:
    """The reading of an outer join, which may have found none."""
    return None if fila is None else cifras.lectura_de_json(fila.campos, fila.lector or "", fila.ms)


def _con_digito(conteo: Conteo, digito: int) -> Iterator[tuple[str, int]]:
    """Where a figure holds a digit, units first. Leading zeros may be blank on the paper, so they are left out."""
    for campo, cifra in conteo.items():
        if isinstance(cifra, int):
            yield from ((campo, i) for i, d in enumerate(reversed(str(cifra))) if int(d) == digito)


def _duda(leida: LecturaActa | None, conteo: Conteo, campo: str) -> bool:
    leido = None if leida is None else leida.campos.get(campo)
    return leido is not None and (leido.confianza < CONFIANZA_MINIMA or leido.cifra != conteo[campo])


def es_visible(session: Session, sha256: str) -> bool:
    """Whether an image is the one in use of a verified acta."""
    fila = select(Acta.id).join(Imagen, Imagen.id == Acta.imagen_id)
    return session.scalar(fila.where(Imagen.sha256 == sha256, Acta.estado == EstadoActa.VERIFICADA)) is not None
