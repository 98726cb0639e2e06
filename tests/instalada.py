"""A data folder as an institute has it, on the small election, with somebody who may do everything."""

from pathlib import Path
from typing import Self

from sqlalchemy import select

from actario.composicion import componer
from actario.configuracion import de_carpeta
from tests.api.casa_api import mini
from tests.mesa import Mesa
from verificacion.bd.bitacora import ultimo_momento
from verificacion.bd.sesion import consulta, migrar, transaccion
from verificacion.bd.tablas import Usuario
from verificacion.casos.imagenes import ImagenNueva, recibir_imagen
from verificacion.dominio.claves import UsuarioId
from verificacion.dominio.registro import Actor, Digitalizacion, Origen, Rol

TODOS = (Rol.CAPTURISTA, Rol.DIGITALIZADOR, Rol.VERIFICADOR, Rol.SUPERVISOR)


class Instalada:
    """The folder, its parts, and the night that happens in it: each image that arrives is in the store too."""

    def __init__(self, datos: Path, bd: str = ""):
        mini(datos.parent)
        datos.mkdir()
        self._componer(datos, bd)
        self.persona = self.mesa.persona("ana", *TODOS)

    @classmethod
    def reabrir(cls, datos: Path) -> Self:
        """A copy of the folder of another, whose clock goes on from its last act."""
        casa = cls.__new__(cls)
        casa._componer(datos, "")
        with consulta(casa.instalacion.engine) as session:
            ultimo = ultimo_momento(session)
            ana = session.scalars(select(Usuario).where(Usuario.usuario == "ana")).one()
            casa.persona = Actor(UsuarioId(ana.id), "ana", frozenset(TODOS), "terminal de ana")
        casa.mesa.ahora = ultimo or casa.mesa.ahora
        return casa

    def _componer(self, datos: Path, bd: str) -> None:
        self.conf = de_carpeta(datos, datos.parent / "proceso", 8021, lectores=0).model_copy(update={"bd": bd})
        migrar(self.conf.url_bd)
        self.instalacion = componer(self.conf)
        self.mesa = Mesa(self.instalacion.engine, self.instalacion.proceso)

    def llega(self, contenido: bytes) -> str:
        sha256 = self.instalacion.almacen.guardar(contenido)
        self.instalacion.almacen.guardar_derivada(sha256, "hoja.jpg", b"hoja")
        que = ImagenNueva(
            sha256, sha256, "acta.jpg", "image/jpeg", len(contenido), Origen.CASILLA, Digitalizacion.MOVIL, None
        )
        with transaccion(self.instalacion.engine) as session:
            recibir_imagen(session, self.instalacion.cola, que, self.persona, self.mesa.ahora)
        return sha256
