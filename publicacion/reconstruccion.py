"""The records of a cut, made again from the log alone: what must have been published after any of its entries.

It reads no table of the present state: only what a replay (``verificacion.dominio.repaso``) says of each act.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from publicacion.base_datos import escribir_evaluadas
from publicacion.corte import REGISTROS
from publicacion.datos import Momento, escribir_datos
from publicacion.paquete import nombre_base
from publicacion.registros_json import escribir_registros
from verificacion.dominio.agregacion import agregar
from verificacion.dominio.captura_doble import Verificada
from verificacion.dominio.eleccion import ActaEsperada, Proceso, Resguardo
from verificacion.dominio.registro import Digitalizacion, EstadoActa, ImagenPublicable, Origen, RegistroActa
from verificacion.dominio.repaso import Fila, Horas, Repaso

SIN_RECONSTRUIR = frozenset({"datos/reportes.json"})
"""What the log does not hold whole: the texts of public reports. ``comprobacion`` still holds it to its hash."""


def reconstruir(repaso: Repaso, proceso: Proceso) -> tuple[RegistroActa, ...]:
    """One record per expected acta in catalogue order, then the images out of the catalogue.

    Raises:
        KeyError: the log does not open this election, or lacks what a recent version writes of each image.
    """
    copias = _Copias(repaso, proceso)
    esperadas = tuple(_registro(repaso, acta, copias) for acta in proceso.actas)
    fuera = (copias.publicable(imagen, None) for imagen in _fuera_de_catalogo(repaso))
    return (*esperadas, *(RegistroActa(None, EstadoActa.DIGITALIZADA, imagen=imagen) for imagen in fuera))


def archivos(
    registros: tuple[RegistroActa, ...], proceso: Proceso, momento: Momento, serie: bytes | None
) -> Mapping[str, bytes]:
    """The files of a cut that are a function of its records, byte for byte. ``serie``: that of the cut before."""
    resultado = agregar(registros, proceso)
    encabezado = resultado.entidad.encabezado(ultimo_corte=momento.ultimo)
    datos = dict(escribir_datos(resultado, proceso, momento, serie))
    base = escribir_evaluadas(resultado.entidad.actas, encabezado, proceso, momento.hecho_en)
    return {
        REGISTROS: escribir_registros(registros),
        nombre_base(proceso.formato): base,
        **{nombre: contenido for nombre, contenido in datos.items() if nombre not in SIN_RECONSTRUIR},
    }


def con_cierre(repaso: Repaso, proceso: Proceso) -> Proceso:
    """The election with the close that stood, by the log."""
    cierres = repaso.filas.get("cierres", {})
    hasta = [str(fila["hasta"]) for fila in cierres.values() if "hasta" in fila]
    return replace(proceso, cierre=datetime.fromisoformat(hasta[-1])) if hasta else proceso


def _registro(repaso: Repaso, acta: ActaEsperada, copias: "_Copias") -> RegistroActa:
    clave = str(acta.clave)
    vida, horas = repaso.vidas[clave], repaso.horas.get(clave, Horas())
    return RegistroActa(
        acta=acta,
        estado=vida.estado,
        conteo=vida.mesa.conteo if isinstance(vida.mesa, Verificada) else None,
        causa=vida.causa,
        imagen=None if vida.imagen is None else copias.publicable(vida.imagen, clave),
        capturada_en=horas.capturada,
        verificada_en=horas.verificada,
        cotejada=int(vida.cotejada),
    )


def _fuera_de_catalogo(repaso: Repaso) -> list[str]:
    """Images whose last identification says that they are of no acta, in order of arrival."""
    identificadas = repaso.identificadas
    return [imagen for imagen in repaso.filas.get("imagenes", {}) if identificadas.get(imagen, "") is None]


class _Copias:
    """Which file is published for each image."""

    def __init__(self, repaso: Repaso, proceso: Proceso):
        self._imagenes: Mapping[str, Fila] = repaso.filas.get("imagenes", {})
        self._formas: Mapping[str, Fila] = repaso.filas.get("catalogo", {})
        self._cubre = proceso.resguardo is not Resguardo.NINGUNO
        self._de: dict[str, list[Fila]] = {}
        for clave, fila in repaso.filas.get("resguardos", {}).items():
            self._de.setdefault(clave.split(" ", 1)[0], []).append(fila)

    def publicable(self, imagen: str, acta: str | None) -> ImagenPublicable:
        """An image as the cut names it. A copy made with the areas of another form does not count."""
        fila = self._imagenes[imagen]
        forma = None if acta is None else self._formas[acta]["forma"]
        copias = [c["publicada"] for c in self._de.get(imagen, []) if acta is None or c["forma"] in (None, forma)]
        return ImagenPublicable(
            sha256=imagen if not self._cubre else str(copias[-1]) if copias else None,
            origen=Origen(str(fila["origen"])),
            digitalizacion=Digitalizacion(str(fila["digitalizacion"])),
            acopio_en=datetime.fromisoformat(str(fila["acopio_en"])),
        )
