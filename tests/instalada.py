"""A data folder as an institute has it, on the small election, with somebody who may do everything."""

from pathlib import Path

from actario.composicion import componer
from actario.configuracion import de_carpeta
from tests.api.casa_api import mini
from tests.mesa import Mesa
from verificacion.bd.sesion import migrar, transaccion
from verificacion.casos.imagenes import ImagenNueva, recibir_imagen
from verificacion.dominio.registro import Digitalizacion, Origen, Rol

TODOS = (Rol.CAPTURISTA, Rol.DIGITALIZADOR, Rol.VERIFICADOR, Rol.SUPERVISOR)


class Instalada:
    """The folder, its parts, and the night that happens in it: each image that arrives is in the store too."""

    def __init__(self, datos: Path):
        mini(datos.parent)
        self.conf = de_carpeta(datos, datos.parent / "proceso", 8021, lectores=0)
        datos.mkdir()
        migrar(self.conf.url_bd)
        self.instalacion = componer(self.conf)
        self.mesa = Mesa(self.instalacion.engine, self.instalacion.proceso)
        self.persona = self.mesa.persona("ana", *TODOS)

    def llega(self, contenido: bytes) -> str:
        sha256 = self.instalacion.almacen.guardar(contenido)
        self.instalacion.almacen.guardar_derivada(sha256, "hoja.jpg", b"hoja")
        que = ImagenNueva(
            sha256, sha256, "acta.jpg", "image/jpeg", len(contenido), Origen.CASILLA, Digitalizacion.MOVIL, None
        )
        with transaccion(self.instalacion.engine) as session:
            recibir_imagen(session, self.instalacion.cola, que, self.persona, self.mesa.ahora)
        return sha256
