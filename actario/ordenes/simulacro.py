"""``actario simulacro``: rehearse a whole night, on an installation of its own or on one that is running."""

import argparse
import asyncio
import json
import math
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from actario.composicion import reloj as reloj_real
from actario.configuracion import de_carpeta
from actario.demo.preparacion import contratar, instalar, preparar_fotos, preparar_proceso
from actario.instalacion_viva import InstalacionViva, puerto_libre
from actario.ordenes.argumentos import SubOrdenes
from actario.postgresql_propio import PostgresqlPropio
from actario.simulacro.calendario import calendario
from actario.simulacro.informe import InformeSimulacro, bajar_base, escribir, informar
from actario.tablero import tablero_de_la_noche
from actario.veredicto import veredicto
from muestras.planeacion.estacion import Ritmo
from muestras.planeacion.llegadas import FORMAS, Minutos, de_curva, de_forma
from muestras.simulacro.cliente import Cliente, Cronometro
from muestras.simulacro.fallas import Falla
from muestras.simulacro.guion import con_ajenas
from muestras.simulacro.guion import escribir as escribir_guion
from muestras.simulacro.marcha import Cuenta, Marcha, Personal
from muestras.simulacro.medicion import Medicion
from muestras.simulacro.noche import Noche
from muestras.simulacro.reloj import Reloj
from muestras.simulacro.verdad import Verdad, leer_verdad
from verificacion.dominio.eleccion import Ejercicio, Proceso
from verificacion.dominio.errores import DatoInvalido, EstadoIncompatible
from verificacion.dominio.registro import Rol
from verificacion.proceso import cargar_proceso

HORA_DE_APERTURA = 18
CAPTURA_S = 3600 / Ritmo.capturas_por_hora
DECISION_S = 3600 / Ritmo.decisiones_por_hora
MINUTOS_POR_CORTE = 10.0
"""Of the night."""
CORTE_MINIMO_S = 15.0
"""Real seconds between cuts however fast the night goes: making one takes what it takes."""


class PersonalInvalido(DatoInvalido):
    """The staff file lacks a role that a night needs."""

    codigo = "personal_invalido"

    def __init__(self, archivo: Path | str, falta: str):
        super().__init__(f"{archivo}: {falta}")
        self.archivo = str(archivo)
        self.falta = falta


class NoEsSimulacro(EstadoIncompatible):
    """The election, or the running installation, is of the real day: a drill must not touch it."""

    codigo = "no_es_simulacro"

    def __init__(self, cual: str):
        super().__init__(cual)
        self.cual = cual


def agregar(sub: SubOrdenes) -> None:
    """Register the verb."""
    parser = sub.add_parser("simulacro", help="ensaya una noche completa, con fallas e informe")
    parser.description = (
        "Ensaya una noche por la API pública: fotos con verdad conocida que llegan con una curva real, teléfonos sin "
        "señal, lotes de escáner, repetidas y ajenas; personal que tarda y se equivoca; fallas. Estado 0 solo si nada "
        "se perdió y los totales son los verdaderos. Se niega a tocar una elección que no sea de simulacro "
        "(docs/simulacro.md)."
    )
    que = parser.add_argument_group("elección")
    que.add_argument("--proceso", type=Path, metavar="DIR", help="carpeta de la elección (de muestra, si no se dice)")
    que.add_argument("--actas", type=int, default=200, metavar="N", help="casillas de la elección de muestra")
    que.add_argument("--semilla", type=int, default=2021)
    que.add_argument("--carpeta", type=Path, default=Path("build/simulacro"), help="dónde trabaja (%(default)s)")
    noche = parser.add_argument_group("noche")
    noche.add_argument("--velocidad", type=float, default=72.0, metavar="X", help="veces la hora (72: 24 h en 20 min)")
    noche.add_argument("--forma", choices=list(FORMAS), default="empinada", help="cómo llegan las actas")
    noche.add_argument("--curva", type=Path, metavar="CSV", help="curvas acumuladas de llegada (con --noche)")
    noche.add_argument("--noche", metavar="NOMBRE", help="cuál de las noches de --curva")
    noche.add_argument("--fallas", type=int, default=4, metavar="N", help="muertes y cortes de luz que se provocan")
    noche.add_argument(
        "--postgresql", action="store_true", help="sobre un PostgreSQL propio, que también muere (si no, SQLite)"
    )
    gente = parser.add_argument_group("personal")
    gente.add_argument("--capturistas", type=int, default=24, metavar="N")
    gente.add_argument("--error", type=float, default=0.005, help="errores de tecleo por campo (%(default)s)")
    gente.add_argument("--captura-s", type=float, default=CAPTURA_S, help="segundos por captura (%(default).0f)")
    otra = parser.add_argument_group("una instalación en marcha", "En vez de una propia; sin fallas")
    otra.add_argument("--base", metavar="URL")
    otra.add_argument(
        "--personal",
        type=Path,
        metavar="ARCHIVO",
        help='JSON: {"digitalizadores": [["usuario", "contraseña"], …], "capturistas": …, "verificadores": …, '
        '"supervisores": …, "publicador": […]}',
    )
    otra.add_argument("--verdad", type=Path, metavar="ARCHIVO", help="verdad.json junto a las fotos")
    parser.add_argument("--json", type=Path, metavar="ARCHIVO", help="guarda aquí el informe en JSON")
    parser.set_defaults(orden=simular)


def leer_personal(archivo: Path) -> Personal:
    """Read the accounts of the simulated staff.

    Raises:
        PersonalInvalido: the file is not JSON or a role is missing.
    """
    try:
        datos = json.loads(archivo.read_text())
        return Personal(
            *(
                [Cuenta(*par) for par in datos[rol]]
                for rol in ("digitalizadores", "capturistas", "verificadores", "supervisores")
            ),
            publicador=Cuenta(*datos["publicador"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise PersonalInvalido(archivo, str(e)) from e


def simular(args: argparse.Namespace) -> int:
    """Run the drill, write its report and say how it went."""
    carpeta: Path = args.carpeta.resolve()
    carpeta.mkdir(parents=True, exist_ok=True)
    informe = _en_una_propia(args, carpeta) if args.base is None else _en_una_ajena(args)
    pagina = escribir(informe, carpeta / "informe", HORA_DE_APERTURA)
    if args.json is not None:
        args.json.write_text((carpeta / "informe" / "informe.json").read_text())
    _imprimir(informe, pagina)
    return 1 if informe.perdidas or informe.sin_explicar else 0


def _en_una_propia(args: argparse.Namespace, carpeta: Path) -> InformeSimulacro:
    """An installation of its own, with faults."""
    if not args.postgresql:
        return _con_fallas(args, carpeta, None)
    with PostgresqlPropio() as base:
        return _con_fallas(args, carpeta, base)


def _con_fallas(args: argparse.Namespace, carpeta: Path, base: PostgresqlPropio | None) -> InformeSimulacro:
    ruta = args.proceso or preparar_proceso(carpeta, args.actas, args.semilla, reloj_real())
    proceso = cargar_proceso(ruta)
    _exigir_simulacro(proceso.ejercicio.value, str(ruta))
    verdad = leer_verdad(preparar_fotos(carpeta, ruta, args.semilla))
    verdad = con_ajenas(verdad, carpeta / "ajenas", args.semilla)
    url = base.url if base is not None else ""
    configuracion = de_carpeta(carpeta / "noche", ruta, puerto_libre(), lectores=2, bd=url)
    instalacion = instalar(configuracion, reloj_real())
    cuantos = {
        "digitalizadores": (Rol.DIGITALIZADOR, 8),
        "capturistas": (Rol.CAPTURISTA, args.capturistas),
        "verificadores": (Rol.VERIFICADOR, max(2, args.capturistas // 5)),
        "supervisores": (Rol.SUPERVISOR, 2),
    }
    personal = contratar(instalacion, args.error, reloj_real(), cuantos=cuantos)
    llegan = _llegadas(args, len(verdad.fotos))
    with InstalacionViva(configuracion, carpeta / "servidor.log") as viva:
        fallas = calendario(viva, base, float(llegan[-1] - llegan[0]), args.fallas)
        return _correr(args, viva.base, proceso, verdad, personal, llegan, fallas)


def _en_una_ajena(args: argparse.Namespace) -> InformeSimulacro:
    """A running installation, which must say that it is a drill's."""
    for nombre in ("proceso", "personal", "verdad"):
        if getattr(args, nombre) is None:
            raise PersonalInvalido(args.base, f"--{nombre}")
    _exigir_simulacro(httpx.get(f"{args.base}/salud", timeout=30).json()["ejercicio"], args.base)
    verdad = leer_verdad(args.verdad)
    llegan = _llegadas(args, len(verdad.fotos))
    proceso = cargar_proceso(args.proceso)
    return _correr(args, args.base, proceso, verdad, leer_personal(args.personal), llegan, ())


def _exigir_simulacro(ejercicio: str, cual: str) -> None:
    if ejercicio != Ejercicio.SIMULACRO.value:
        raise NoEsSimulacro(cual)


def _llegadas(args: argparse.Namespace, cuantas: int) -> Minutos:
    if args.curva is not None:
        return de_curva(args.curva, args.noche or "", cuantas)
    return de_forma(args.forma, cuantas)


def _correr(
    args: argparse.Namespace,
    base: str,
    proceso: Proceso,
    verdad: Verdad,
    personal: Personal,
    llegan: Minutos,
    fallas: Sequence[Falla],
) -> InformeSimulacro:
    con_tiempos = replace(
        personal, error_por_campo=args.error, captura_s=args.captura_s, decision_s=DECISION_S if args.captura_s else 0.0
    )
    reloj, marcha, medicion = Reloj(args.velocidad), Marcha(total=len(verdad.fotos)), Medicion()
    inicio = time.monotonic()
    with tablero_de_la_noche(marcha) as avisar:
        Noche(
            base,
            verdad,
            con_tiempos,
            args.semilla,
            marcha,
            avisar,
            segundos_por_corte=max(CORTE_MINIMO_S, MINUTOS_POR_CORTE * 60 / args.velocidad),
            guion=escribir_guion(verdad, llegan, args.semilla),
            reloj=reloj,
            fallas=fallas,
            medicion=medicion,
        ).correr()
    segundos = time.monotonic() - inicio
    corte = asyncio.run(_ultimo_corte(base, personal.publicador))
    return informar(bajar_base(base, corte), proceso, verdad, marcha, medicion, reloj, segundos)


async def _ultimo_corte(base: str, publicador: Cuenta) -> dict[str, Any]:
    async with Cliente(base, Cronometro()) as cliente:
        await cliente.entrar(publicador.usuario, publicador.contrasena)
        return (await cliente.pedir("GET", "/api/v1/cortes", nombre="cortes")).json()[-1]


def _imprimir(i: InformeSimulacro, pagina: Path) -> None:
    consola = Console()
    espera = (
        "ninguna acta verificada"
        if i.espera is None
        else f"de la foto a verificada: mediana {i.espera.mediana_s:.0f} s, p90 {i.espera.p90_s:.0f} s"
    )
    consola.print(
        f"{i.marcha.subidas:,} fotos, {i.marcha.capturas:,} capturas, {i.marcha.resoluciones:,} discrepancias y "
        f"{len(i.medicion.fallas)} fallas en {i.segundos / 60:.1f} min; {espera}."
    )
    peor = max((f.avanza_s or f.responde_s for f in i.medicion.fallas), default=math.nan)
    if not math.isnan(peor):
        consola.print(f"La falla que más costó se recuperó en {peor:.1f} s.")
    como = veredicto(i.exacto, i.diferencias, i.sin_explicar)
    perdidas = f"; actas perdidas: {len(i.perdidas)}" if i.perdidas else ""
    consola.print(f"Lo publicado: {como}; cifras distintas: {len(i.diferencias)} de {i.campos:,}{perdidas}.")
    consola.print(f"Informe: {pagina}")
