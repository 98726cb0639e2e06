"""Measure a cut of the size of the country: 170,000 generated records with their JSON, CSV, package and own check.

``make bench-publicacion`` prints processor and wall seconds, peak memory and where the time goes. Nothing is kept.
"""

import argparse
import cProfile
import hashlib
import pstats
import random
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from muestras.durango.proceso import escribir_proceso
from publicacion import llaves
from publicacion.corte import hacer_corte
from verificacion.dominio.claves import ClaveActa, ClaveCasilla, TipoCasilla
from verificacion.dominio.conteo import Cifra, Leyenda
from verificacion.dominio.eleccion import ActaEsperada, Casilla, Proceso
from verificacion.dominio.registro import Digitalizacion, EstadoActa, ImagenPublicable, Origen, RegistroActa
from verificacion.proceso import cargar_proceso

APERTURA = datetime(2024, 6, 3, 2, 0, tzinfo=UTC)
ACTAS = 170_000
LISTA_NOMINAL = 560
ACTAS_POR_ENTIDAD = 5_316
"""A thirty-second part of the country, in whole groups of sections."""
CASILLAS_DE_SECCION = (1, 2, 2, 3, 4)
"""Casillas of five neighbouring sections: 2.4 on average, as in the 71,000 of the country."""
EN_BLANCO = 0.01
"""Share of vote fields without figure: some 15 % of the actas have one, as in Puebla 2024."""


def main(argv: Sequence[str] | None = None) -> None:
    """Make one cut and tell what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actas", type=int, default=ACTAS)
    parser.add_argument("--perfil", action="store_true", help="dice en qué se va el tiempo")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as temporal:
        carpeta = Path(temporal)
        proceso = _pais(carpeta, args.actas)
        registros, imagenes = _registros(proceso)
        firmante = llaves.crear(carpeta / "corte.pem", proceso.apertura)
        antes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        perfil = cProfile.Profile()
        inicio, procesador = time.perf_counter(), time.process_time()
        if args.perfil:
            perfil.enable()
        momento = proceso.apertura + timedelta(hours=3)
        corte = hacer_corte(registros, proceso, momento, carpeta, lambda sha256: imagenes[sha256], firmante=firmante)
        perfil.disable()
        propio, hijos = time.process_time() - procesador, resource.getrusage(resource.RUSAGE_CHILDREN)
        ajeno = hijos.ru_utime + hijos.ru_stime
        print(f"{len(registros):,} registros, {len(corte.archivos)} archivos")
        print(f"procesador {propio:.1f} s más {ajeno:.1f} s de la revisión aparte", end=", ")
        print(f"reloj {time.perf_counter() - inicio:.1f} s")
        pico = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"memoria {pico / 1024:,.0f} MB, de ellos {antes / 1024:,.0f} MB de los registros de partida")
        if args.perfil:
            pstats.Stats(perfil).sort_stats("tottime").print_stats(25)


def _pais(carpeta: Path, cuantas: int) -> Proceso:
    """An election of fifteen districts with as many actas as the country."""
    escribir_proceso(carpeta / "proceso", 16, 1, APERTURA)
    muestra = cargar_proceso(carpeta / "proceso")
    modelo = [a.casilla for a in muestra.actas if a.casilla.lista_nominal]
    actas = tuple(_acta(i, modelo) for i in range(cuantas))
    return replace(muestra, actas=actas)


def _acta(i: int, modelo: Sequence[Casilla]) -> ActaEsperada:
    """The i-th acta: básica or contigua of a section, whose casillas are all in one district."""
    entidad, resto = divmod(i, ACTAS_POR_ENTIDAD)
    grupo, lugar = divmod(resto, sum(CASILLAS_DE_SECCION))
    orden = next(n for n in range(5) if lugar < sum(CASILLAS_DE_SECCION[: n + 1]))
    numero, seccion = lugar - sum(CASILLAS_DE_SECCION[:orden]), 5 * grupo + orden + 1
    tipo = TipoCasilla.CONTIGUA if numero else TipoCasilla.BASICA
    clave = ClaveCasilla(entidad + 1, seccion, tipo, numero or 1)
    casilla = replace(modelo[seccion % len(modelo)], clave=clave, lista_nominal=LISTA_NOMINAL)
    return ActaEsperada(ClaveActa(clave, "3"), casilla)


def _registros(proceso: Proceso) -> tuple[tuple[RegistroActa, ...], dict[str, bytes]]:
    """The records, and the store of their images: a few bytes each, because reading photos is another measure."""
    azar = random.Random(1)
    imagenes = {hashlib.sha256(c).hexdigest(): c for c in (str(a.clave).encode() for a in proceso.actas)}
    return tuple(map(partial(_registro, proceso=proceso, azar=azar), proceso.actas, imagenes)), imagenes


def _registro(acta: ActaEsperada, sha256: str, proceso: Proceso, azar: random.Random) -> RegistroActa:
    conteo: dict[str, Cifra] = {
        clave: Leyenda.SIN_DATO if azar.random() < EN_BLANCO else int(azar.random() ** 4 * 120)
        for clave in proceso.forma_de(acta).claves
    }
    hora = proceso.apertura + timedelta(seconds=azar.randrange(9000))
    imagen = ImagenPublicable(sha256, Origen.CASILLA, Digitalizacion.MOVIL, hora)
    return RegistroActa(acta, EstadoActa.VERIFICADA, conteo, None, imagen, hora, hora + timedelta(seconds=60))


if __name__ == "__main__":
    main()
