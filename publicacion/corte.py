"""A cut: an immutable folder with the database, the records and a manifest chained to the previous cut.

``cortes/NNNN-YYYYMMDD_HHMM/`` holds the official zip, its CSV, ``registros.json`` and ``manifiesto.json``. It appears
whole or not at all: it is made in a hidden folder and renamed when everything is on disk.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from publicacion.arbol import raiz_de
from publicacion.asiento import EnObra, exclusivo
from publicacion.autocomprobacion import catalogo_de, revisar_resultados
from publicacion.base_datos import escribir_evaluadas
from publicacion.datos import SERIE, Momento, escribir_datos
from publicacion.errores import CorteInvalido, SinFirma
from publicacion.fuente import MANIFIESTO, numero_de
from publicacion.llaves import FIRMA, LLAVES, PUBLICA, Firmante, a_lista
from publicacion.memoria import sin_recolector
from publicacion.paquete import empaquetar, nombre_base, nombre_paquete, sello
from publicacion.registros_json import escribir_registros, leer_registros
from publicacion.reportes import ReporteCerrado
from publicacion.revision_aparte import empezar_revision
from verificacion.dominio.agregacion import Encabezado, Resultado, agregar
from verificacion.dominio.eleccion import Ejercicio, Proceso
from verificacion.dominio.errores import ErrorActario
from verificacion.dominio.registro import RegistroActa

REGISTROS = "registros.json"
_SHA256 = re.compile(rb'"sha256":"([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class Corte:
    """A published cut. ``huella`` is the SHA-256 of its manifest; ``anterior`` that of the previous one's.

    ``resultado`` are the sums it was just made from, so that its site does not add them up again; None when read.
    """

    numero: int
    carpeta: Path
    momento: datetime
    ultimo: bool
    encabezado: Encabezado
    base: str
    paquete: str
    archivos: Mapping[str, str]
    huella: str
    anterior: str | None
    llave: str | None
    resultado: Resultado | None = field(default=None, compare=False, repr=False)


def hacer_corte(
    registros: Sequence[RegistroActa],
    proceso: Proceso,
    ahora: datetime,
    destino: Path,
    almacen_leer: Callable[[str], bytes],
    *,
    ultimo_corte: bool = False,
    reportes: Sequence[ReporteCerrado] = (),
    firmante: Firmante | None = None,
    bitacora: tuple[int, str] | None = None,
) -> Corte:
    """Make and check a cut, then release it under ``destino/cortes``.

    Args:
        registros: one per expected acta in catalogue order, then those out of the catalogue.
        proceso: the election.
        ahora: aware moment of the cut; its files are a function of it and of the records.
        destino: public folder; the cut appears under its ``cortes``.
        almacen_leer: gives the bytes of an image by SHA-256. Images new since the last cut are read and checked.
        ultimo_corte: whether this is the closing cut (special casillas enter the turnout).
        reportes: public reports closed so far, published with the cut.
        firmante: who signs it; only a drill may go unsigned.
        bitacora: number and hash of the last entry of the log in the same read.

    Raises:
        SinFirma: there is no key and this is no drill.
        CorteInvalido: the cut does not add up, or an image is missing or is not its hash. Nothing was released.
    """
    if firmante is None and proceso.ejercicio is not Ejercicio.SIMULACRO:
        raise SinFirma("la llave de los cortes", "hágala con actario corte llave")
    raiz = destino / "cortes"
    raiz.mkdir(parents=True, exist_ok=True)
    with exclusivo(raiz), sin_recolector():
        previos = carpetas(destino)
        anterior = leer_corte(previos[-1]) if previos else None
        momento = Momento(anterior.numero + 1 if anterior is not None else 1, ahora, ultimo_corte)
        nombre = f"{momento.numero:04}-{sello(proceso, ahora)}"
        resultado = agregar(registros, proceso)
        with EnObra(raiz, nombre) as obra:
            arbol = _escribir(obra, nombre, registros, resultado, proceso, momento, anterior, reportes)
            _comprobar_imagenes(nombre, registros, anterior, almacen_leer)
            if firmante is not None:
                obra.guardar(LLAVES, a_lista(firmante.llaves))
            manifiesto = _manifiesto(obra.huellas(), resultado, proceso, momento, anterior, firmante, bitacora, arbol)
            obra.guardar(MANIFIESTO, manifiesto)
            if firmante is not None:
                obra.guardar(FIRMA, firmante.firmar(manifiesto))
                obra.guardar(PUBLICA, firmante.actual.pem)
            return replace(leer_corte(obra.asentar()), resultado=resultado)


def _escribir(
    obra: EnObra,
    nombre: str,
    registros: Sequence[RegistroActa],
    resultado: Resultado,
    proceso: Proceso,
    momento: Momento,
    anterior: Corte | None,
    reportes: Sequence[ReporteCerrado],
) -> str:
    """Write database, package, records and JSON, and check what was written; return the root of the records' tree.

    The JSON takes as long as the rest; meanwhile the database is packed in a thread and checked in another process.
    """
    ultimo = momento.ultimo
    base = nombre_base(proceso.formato)
    with ThreadPoolExecutor(2) as hilos:
        encabezado = resultado.entidad.encabezado(ultimo_corte=ultimo)
        contenido = escribir_evaluadas(resultado.entidad.actas, encabezado, proceso, momento.hecho_en)
        obra.guardar(base, contenido)
        paquete = hilos.submit(empaquetar, contenido, proceso, momento.hecho_en)
        del contenido
        escritos = escribir_registros(registros)
        obra.guardar(REGISTROS, escritos)
        arbol = hilos.submit(raiz_de, escritos)
        del escritos
        revision = empezar_revision(
            hilos, obra.ruta(base), obra.ruta(REGISTROS), catalogo_de(proceso), ultimo_corte=ultimo
        )
        for archivo, datos in escribir_datos(resultado, proceso, momento, _serie_anterior(anterior), reportes):
            obra.guardar(archivo, datos)
        obra.guardar(nombre_paquete(proceso, momento.hecho_en), paquete.result())
        hallado = revision.result()
    problemas = [*hallado.problemas, *revisar_resultados(hallado, resultado, proceso, ultimo_corte=ultimo)]
    if problemas:
        raise CorteInvalido(nombre, problemas)
    return arbol.result()


def _manifiesto(
    archivos: Mapping[str, str],
    resultado: Resultado,
    proceso: Proceso,
    momento: Momento,
    anterior: Corte | None,
    firmante: Firmante | None,
    bitacora: tuple[int, str] | None,
    arbol: str,
) -> bytes:
    return _canonico(
        {
            "version": 1,
            "numero": momento.numero,
            "momento": momento.hecho_en.astimezone(UTC).isoformat(),
            "ultimo": momento.ultimo,
            "proceso": proceso.clave,
            "ejercicio": proceso.ejercicio.value,
            "huella_proceso": proceso.huella,
            "base": nombre_base(proceso.formato),
            "paquete": nombre_paquete(proceso, momento.hecho_en),
            "encabezado": asdict(resultado.entidad.encabezado(ultimo_corte=momento.ultimo)),
            "archivos": dict(archivos),
            "anterior": anterior.huella if anterior is not None else None,
            "raiz_registros": arbol,
            "bitacora": None if bitacora is None else {"numero": bitacora[0], "huella": bitacora[1]},
            "llave": firmante.actual.huella if firmante is not None else None,
        }
    )


def carpetas(destino: Path) -> tuple[Path, ...]:
    """Folders of the published cuts, oldest first."""
    return tuple(
        sorted((p for p in (destino / "cortes").glob("[0-9]*-*") if p.is_dir()), key=lambda p: numero_de(p.name))
    )


def leer_corte(carpeta: Path) -> Corte:
    """What a cut's manifest says. ``comprobacion`` is who checks it.

    Raises:
        CorteInvalido: the manifest is missing or is not a manifest.
    """
    try:
        crudo = (carpeta / MANIFIESTO).read_bytes()
        datos: dict[str, Any] = json.loads(crudo)
        return Corte(
            numero=datos["numero"],
            carpeta=carpeta,
            momento=datetime.fromisoformat(datos["momento"]),
            ultimo=datos["ultimo"],
            encabezado=Encabezado(**datos["encabezado"]),
            base=datos["base"],
            paquete=datos["paquete"],
            archivos=datos["archivos"],
            huella=hashlib.sha256(crudo).hexdigest(),
            anterior=datos["anterior"],
            llave=datos["llave"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorteInvalido(carpeta.name, [f"{MANIFIESTO} falta o no se puede leer ({error})"]) from error


def registros_de(corte: Corte, proceso: Proceso) -> tuple[RegistroActa, ...]:
    """The records that a cut was made of."""
    return leer_registros((corte.carpeta / REGISTROS).read_bytes(), proceso)


def _serie_anterior(anterior: Corte | None) -> bytes | None:
    """The series of the night up to the previous cut."""
    if anterior is None or SERIE not in anterior.archivos:
        return None
    return (anterior.carpeta / SERIE).read_bytes()


def _comprobar_imagenes(
    nombre: str, registros: Sequence[RegistroActa], anterior: Corte | None, leer: Callable[[str], bytes]
) -> None:
    """CODIGO_INTEGRIDAD must be the SHA-256 of the file that will be published."""
    vistas: set[str] = set()
    if anterior is not None:
        with (anterior.carpeta / REGISTROS).open("rb") as lineas:
            vistas = {huella.decode() for linea in lineas for huella in _SHA256.findall(linea)}
    publicadas = [r.imagen.sha256 for r in registros if r.imagen is not None and r.imagen.sha256 is not None]
    nuevas = [sha256 for sha256 in publicadas if sha256 not in vistas]
    problemas: list[str] = []
    for sha256 in dict.fromkeys(nuevas):
        try:
            if hashlib.sha256(leer(sha256)).hexdigest() != sha256:
                problemas.append(f"la imagen {sha256} no coincide con su código de integridad")
        except (OSError, ErrorActario) as error:
            problemas.append(f"la imagen {sha256} no se puede leer ({error})")
    if problemas:
        raise CorteInvalido(nombre, problemas)


def _canonico(objeto: Mapping[str, Any]) -> bytes:
    return (json.dumps(objeto, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
