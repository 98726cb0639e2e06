"""The results site: plain files made from one cut. Any web server, mirror or USB stick can hold them.

Pages carry no script or style of their own and no address of a third party, so a strict Content-Security-Policy fits.
Acta and section pages do not print the time of the cut: they change only when their acta does, and a file that would
be equal is not written again.
"""

import contextlib
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from publicacion import vista
from publicacion.base_datos import cifra, hora_acta, hora_corte
from publicacion.calendario import proxima
from publicacion.corte import Corte, carpetas, leer_corte, registros_de
from publicacion.disposicion import disposicion_de
from publicacion.errores import CorteInvalido
from verificacion.dominio.agregacion import ActaEvaluada, Resultado, agregar
from verificacion.dominio.claves import TipoCasilla
from verificacion.dominio.eleccion import Ejercicio, Proceso, Resguardo, TipoCampo
from verificacion.dominio.inconsistencia import esta_capturada, imprimir

_FIRMAS = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"%PDF", "pdf"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
)
_ENLACES = frozenset({"de", "del", "la", "las", "el", "los", "y", "a", "en"})
_ESTATICOS = Path(__file__).parent / "estaticos_sitio"
VISIBLES = frozenset({"jpg", "png"})
"""Kinds of image that every browser shows; the others are offered as a file."""


def generar(corte: Corte, proceso: Proceso, destino: Path, almacen_leer: Callable[[str], bytes]) -> int:
    """Write the site of a cut into ``destino`` and return how many files changed.

    The index is written last, so a reader never meets a link to a page that is not there yet.

    Raises:
        CorteInvalido: an image is not the one of its hash.
    """
    return _Sitio(corte, proceso, destino, almacen_leer).generar()


class _Sitio:
    """One generation: the cut, its result and where the files go."""

    def __init__(self, corte: Corte, proceso: Proceso, destino: Path, leer: Callable[[str], bytes]):
        self._corte = corte
        self._proceso = proceso
        self._destino = destino
        self._leer = leer
        self._escritos = 0
        self._resultado: Resultado = agregar(registros_de(corte, proceso), proceso)
        self._entorno = _entorno(proceso)

    def generar(self) -> int:
        imagenes = self._imagenes()
        self._estaticos()
        self._actas(imagenes)
        self._secciones()
        self._base_de_datos()
        comun = self._comun()
        for distrito in self._resultado.distritos:
            self._distrito(distrito, comun)
        self._entidad(comun, imagenes)
        return self._escritos

    def _comun(self) -> dict[str, Any]:
        """The progress strip."""
        proceso, corte = self._proceso, self._corte
        siguiente = None if corte.ultimo else proxima(proceso, corte.momento)
        return {
            "corte": corte,
            "encabezado": corte.encabezado,
            "hora_corte": hora_corte(corte.momento, proceso.zona),
            "siguiente": hora_corte(siguiente, proceso.zona) if siguiente is not None else None,
        }

    def _entidad(self, comun: Mapping[str, Any], imagenes: Mapping[str, str]) -> None:
        resultado, proceso = self._resultado, self._proceso
        ambito = resultado.entidad
        distritos = vista.mosaicos(resultado, proceso)
        fuera = [a.registro for a in ambito.actas if a.registro.acta is None]
        self._pagina(
            "partidos.html", "partidos.html", comun, renglones=vista.por_partido(ambito, proceso), ambito=ambito
        )
        self._pagina("casillas.html", "casillas.html", comun, secciones=self._por_distrito(), distritos=distritos)
        self._pagina(
            "estadistica.html",
            "estadistica.html",
            comun,
            ambito=ambito,
            observaciones=vista.contar_observaciones(ambito.actas, proceso),
            ubicaciones=vista.avance_por_ubicacion([a for a in ambito.actas if a.registro.acta is not None]),
            distritos=distritos,
            ambitos=resultado.distritos,
            fuera=[(r, imagenes.get((r.imagen.sha256 if r.imagen else None) or "")) for r in fuera],
        )
        cortes = [leer_corte(c) for c in carpetas(self._corte.carpeta.parent.parent)]
        publicados = [c for c in cortes if c.numero <= self._corte.numero]
        self._pagina(
            "base-de-datos.html",
            "base_de_datos.html",
            comun,
            cortes=[(c, hora_corte(c.momento, proceso.zona)) for c in reversed(publicados)],
            integridad=disposicion_de(proceso.formato).integridad,
            cubre=proceso.resguardo is Resguardo.CUBRIR,
        )
        self._pagina(
            "index.html",
            "inicio.html",
            comun,
            ambito=ambito,
            renglones=vista.por_candidatura(ambito, proceso, resultado, None),
            distritos=distritos,
        )

    def _distrito(self, distrito: int, comun: Mapping[str, Any]) -> None:
        ambito, proceso = self._resultado.distritos[distrito], self._proceso
        self._pagina(
            f"distritos/{distrito}.html",
            "distrito.html",
            comun,
            mosaico=next(m for m in vista.mosaicos(self._resultado, proceso) if m.distrito == distrito),
            ambito=ambito,
            cifras=ambito.encabezado(ultimo_corte=self._corte.ultimo),
            renglones=vista.por_candidatura(ambito, proceso, self._resultado, distrito),
            partidos=vista.por_partido(ambito, proceso),
            repartos=vista.repartos_de(ambito, proceso, distrito),
            secciones=self._por_distrito()[distrito],
        )

    def _por_distrito(self) -> dict[int, list[tuple[int, int, int]]]:
        """District → its sections with captured and expected actas."""
        secciones: dict[int, list[tuple[int, int, int]]] = {d: [] for d in self._resultado.distritos}
        for (distrito, seccion), ambito in self._resultado.secciones.items():
            secciones[distrito].append((seccion, ambito.capturadas, len(ambito.actas)))
        return secciones

    def _secciones(self) -> None:
        """A page per section, and the index that the lookup by surname reads."""
        indice: dict[str, list[dict[str, str]]] = {}
        todas: dict[int, list[ActaEvaluada]] = {}
        for evaluada in self._resultado.entidad.actas:
            if evaluada.registro.acta is not None:
                todas.setdefault(evaluada.registro.acta.casilla.clave.seccion, []).append(evaluada)
        for seccion, actas in todas.items():
            self._pagina(f"secciones/{seccion:04}.html", "seccion.html", {}, seccion=seccion, actas=actas)
            indice[f"{seccion:04}"] = [_entrada(a) for a in actas]
        self._guardar("datos/casillas.json", json.dumps(indice, ensure_ascii=False, sort_keys=True).encode())

    def _actas(self, imagenes: Mapping[str, str]) -> None:
        for evaluada in self._resultado.entidad.actas:
            registro = evaluada.registro
            if registro.acta is None:
                continue
            de_esta = registro.imagen if esta_capturada(registro) else None
            imagen = imagenes.get(de_esta.sha256 or "") if de_esta is not None else None
            self._pagina(
                f"actas/{registro.acta.clave}.html",
                "acta.html",
                {},
                evaluada=evaluada,
                acta=registro.acta,
                filas=_filas(evaluada, self._proceso),
                cantidades=_cantidades(evaluada, self._proceso),
                observacion=imprimir(evaluada.observaciones, self._proceso.formato),
                imagen=imagen,
                por_cubrir=de_esta is not None and de_esta.sha256 is None,
                se_ve=imagen is not None and imagen.rsplit(".", 1)[1] in VISIBLES,
            )

    def _imagenes(self) -> dict[str, str]:
        """Publish the file of every image that is in the database, once. SHA-256 → path in the site.

        Where personal data is covered, a file that the cut no longer names is withdrawn: a person found that it
        showed something. An image whose copy still waits to be covered is not published.
        """
        publicadas: dict[str, str] = {}
        presentes = {p.stem: p.name for p in (self._destino / "imagenes").glob("*.*") if not p.name.startswith(".")}
        for evaluada in self._resultado.entidad.actas:
            registro = evaluada.registro
            if registro.imagen is None or not (registro.acta is None or esta_capturada(registro)):
                continue
            sha256 = registro.imagen.sha256
            if sha256 is None:
                continue
            if sha256 not in presentes:
                contenido = self._leer(sha256)
                if hashlib.sha256(contenido).hexdigest() != sha256:
                    raise CorteInvalido(self._corte.carpeta.name, [f"la imagen {sha256} no coincide con su código"])
                presentes[sha256] = f"{sha256}.{extension(contenido)}"
                self._guardar(f"imagenes/{presentes[sha256]}", contenido)
            publicadas[sha256] = f"imagenes/{presentes[sha256]}"
        if self._proceso.resguardo is Resguardo.CUBRIR:
            for sobra in presentes.keys() - publicadas.keys():
                (self._destino / "imagenes" / presentes[sobra]).unlink()
        return publicadas

    def _base_de_datos(self) -> None:
        """The package, CSV and manifest of each cut, under its number: two cuts may share the official name."""
        for carpeta in carpetas(self._corte.carpeta.parent.parent):
            corte = leer_corte(carpeta)
            descargas = f"descargas/{corte.numero:04}"
            if corte.numero <= self._corte.numero and not (self._destino / descargas / "manifiesto.json").exists():
                for nombre in (corte.paquete, corte.base, "manifiesto.json"):
                    self._guardar(f"{descargas}/{nombre}", (carpeta / nombre).read_bytes())

    def _estaticos(self) -> None:
        for nombre in ("estilo.css", "buscar.js", "icono.svg"):
            self._guardar(nombre, (_ESTATICOS / nombre).read_bytes())
        reglas = [f":root{{--marca:{self._proceso.marca.color}}}\n"]
        for clave, (color, tinta) in vista.colores(self._proceso).items():
            reglas.append(f".k-{clave}{{--c:{color};--t:{tinta}}}\n")
        self._guardar("colores.css", "".join(reglas).encode())
        if self._proceso.marca.logo is not None:
            logo = Path(self._proceso.carpeta) / self._proceso.marca.logo
            self._guardar(f"logo{logo.suffix}", logo.read_bytes())

    def _pagina(self, relativo: str, plantilla: str, comun: Mapping[str, Any], **valores: Any) -> None:
        raiz = "../" * relativo.count("/")
        texto = self._entorno.get_template(plantilla).render(
            raiz=raiz, pagina=relativo, proceso=self._proceso, **{**comun, **valores}
        )
        self._guardar(relativo, texto.encode())

    def _guardar(self, relativo: str, contenido: bytes) -> None:
        """Write a file whole, unless it already holds the same bytes."""
        ruta = self._destino / relativo
        with contextlib.suppress(FileNotFoundError):
            if ruta.read_bytes() == contenido:
                return
        ruta.parent.mkdir(parents=True, exist_ok=True)
        temporal = ruta.with_name(f".{ruta.name}.nuevo")
        temporal.write_bytes(contenido)
        temporal.replace(ruta)
        self._escritos += 1


def extension(contenido: bytes) -> str:
    """File extension of an image by its first bytes; HEIC where the brand says so, ``bin`` where unknown."""
    if contenido[4:8] == b"ftyp":
        return "heic"
    return next((ext for firma, ext in _FIRMAS if contenido.startswith(firma)), "bin")


def _entorno(proceso: Proceso) -> Environment:
    entorno = Environment(
        loader=PackageLoader("publicacion", "plantillas_html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filtros: dict[str, Callable[..., str]] = {
        "miles": _miles,
        "titulo": _titulo,
        "hora": partial(_hora, zona=proceso.zona),
    }
    entorno.filters.update(filtros)
    globales: dict[str, Any] = {
        "simulacro": proceso.ejercicio is Ejercicio.SIMULACRO,
        "nombres": vista.nombres(proceso),
        "nombre_casilla": vista.nombre_casilla,
        "logo": f"logo{Path(proceso.marca.logo).suffix}" if proceso.marca.logo else None,
    }
    entorno.globals.update(globales)
    return entorno


def _miles(numero: int) -> str:
    return f"{numero:,}"


def _titulo(texto: str) -> str:
    """``NOMBRE DE DIOS`` → ``Nombre de Dios``: catalogues come in capitals."""
    palabras = texto.lower().split()
    return " ".join(p if i and p in _ENLACES else p.capitalize() for i, p in enumerate(palabras))


def _hora(momento: datetime | None, zona: ZoneInfo) -> str:
    return hora_acta(momento, zona) or "—"


def _entrada(evaluada: ActaEvaluada) -> dict[str, str]:
    acta = evaluada.registro.acta
    if acta is None:
        return {}
    return {
        "acta": str(acta.clave),
        "casilla": vista.nombre_casilla(acta.casilla.clave, acta.principio.value),
        "desde": acta.casilla.apellido_desde or "",
        "hasta": acta.casilla.apellido_hasta or "",
        "domicilio": acta.casilla.domicilio,
    }


def _filas(evaluada: ActaEvaluada, proceso: Proceso) -> list[tuple[tuple[str, ...], str, str, bool]]:
    """Keys of its colours, name, printed figure and whether it is a legend, of each vote row of the acta."""
    acta, conteo = evaluada.registro.acta, evaluada.registro.conteo
    if acta is None or conteo is None:
        return []
    return [
        (
            c.partidos or (c.clave,),
            c.nombre,
            cifra(conteo[c.clave], proceso.formato),
            not isinstance(conteo[c.clave], int),
        )
        for c in proceso.contendientes_en(acta.casilla.distrito)
    ]


def _cantidades(evaluada: ActaEvaluada, proceso: Proceso) -> list[tuple[str, str]]:
    """The other captured quantities. The written total stays in the downloadable database only (Anexo 13, 30)."""
    acta, conteo = evaluada.registro.acta, evaluada.registro.conteo
    if acta is None or conteo is None:
        return []
    forma = proceso.forma_de(acta)
    textos = {
        TipoCampo.SOBRANTES: "Boletas sobrantes",
        TipoCampo.PERSONAS: "Personas que votaron",
        TipoCampo.REPRESENTANTES: "Representantes que votaron",
        TipoCampo.SACADOS: "Votos sacados de la urna",
    }
    filas = [(textos[t], cifra(conteo[c], proceso.formato)) for t in textos for c in forma.de_tipo(t)]
    especial = acta.casilla.clave.tipo is TipoCasilla.ESPECIAL
    lista = ("Boletas aprobadas", acta.casilla.boletas) if especial else ("Lista nominal", acta.casilla.lista_nominal)
    return [*filas, (lista[0], f"{lista[1]:,}"), ("Representantes acreditados", str(acta.casilla.representantes))]
