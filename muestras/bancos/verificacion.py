"""What each way of verifying leaves wrong and what it costs: ``make bench-verificacion`` (docs/verificacion.md).

A simulation without database, with the domain's own transitions. People and reader are those of
``muestras.bancos.trazos``; every policy hears the same opinions of the same actas, so that their differences are the
policies'. Same arguments, same table.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from muestras.bancos.trazos import Dichos, Supuestos, escribir, inventar, opinar
from muestras.durango import escribir_proceso
from verificacion.dominio.captura_doble import (
    Captura,
    Discrepante,
    EnSupervision,
    Pendiente,
    PrimeraHecha,
    Resolucion,
    Verificada,
    adelantar,
    capturar,
    resolver,
)
from verificacion.dominio.claves import UsuarioId
from verificacion.dominio.conteo import Conteo
from verificacion.dominio.cotejo import diferencias
from verificacion.dominio.eleccion import Politica
from verificacion.dominio.errores import TransicionInvalida
from verificacion.dominio.intervalo import Estimacion, estimar, estimar_por_grupos
from verificacion.dominio.lectura import LecturaActa
from verificacion.proceso import cargar_proceso

APERTURA = datetime.fromisoformat("2021-06-06T20:00:00-05:00")
CASILLAS = 2_541
PULSACIONES_POR_SEGUNDO = 2.0
"""docs/captura.md."""
SEGUNDOS_POR_ACTA = 5.0
"""To look at the sheet and begin, each time an acta is opened, to type or to decide. Judgement."""
SEGUNDOS_POR_DECISION = 6.0
"""To look at the crop, compare two figures and press a key, per field. Judgement."""
PRIMERA, SEGUNDA, TERCERA, SUPERVISORA = map(UsuarioId, (1, 2, 3, 4))


class Manera(StrEnum):
    """How an acta is verified."""

    UNA = "una captura, sin comparar"
    SIN_LECTOR = "doble captura, sin lector"
    DOBLE_CIEGA = "`doble_ciega`"
    LECTOR_Y_PERSONA = "`lector_y_persona`"


@dataclass(frozen=True, slots=True)
class Recorrido:
    """One acta settled: its figures, what each person typed, and how many fields each of the others decided."""

    conteo: Conteo
    capturas: tuple[Conteo, ...]
    decisiones: tuple[int, ...] = ()

    @property
    def personas(self) -> int:
        """How many people took part."""
        return len(self.capturas) + len(self.decisiones)

    @property
    def segundos(self) -> float:
        """Seconds of work of all of them."""
        teclas = sum(pulsaciones(conteo) for conteo in self.capturas)
        return (
            teclas / PULSACIONES_POR_SEGUNDO
            + sum(self.decisiones) * SEGUNDOS_POR_DECISION
            + self.personas * SEGUNDOS_POR_ACTA
        )


def pulsaciones(conteo: Conteo) -> int:
    """Keys to type an acta (docs/captura.md): digits, one more after fewer than three, one per legend, one to send."""
    teclas = [min(3, len(str(cifra)) + 1) if isinstance(cifra, int) else 1 for cifra in conteo.values()]
    ultima = list(conteo.values())[-1]
    return sum(teclas) + int(isinstance(ultima, int) and ultima >= 100)


def recorrer(manera: Manera, dichos: Dichos) -> Recorrido:
    """Take an acta from its image to its figures, asking only those whom ``manera`` asks."""
    if manera is Manera.UNA:
        return Recorrido(dichos.primera, (dichos.primera,))
    politica = Politica.LECTOR_Y_PERSONA if manera is Manera.LECTOR_Y_PERSONA else Politica.DOBLE_CIEGA
    testigo = None if manera is Manera.SIN_LECTOR else dichos.lectura
    estado = adelantar(Pendiente(), dichos.lectura, politica, dichos.primera.keys())
    capturas: list[Conteo] = []
    for persona, conteo in ((PRIMERA, dichos.primera), (SEGUNDA, dichos.segunda)):
        if isinstance(estado, Pendiente | PrimeraHecha):
            estado = capturar(estado, Captura(persona, conteo), testigo)
            capturas.append(conteo)
    decisiones: list[int] = []
    for persona, conteo in ((TERCERA, dichos.tercera), (SUPERVISORA, dichos.supervisora)):
        if isinstance(estado, Discrepante | EnSupervision):
            decisiones.append(len(estado.campos))
            estado = resolver(estado, Resolucion(persona, {campo: conteo[campo] for campo in estado.campos}))
    if not isinstance(estado, Verificada):
        raise TransicionInvalida(type(estado).__name__, "verificada")
    return Recorrido(estado.conteo, tuple(capturas), tuple(decisiones))


@dataclass(slots=True)
class Cuenta:
    """Sums over the actas of one policy; ``errores`` holds (wrong fields, fields) of each acta."""

    errores: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    tecleados: int = 0
    decididos: int = 0
    segundos: float = 0.0
    con_una_persona: int = 0

    def sumar(self, verdad: Conteo, recorrido: Recorrido) -> None:
        """Add one acta."""
        self.errores.append((len(diferencias(verdad, recorrido.conteo)), len(verdad)))
        self.tecleados += sum(map(len, recorrido.capturas))
        self.decididos += sum(recorrido.decisiones)
        self.segundos += recorrido.segundos
        self.con_una_persona += recorrido.personas == 1

    @property
    def campos(self) -> Estimacion:
        """Wrong fields; those of one acta fail together."""
        return estimar_por_grupos(self.errores)

    @property
    def actas(self) -> Estimacion:
        """Actas with some wrong field."""
        return estimar(sum(e > 0 for e, _ in self.errores), len(self.errores))


@dataclass(slots=True)
class CuentaLector:
    """What the simulated reader did, to compare with the measured one."""

    campos: int = 0
    aceptados: int = 0
    malos: int = 0
    actas: int = 0
    enteras: int = 0

    def sumar(self, verdad: Conteo, lectura: LecturaActa) -> None:
        """Add one acta."""
        aceptados = [campo for campo in verdad if campo in lectura.campos and lectura.campos[campo].aceptado]
        self.campos += len(verdad)
        self.aceptados += len(aceptados)
        self.malos += sum(lectura.campos[campo].cifra != verdad[campo] for campo in aceptados)
        self.actas += 1
        self.enteras += len(aceptados) == len(verdad)

    def __str__(self) -> str:
        return (
            f"El lector simulado acepta {self.aceptados / self.campos:.1%} de los campos, mal {self.malos:,} de"
            f" {self.aceptados:,}, y por entero {self.enteras / self.actas:.1%} de las actas."
        )


def simular(verdades: Iterable[Conteo], s: Supuestos, semilla: int) -> tuple[Mapping[Manera, Cuenta], CuentaLector]:
    """Verify every acta in each way, all of them over the same opinions."""
    cuentas, lector = {manera: Cuenta() for manera in Manera}, CuentaLector()
    for numero, verdad in enumerate(verdades):
        rng = np.random.default_rng([semilla, 3, numero])
        dichos = opinar(escribir(verdad, s, rng), s, rng)
        lector.sumar(verdad, dichos.lectura)
        for manera, cuenta in cuentas.items():
            cuenta.sumar(verdad, recorrer(manera, dichos))
    return cuentas, lector


def tabla(cuentas: Mapping[Manera, Cuenta]) -> list[str]:
    """What each policy leaves and costs, in Markdown."""
    filas = [
        "| manera | campos mal | actas con algo mal | campos tecleados por acta | campos decididos por acta"
        " | segundos-persona por acta | actas de una sola persona |",
        "|---|---|---|---|---|---|---|",
    ]
    for manera, cuenta in cuentas.items():
        n = len(cuenta.errores)
        filas.append(
            f"| {manera} | {_proporcion(cuenta.campos, 3)} | {_proporcion(cuenta.actas, 2)}"
            f" | {cuenta.tecleados / n:.1f} | {cuenta.decididos / n:.2f} | {cuenta.segundos / n:.1f}"
            f" | {cuenta.con_una_persona / n:.1%} |"
        )
    return filas


def _proporcion(e: Estimacion, decimales: int) -> str:
    tasa, desde, hasta = (f"{100 * (p or 0.0):.{decimales}f}" for p in (e.tasa, e.desde, e.hasta))
    return f"{e.errores:,} de {e.casos:,}: **{tasa} %** ({desde}–{hasta})"


ACTAS_DE_VARIANTES = 5_000
"""At most: enough to see which way each assumption pushes."""
VARIANTES: Mapping[str, Mapping[str, float]] = {
    "todo como se supuso": {},
    "sin trazos feos (solo deslices propios)": {"feo": 0.0, "trampa": 0.0},
    "el doble de trazos feos": {"feo": 2 * Supuestos().feo},
    "el lector acepta uno de cada diez trazos feos": {"acepta_feo": 0.1},
    "el lector acepta mal diez veces más": {"trampa": 10 * Supuestos().trampa},
    "el lector acepta mal cincuenta veces más": {"trampa": 50 * Supuestos().trampa},
    "quien teclea se equivoca en el 2 % de los campos": {"desliz": 0.02},
}
"""What is assumed, changed one at a time."""


def tabla_de_variantes(verdades: Sequence[Conteo], semilla: int) -> list[str]:
    """Actas with something wrong under each policy, as the assumptions change, in Markdown."""
    filas = ["| si… | " + " | ".join(Manera) + " |", "|---" * (1 + len(Manera)) + "|"]
    for nombre, cambios in VARIANTES.items():
        cuentas, _ = simular(_con_barra(verdades, len(verdades), nombre), replace(Supuestos(), **cambios), semilla)
        filas.append(f"| {nombre} | " + " | ".join(f"{c.actas.tasa or 0:.2%}" for c in cuentas.values()) + " |")
    return filas


def _con_barra(verdades: Iterable[Conteo], cuantas: int, nombre: str) -> Iterable[Conteo]:
    return track(verdades, nombre, total=cuantas, console=Console(stderr=True))


def main(argumentos: Sequence[str] | None = None) -> int:
    """Print both tables."""
    opciones = argparse.ArgumentParser(description="Mide qué deja mal y qué cuesta cada manera de verificar")
    opciones.add_argument("--actas", type=int, default=20_000)
    opciones.add_argument("--semilla", type=int, default=2021)
    a = opciones.parse_args(argumentos)
    with tempfile.TemporaryDirectory() as carpeta:
        escribir_proceso(Path(carpeta), CASILLAS, a.semilla, APERTURA)
        proceso = cargar_proceso(Path(carpeta))
    verdades = list(_con_barra(inventar(proceso, a.actas, a.semilla), a.actas, "Actas"))
    cuentas, lector = simular(_con_barra(verdades, len(verdades), "Verificación"), Supuestos(), a.semilla)
    print("\n".join([*tabla(cuentas), "", str(lector), ""]), flush=True)
    print("\n".join(tabla_de_variantes(verdades[:ACTAS_DE_VARIANTES], a.semilla)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
