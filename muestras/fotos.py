"""The photos of a drill and their truth, kept from run to run while nothing that draws them changes."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from captura.plantilla import cargar_plantilla
from muestras.degradacion import Condicion, codificar, fotografiar
from muestras.escenarios import ActaVerdad, escenario
from muestras.escritura import Escritor, Reparto
from muestras.formas.carpeta import campos_json
from muestras.formas.dibujo import dibujar_pdf
from muestras.formas.maqueta import Maqueta, maquetar
from muestras.hoja import DatosImpresos, Pagina, forma_en_blanco, llenar
from verificacion.dominio.claves import ClaveActa, TipoCasilla
from verificacion.dominio.eleccion import FormaActa, Proceso
from verificacion.dominio.errores import DatoInvalido
from verificacion.dominio.registro import Digitalizacion, Origen

ARCHIVO = "verdad.json"
PROCESOS = 2
"""Each holds about 350 MB: two blank forms, the sheet, the photo and its maps."""

_MEZCLA = (
    (Origen.CASILLA, Digitalizacion.MOVIL, 0.40),
    (Origen.CATD, Digitalizacion.ESCANER, 0.48),
    (Origen.CATD, Digitalizacion.MOVIL, 0.12),
)
"""Sonora 2021: 33, 56 and 11 %; more from the casilla in later elections."""


class FormaAjena(DatoInvalido):
    """The form of this election is not one that ``muestras.formas`` draws, so its acta cannot be filled."""

    codigo = "forma_ajena"

    def __init__(self, carpeta: str):
        super().__init__(carpeta)
        self.carpeta = carpeta


@dataclass(frozen=True, slots=True)
class _Encargo:
    """One photo to make, with all that a worker process needs."""

    archivo: Path
    verdad: ActaVerdad
    datos: DatosImpresos
    maqueta: Maqueta
    condicion: Condicion
    origen: Origen
    digitalizacion: Digitalizacion
    semilla_acta: tuple[int, ...]
    semilla_foto: tuple[int, ...]
    reparto: Reparto


def generar_fotos(
    proceso: Proceso,
    destino: Path,
    semilla: int,
    avance: Callable[[int, int], None],
    procesos: int = PROCESOS,
    reparto: Reparto = "prueba",
) -> Path:
    """Make the photos of every acta of an election, or find them already made.

    Args:
        proceso: an election whose forms are ours (``muestras.formas``).
        destino: folder of ``verdad.json`` and ``fotos/``; photos of another drill in it are replaced.
        semilla: same seed, same election, same bytes.
        avance: called with (done, all) after each photo; once when they were already made.
        procesos: worker processes; 1 works in this one.
        reparto: whose hands fill the actas: ``prueba`` to judge the reader, ``validacion`` to calibrate it.

    Returns:
        Path of ``verdad.json``.

    Raises:
        FormaAjena: a form is not drawn by us.
    """
    huella = _huella(proceso, semilla, reparto)
    verdad_json = destino / ARCHIVO
    if (hechas := _ya_hechas(verdad_json, huella)) is not None:
        avance(hechas, hechas)
        return verdad_json
    carpeta = destino / "fotos"
    carpeta.mkdir(parents=True, exist_ok=True)
    verdad_json.unlink(missing_ok=True)
    for vieja in carpeta.glob("*.jpg"):
        vieja.unlink()
    verdades = escenario(proceso, semilla)
    encargos = _encargos(proceso, verdades, carpeta, semilla, reparto)
    hashes: list[str] = []
    for sha256 in _hacer_todas(encargos, procesos):
        hashes.append(sha256)
        avance(len(hashes), len(encargos))
    documento = {
        "huella": huella,
        "proceso": proceso.clave,
        "semilla": semilla,
        "fotos": [_foto_json(e, sha) for e, sha in zip(encargos, hashes, strict=True)],
        "sin_acta": {v.clave: str(v.sin_acta) for v in verdades if v.sin_acta is not None},
    }
    parcial = verdad_json.with_suffix(".parcial")
    parcial.write_text(json.dumps(documento, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    parcial.replace(verdad_json)
    return verdad_json


def _huella(proceso: Proceso, semilla: int, reparto: Reparto) -> str:
    """Hash of what the photos depend on: our own sources, the election's catalogue and forms, and the seed.

    Not its opening time: a new night of the same election uses the same photos.
    """
    suma = hashlib.sha256()
    raiz = Path(__file__).parent
    fuentes = [*raiz.glob("*.py"), *(raiz / "formas").glob("*.py"), *(raiz / "durango").glob("*.*")]
    fuentes += [f for f in (raiz / "escritura").rglob("*") if f.is_file() and "__pycache__" not in f.parts]
    for fuente in sorted(fuentes):
        suma.update(fuente.relative_to(raiz).as_posix().encode() + fuente.read_bytes())
    for forma in proceso.formas:
        suma.update((Path(proceso.carpeta) / forma.carpeta / "plantilla.json").read_bytes())
    partes = (proceso.clave, proceso.actas, proceso.contendientes, _rotulos(proceso), semilla, reparto)
    suma.update(repr([_estable(p) for p in partes]).encode())
    return suma.hexdigest()


def _estable(parte: object) -> str:
    """Text that does not depend on the order of sets."""
    if isinstance(parte, tuple):
        return "|".join(_estable(p) for p in parte)
    distritos = getattr(parte, "distritos", None)
    return repr(parte) if distritos is None else f"{getattr(parte, 'clave', '')}{sorted(distritos)}"


def _ya_hechas(verdad_json: Path, huella: str) -> int | None:
    """How many photos there are, if they are all there and are these."""
    if not verdad_json.is_file():
        return None
    documento = json.loads(verdad_json.read_text(encoding="utf-8"))
    if documento.get("huella") != huella:
        return None
    archivos = [verdad_json.parent / foto["archivo"] for foto in documento["fotos"]]
    return len(archivos) if all(a.is_file() for a in archivos) else None


def _rotulos(proceso: Proceso) -> tuple[str, str, str]:
    """What the form prints of its election: title, entity and code of the ordinary acta."""
    ordinaria = next(a for a in proceso.actas if a.casilla.clave.tipo is not TipoCasilla.ESPECIAL)
    return proceso.formato.titulo, proceso.entidad_nombre, ordinaria.clave.tipo_acta


def _maqueta(proceso: Proceso, forma: FormaActa) -> Maqueta:
    plantilla = cargar_plantilla(Path(proceso.carpeta) / forma.carpeta)
    filas = [c for c in proceso.contendientes if c.clave in forma.claves]
    maqueta = maquetar(plantilla.clave, plantilla.nombre, *_rotulos(proceso), filas)
    escrita = json.loads((plantilla.carpeta / "plantilla.json").read_text(encoding="utf-8"))
    if escrita["campos"] != campos_json(maqueta):
        raise FormaAjena(forma.carpeta)
    return maqueta


def _encargos(
    proceso: Proceso, verdades: tuple[ActaVerdad, ...], carpeta: Path, semilla: int, reparto: Reparto
) -> list[_Encargo]:
    """Every photo, in an order that mixes the districts; a duplicated acta is photographed twice."""
    rng = np.random.default_rng([semilla, 4])
    maquetas = {forma.clave: _maqueta(proceso, forma) for forma in proceso.formas}
    tomas = [(i, toma) for i, v in enumerate(verdades) if v.sin_acta is None for toma in range(1 + v.duplicada)]
    encargos: list[_Encargo] = []
    for n, j in enumerate(rng.permutation(len(tomas))):
        i, toma = tomas[int(j)]
        verdad = verdades[i]
        origen, digitalizacion, _ = _MEZCLA[int(rng.choice(len(_MEZCLA), p=[p for _, _, p in _MEZCLA]))]
        modelo = next(a for a in proceso.actas if a.casilla.distrito == verdad.distrito)
        acta = proceso.por_clave.get(ClaveActa.de_texto(verdad.clave), modelo)
        datos = DatosImpresos(
            ClaveActa.de_texto(verdad.clave),
            verdad.distrito,
            acta.casilla.municipio_nombre,
            acta.casilla.domicilio,
            f"{proceso.clave}/{verdad.clave}",
        )
        encargos.append(
            _Encargo(
                carpeta / f"acta_{n + 1:05}.jpg",
                verdad,
                datos,
                maquetas[proceso.forma_de(acta).clave],
                "escaner" if digitalizacion is Digitalizacion.ESCANER else "movil",
                origen,
                digitalizacion,
                (semilla, 5, i),
                (semilla, 6, i, toma),
                reparto,
            )
        )
    return encargos


def _hacer_todas(encargos: list[_Encargo], procesos: int) -> Iterator[str]:
    """SHA-256 of each photo, in order. Fresh processes: a forked one would inherit the caller's threads and locks."""
    if procesos == 1:
        yield from map(_hacer, encargos)
        return
    with ProcessPoolExecutor(procesos, mp_context=get_context("spawn"), initializer=_un_hilo) as taller:
        yield from taller.map(_hacer, encargos, chunksize=4)


def _un_hilo() -> None:
    cv2.setNumThreads(1)


@lru_cache(maxsize=2)
def _blanco(pdf: bytes) -> Pagina:
    return forma_en_blanco(pdf)


@lru_cache(maxsize=8)
def _pdf(maqueta: Maqueta) -> bytes:
    return dibujar_pdf(maqueta)


def _hacer(encargo: _Encargo) -> str:
    """Fill, photograph and write one acta; returns the SHA-256 of the file."""
    rng = np.random.default_rng(encargo.semilla_acta)
    escritor = Escritor.nuevo(rng, encargo.reparto)
    blanco = _blanco(_pdf(encargo.maqueta))
    pagina = llenar(blanco, encargo.maqueta, encargo.verdad, encargo.datos, escritor, rng)
    rng_foto = np.random.default_rng(encargo.semilla_foto)
    contenido = codificar(fotografiar(pagina, rng_foto, encargo.condicion), rng_foto)
    encargo.archivo.write_bytes(contenido)
    return hashlib.sha256(contenido).hexdigest()


def _foto_json(encargo: _Encargo, sha256: str) -> Mapping[str, object]:
    verdad = encargo.verdad
    return {
        "archivo": f"{encargo.archivo.parent.name}/{encargo.archivo.name}",
        "sha256": sha256,
        "clave": verdad.clave if verdad.en_catalogo else None,
        "clave_impresa": verdad.clave,
        "condicion": encargo.condicion,
        "origen": str(encargo.origen),
        "digitalizacion": str(encargo.digitalizacion),
        "qr": str(verdad.qr),
        "conteo": {campo: cifra if isinstance(cifra, int) else str(cifra) for campo, cifra in verdad.conteo.items()},
        "notas": list(verdad.notas),
    }
