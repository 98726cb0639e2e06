"""What the demonstration says at the end: a small table, and whether the published result is the truth."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from actario.composicion import Instalacion
from actario.veredicto import veredicto
from muestras.simulacro.comparacion import Diferencia, comparar
from muestras.simulacro.marcha import Marcha
from muestras.simulacro.publicado import conteos_publicados, votos_publicados
from muestras.simulacro.verdad import Verdad, votos_verdaderos
from ocr.evaluacion import Evaluacion
from publicacion.auditoria.lectura import leer
from publicacion.corte import carpetas, leer_corte
from verificacion.bd.sesion import consulta
from verificacion.casos import lecturas
from verificacion.dominio.lectura import LecturaActa


@dataclass(frozen=True)
class Informe:
    """The night in figures. ``publicados`` and ``verdaderos`` are votes by row of the acta over counted actas."""

    marcha: Marcha
    segundos: float
    actas: int
    encabezado: Mapping[str, str]
    lector: Evaluacion
    ms_lectura: Mapping[str, float]
    diferencias: Sequence[Diferencia]
    publicados: Mapping[str, int]
    verdaderos: Mapping[str, int]

    @property
    def exacto(self) -> bool:
        """Whether every published figure and total is the true one."""
        return not self.diferencias and self.publicados == self.verdaderos

    @property
    def sin_explicar(self) -> Sequence[Diferencia]:
        """The differences that no slip of the simulated staff accounts for."""
        return self.marcha.resbalones.sin_explicar(self.diferencias)


def informar(instalacion: Instalacion, verdad: Verdad, marcha: Marcha, segundos: float) -> Informe:
    """Read the last published database back and face it with the truth."""
    corte = leer_corte(carpetas(instalacion.configuracion.carpeta_publica)[-1])
    base = leer((corte.carpeta / corte.base).read_bytes())
    with consulta(instalacion.engine) as session:
        leidas = lecturas.todas(session)
    conteos = verdad.conteos()
    return Informe(
        marcha=marcha,
        segundos=segundos,
        actas=len(conteos),
        encabezado=base.encabezado,
        lector=Evaluacion.de(
            (foto.archivo.name, foto.conteo, leidas[foto.sha256]) for foto in verdad.fotos if foto.sha256 in leidas
        ),
        ms_lectura=_ms(tuple(leidas.values())),
        diferencias=comparar(conteos_publicados(base, instalacion.proceso), conteos),
        publicados=votos_publicados(base, instalacion.proceso),
        verdaderos=votos_verdaderos(instalacion.proceso, conteos),
    )


def _ms(leidas: Sequence[LecturaActa]) -> Mapping[str, float]:
    """Median milliseconds of each step of the reader."""
    pasos = leidas[0].ms if leidas else {}
    return {paso: statistics.median(lectura.ms[paso] for lectura in leidas) for paso in pasos}


def imprimir(informe: Informe, publico: Path) -> None:
    """Print the table."""
    consola = Console()
    tabla = Table(title="La noche de muestra", show_header=False, title_justify="left")
    tabla.add_column(justify="left")
    tabla.add_column(justify="right")
    for nombre, valor in _renglones(informe):
        tabla.add_row(nombre, valor)
    consola.print(tabla)
    for d in informe.diferencias[:10]:
        consola.print(f"  [red]{d.clave} {d.campo}: publicado {d.publicado}, el acta dice {d.verdad}[/]")
    como = veredicto(informe.exacto, informe.diferencias, informe.sin_explicar)
    consola.print(f"Lo publicado en {publico}: {como}")


def _renglones(i: Informe) -> list[tuple[str, str]]:
    m, lector = i.marcha, i.lector
    votos = sum(i.publicados.values())
    medianas = {nombre: statistics.median(ms) for nombre, ms in m.cronometro.ms.items()}
    return [
        ("Actas con foto", f"{i.actas}"),
        ("Fotos recibidas / leídas", f"{m.subidas} / {lector.actas}"),
        ("Actas terminadas (con sin acta) / esperadas", f"{m.terminadas} / {i.encabezado['ACTAS_ESPERADAS']}"),
        ("Capturas a ciegas / errores de tecleo simulados", f"{m.capturas} / {m.errores_de_tecleo}"),
        ("Discrepancias resueltas / identificadas a mano", f"{m.resoluciones} / {m.identificaciones}"),
        ("Cortes publicados", f"{m.cortes}"),
        ("Segundos por acta, de extremo a extremo", f"{i.segundos / max(i.actas, 1):.2f}"),
        *((f"  {paso} (mediana)", f"{ms / 1000:.3f} s") for paso, ms in i.ms_lectura.items()),
        *(
            (f"  {nombre} por la API (mediana)", f"{medianas[nombre] / 1000:.3f} s")
            for nombre in ("subir", "captura", "resolucion", "corte")
            if nombre in medianas
        ),
        ("Lector: campos exactos", _parte(lector.exactos, lector.campos)),
        ("Lector: campos que no son cero", _parte(lector.no_cero_exactos, lector.no_cero)),
        ("Lector: actas enteras exactas", _parte(lector.actas_exactas, lector.actas)),
        ("Lector: campos aceptados", _parte(lector.aceptados, lector.campos)),
        ("Lector: errores entre los aceptados", _parte(lector.aceptados_malos, lector.aceptados)),
        ("Votos publicados / verdaderos", f"{votos:,} / {sum(i.verdaderos.values()):,}"),
        ("Cifras publicadas que difieren de las actas", f"{len(i.diferencias)}"),
    ]


def _parte(parte: int, todo: int) -> str:
    return f"{parte} de {todo} ({100 * parte / todo:.2f} %)" if todo else "0"
