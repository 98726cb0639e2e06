"""The forms that people may edit, and where: in the staff application, copies that no reader uses (ADR 0008)."""

import hashlib
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from api.contexto import Contexto
from captura.escritura_forma import FormaAbierta, abrir_forma, guardar_forma
from captura.plantilla import ARCHIVO
from verificacion.bd.sesion import transaccion
from verificacion.casos import formas
from verificacion.dominio.eleccion import Contendiente
from verificacion.dominio.errores import NoExiste
from verificacion.dominio.registro import Actor

DISTINTA = "Esta copia no es la forma en uso. Para usarla, descárguela y póngala en la carpeta de la elección."

Constancia = Callable[[Actor | None, str, Callable[[], str]], str]
"""Runs what saves a form and leaves a record of it: who, which form; returns what the saving returns (its hash)."""


def sin_constancia(_actor: Actor | None, _forma: str, guardar: Callable[[], str]) -> str:
    """Save only: one person at one machine, with no log to write in."""
    return guardar()


@dataclass(frozen=True)
class Estante:
    """Forms by key. With ``taller``, each is copied there the first time it is opened, and only the copy changes."""

    formas: Mapping[str, Path]
    contendientes: Sequence[Contendiente] = ()
    taller: Path | None = None
    constancia: Constancia = field(default=sin_constancia)

    def carpeta(self, clave: str) -> Path:
        """The folder to edit of a form.

        Raises:
            NoExiste: there is no such form.
        """
        origen = self._origen(clave)
        if self.taller is None:
            return origen
        copia = self.taller / _nombre_seguro(clave)
        if not (copia / ARCHIVO).exists():
            copia.mkdir(parents=True, exist_ok=True)
            archivos = [origen / ARCHIVO, *(p for p in origen.iterdir() if p.suffix in {".png", ".jpg", ".jpeg"})]
            for archivo in sorted(archivos, key=lambda p: p.name == ARCHIVO):  # what says it is whole goes last
                shutil.copyfile(archivo, copia / archivo.name)
        return copia

    def abrir(self, clave: str) -> FormaAbierta:
        """A form to edit, with a note when its copy is not, as saved, the form in use."""
        carpeta, origen = self.carpeta(clave), self._origen(clave)
        forma = abrir_forma(carpeta)
        if (carpeta / ARCHIVO).read_bytes() != (origen / ARCHIVO).read_bytes():
            forma = replace(forma, avisos=(*forma.avisos, DISTINTA))
        return forma

    def mirar(self, clave: str) -> FormaAbierta:
        """A form as it would be opened, without copying it."""
        if self.taller is None or (self.taller / _nombre_seguro(clave) / ARCHIVO).exists():
            return self.abrir(clave)
        return abrir_forma(self._origen(clave))

    def _origen(self, clave: str) -> Path:
        origen = self.formas.get(clave)
        if origen is None:
            raise NoExiste("la forma", clave)
        return origen

    def guardar(self, actor: Actor | None, clave: str, datos: Mapping[str, object], base: str) -> str:
        """Save a version, with its record, and return its hash."""
        carpeta = self.carpeta(clave)
        return self.constancia(actor, clave, lambda: guardar_forma(carpeta, datos, base))


def _nombre_seguro(clave: str) -> str:
    """A folder name for a form's key, which may hold any sign: never a path, never that of another key."""
    if re.fullmatch(r"\w[\w.-]*", clave):
        return clave
    return f"forma-{hashlib.sha256(clave.encode()).hexdigest()[:16]}"


def estante_de(contexto: Contexto) -> Estante:
    """The forms of the election being served, to be edited apart from those in use."""

    def constancia(actor: Actor | None, forma: str, guardar: Callable[[], str]) -> str:
        with transaccion(contexto.engine) as session:
            huella = guardar()
            if actor is not None:
                formas.anotar_version(session, actor, forma, huella, contexto.ahora())
            return huella

    carpetas = {clave: plantilla.carpeta for clave, plantilla in contexto.plantillas.items()}
    return Estante(carpetas, contexto.proceso.contendientes, contexto.carpeta_formas, constancia)
