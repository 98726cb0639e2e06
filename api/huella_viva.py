"""The hash of what this process runs, and whether the disk is still as it was when the process started."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from fastapi import Request

from publicacion.huella import Huella, Parte, comparar, dependencias, propias
from verificacion.dominio.eleccion import Proceso


@dataclass(frozen=True, slots=True)
class Vista:
    """What runs, and in words what changed on the disk since it started: the next start would run something else."""

    huella: Huella
    cambios: Sequence[str]


class HuellaViva:
    """Our own files are hashed at the start; the packages, which take seconds, when somebody first looks."""

    def __init__(self, proceso: Proceso, sitios: Sequence[str] | None = None):
        self._proceso, self._sitios = proceso, sitios
        self._propias: tuple[Parte, ...] | None = None
        self._paquetes: tuple[Parte, ...] | None = None
        self._candado = threading.Lock()

    def arrancar(self) -> Self:
        """Take what is on the disk now for what runs."""
        self._propias = propias(self._proceso)
        return self

    def ver(self) -> Vista:
        """Look now."""
        ahora = propias(self._proceso)
        with self._candado:  # one reads half a gigabyte; the rest wait for it
            self._propias = self._propias or ahora
            self._paquetes = self._paquetes or dependencias(self._sitios)
        return Vista(Huella((*self._propias, *self._paquetes)), comparar(Huella(ahora), Huella(self._propias)))


def huella_viva(request: Request) -> HuellaViva:
    """The one of the application, made with it, or now where nobody made it."""
    estado = request.app.state
    if estado.huella is None:
        estado.huella = HuellaViva(estado.contexto.proceso)
    return estado.huella
