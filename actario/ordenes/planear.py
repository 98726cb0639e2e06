"""``actario planear``: how many people, from when, for a short wait between an acta's arrival and its verification."""

import argparse
import lzma
import math
from pathlib import Path

from rich.console import Console
from rich.table import Table

from actario.ordenes.argumentos import SubOrdenes, con_json, imprimir_json
from muestras.planeacion.dibujo import dibujar, hora
from muestras.planeacion.estacion import Jornada, Ritmo
from muestras.planeacion.llegadas import FORMAS, LlegadasInvalidas, Minutos, de_base, de_curva, de_forma
from muestras.planeacion.plan import NochePrevista, Plan, planear, prever

CIERRE_DE_CASILLAS_H = 18
NOCHE_MIN = 48 * 60.0


def agregar(sub: SubOrdenes) -> None:
    """Register the verb."""
    parser = sub.add_parser("planear", help="cuántas personas, y desde qué hora, para esperar poco")
    parser.description = (
        "Simula la noche: cuándo llegan las actas, cuántas personas capturan y deciden, y cuánto espera cada acta. "
        "Sin --capturistas busca las menos personas por hora que cumplen el objetivo (docs/planeacion.md)."
    )
    llegadas = parser.add_argument_group("llegadas")
    llegadas.add_argument("--actas", type=_positivo, default=2553, metavar="N")
    llegadas.add_argument(
        "--forma", choices=list(FORMAS), default="empinada", help="empinada: una sola elección; plana: varias a la vez"
    )
    llegadas.add_argument("--curva", type=Path, metavar="CSV", help="curvas acumuladas (con --noche)")
    llegadas.add_argument("--noche", metavar="NOMBRE", help="cuál de las noches de --curva")
    llegadas.add_argument("--base", type=Path, metavar="CSV", help="base publicada de otra noche (.csv o .csv.xz)")
    ritmo = parser.add_argument_group("ritmo", "Los de fábrica son de Puebla 2024; use los de su propio simulacro")
    ritmo.add_argument("--capturas-por-hora", type=float, default=Ritmo.capturas_por_hora, metavar="N")
    ritmo.add_argument("--decisiones-por-hora", type=float, default=Ritmo.decisiones_por_hora, metavar="N")
    ritmo.add_argument("--discrepancia", type=_parte, default=Ritmo.discrepancia, help="parte de las actas, de 0 a 1")
    ritmo.add_argument("--lector", type=_parte, default=Ritmo.lector, help="parte con primera captura del lector")
    parser.add_argument("--objetivo", type=float, default=10.0, metavar="MIN", help="espera mediana (%(default)s)")
    parser.add_argument("--capturistas", type=_positivo, metavar="N", help="prever con estas personas toda la noche")
    parser.add_argument("--verificadores", type=_positivo, default=2, metavar="N", help="con --capturistas")
    parser.add_argument("--dibujo", type=Path, metavar="SVG", help="guarda la noche dibujada")
    con_json(parser)
    parser.set_defaults(orden=planear_noche)


def _positivo(texto: str) -> int:
    if (valor := int(texto)) < 1:
        raise argparse.ArgumentTypeError("debe ser al menos 1")
    return valor


def _parte(texto: str) -> float:
    if not 0 <= (valor := float(texto)) <= 1:
        raise argparse.ArgumentTypeError("debe estar entre 0 y 1")
    return valor


def planear_noche(args: argparse.Namespace) -> int:
    """Simulate or plan one night; status 1 when no number of people meets the goal."""
    origen_h, llegan = _llegadas(args)
    ritmo = Ritmo(args.capturas_por_hora, args.decisiones_por_hora, args.discrepancia, args.lector)
    plan = None
    if args.capturistas is not None:
        toda = [Jornada(0.0, NOCHE_MIN)]
        noche = prever(llegan, toda * args.capturistas, toda * args.verificadores, ritmo)
    else:
        plan = planear(llegan, ritmo, args.objetivo)
        if plan is None:
            solo = 60 / ritmo.capturas_por_hora
            print(
                f"Ningún número de personas da {args.objetivo:g} minutos: capturar un acta toma {solo:.1f} y "
                f"decidirla, {60 / ritmo.decisiones_por_hora:.1f}. Suba el objetivo o mida de nuevo el ritmo."
            )
            return 1
        noche = plan.noche
    if args.dibujo is not None:
        args.dibujo.write_text(dibujar(noche, plan, origen_h))
    if args.json:
        imprimir_json(_como_json(noche, plan, origen_h))
    else:
        _imprimir(noche, plan, origen_h)
    return 0


def _llegadas(args: argparse.Namespace) -> tuple[int, Minutos]:
    if args.base is not None:
        try:
            crudo = args.base.read_bytes()
            texto = (lzma.decompress(crudo) if args.base.suffix == ".xz" else crudo).decode()
            origen, tiempos = de_base(texto, args.base)
        except (OSError, ValueError, lzma.LZMAError) as e:
            raise LlegadasInvalidas(args.base, str(e)) from e
        return origen.hour, tiempos["acopio"]
    if args.curva is not None:
        return CIERRE_DE_CASILLAS_H, de_curva(args.curva, args.noche or "", args.actas)
    return CIERRE_DE_CASILLAS_H, de_forma(args.forma, args.actas)


def _como_json(noche: NochePrevista, plan: Plan | None, origen_h: int) -> dict[str, object]:
    return {
        "actas": len(noche.llegan),
        "espera_mediana_min": _finito(noche.espera_mediana),
        "espera_p90_min": _finito(noche.espera(0.9)),
        "verificadas_95": None if math.isinf(noche.momento(0.95)) else hora(noche.momento(0.95), origen_h),
        "sin_atender": int((~(noche.verificadas < math.inf)).sum()),
        "personas": []
        if plan is None
        else [
            {"hora": hora(plan.desde + 60 * k, origen_h), "capturistas": c, "verificadores": v}
            for k, (c, v) in enumerate(zip(plan.capturistas, plan.verificadores, strict=True))
        ],
        "horas_persona": None if plan is None else plan.horas_persona,
    }


def _finito(minutos: float) -> float | None:
    return round(minutos, 1) if math.isfinite(minutos) else None


def _imprimir(noche: NochePrevista, plan: Plan | None, origen_h: int) -> None:
    datos = _como_json(noche, plan, origen_h)
    consola = Console()
    consola.print(
        f"{len(noche.llegan):,} actas: la espera mediana es de [bold]{datos['espera_mediana_min']} min[/] y nueve de "
        f"cada diez esperan menos de {datos['espera_p90_min']}. "
        f"El 95 % está verificado a las {datos['verificadas_95']}."
    )
    if datos["sin_atender"]:
        consola.print(f"[bold red]{datos['sin_atender']} actas se quedan sin quien las atienda.[/]")
    if plan is None:
        return
    tabla = Table(title=f"Personas por hora ({plan.horas_persona} horas-persona)", title_justify="left")
    for columna in ("hora", "capturistas", "verificadores"):
        tabla.add_column(columna, justify="right")
    for k, (capturistas, verificadores) in enumerate(zip(plan.capturistas, plan.verificadores, strict=True)):
        tabla.add_row(hora(plan.desde + 60 * k, origen_h), str(capturistas), str(verificadores))
    consola.print(tabla)
