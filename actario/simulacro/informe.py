"""The report of a drill: what was published against the truth, how long things took, and what each fault cost."""

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from muestras.simulacro.comparacion import Diferencia, comparar
from muestras.simulacro.dibujo import por_cola, por_estado
from muestras.simulacro.marcha import Marcha
from muestras.simulacro.medicion import Espera, Medicion, esperas
from muestras.simulacro.publicado import conteos_publicados, votos_publicados
from muestras.simulacro.reloj import Reloj
from muestras.simulacro.verdad import Verdad, votos_verdaderos
from publicacion.auditoria.lectura import BaseLeida, leer
from verificacion.dominio.eleccion import Proceso

OFICIOS = ("capturista", "verificador", "supervisor")


@dataclass(frozen=True)
class InformeSimulacro:
    """A drill in figures.

    Attributes:
        perdidas: acta keys that arrived and are not in the published database with their figures.
        diferencias: every published figure that is not what its acta says.
        publicados, verdaderos: votes of each row of the acta over the counted actas.
    """

    marcha: Marcha
    medicion: Medicion
    velocidad: float
    segundos: float
    esperadas: int
    fotos: int
    campos: int
    espera: Espera | None
    encabezado: Mapping[str, str]
    perdidas: Sequence[str]
    diferencias: Sequence[Diferencia]
    publicados: Mapping[str, int]
    verdaderos: Mapping[str, int]

    @property
    def sin_explicar(self) -> Sequence[Diferencia]:
        """The differences that no slip of the simulated staff accounts for."""
        return self.marcha.resbalones.sin_explicar(self.diferencias)

    @property
    def exacto(self) -> bool:
        """Whether no acta was lost and every published total is the true one."""
        return not self.perdidas and self.publicados == self.verdaderos

    def como_json(self) -> dict[str, Any]:
        """Everything, for a program."""
        m, medidas = self.marcha, self.medicion
        return {
            "exacto": self.exacto,
            "esperadas": self.esperadas,
            "fotos": self.fotos,
            "velocidad": self.velocidad,
            "segundos": round(self.segundos, 1),
            "recibidas": m.subidas,
            "leidas": m.leidas,
            "terminadas": m.terminadas,
            "capturas": m.capturas,
            "errores_de_tecleo": m.errores_de_tecleo,
            "resoluciones": m.resoluciones,
            "identificaciones": m.identificaciones,
            "cortes": m.cortes,
            "espera": None if self.espera is None else asdict(self.espera),
            "por_segundo": {
                "fotos": round(m.subidas / self.segundos, 2),
                "capturas": round(m.capturas / self.segundos, 2),
                "actas_terminadas": round(m.terminadas / self.segundos, 2),
            },
            "api_ms": {n: _percentiles(ms) for n, ms in sorted(m.cronometro.ms.items())},
            "personal": {
                oficio: {
                    "horas": round(medidas.horas_persona(oficio), 1),
                    "ocupacion": round(medidas.ocupacion(oficio), 3),
                }
                for oficio in OFICIOS
            },
            "fallas": [asdict(falla) for falla in medidas.fallas],
            "error_residual": {
                "campos": self.campos,
                "distintos": len(self.diferencias),
                "sin_explicar": len(self.sin_explicar),
            },
            "actas_perdidas": list(self.perdidas),
            "diferencias": [asdict(d) for d in self.diferencias],
            "encabezado": dict(self.encabezado),
            "votos_publicados": dict(self.publicados),
            "votos_verdaderos": dict(self.verdaderos),
            "instantes": [asdict(instante) for instante in medidas.instantes],
        }


def informar(
    base: BaseLeida,
    proceso: Proceso,
    verdad: Verdad,
    marcha: Marcha,
    medicion: Medicion,
    reloj: Reloj,
    segundos: float,
) -> InformeSimulacro:
    """Face the last published database with the truth of the drill."""
    conteos = verdad.conteos()
    publicados = conteos_publicados(base, proceso)
    return InformeSimulacro(
        marcha=marcha,
        medicion=medicion,
        velocidad=reloj.velocidad,
        segundos=segundos,
        esperadas=len(proceso.actas),
        fotos=len(verdad.fotos),
        campos=sum(len(conteo) for conteo in conteos.values()),
        espera=esperas(medicion, verdad.fotos_de),
        encabezado=base.encabezado,
        perdidas=sorted(conteos.keys() - publicados.keys()),
        diferencias=comparar(publicados, conteos),
        publicados=votos_publicados(base, proceso),
        verdaderos=votos_verdaderos(proceso, conteos),
    )


def bajar_base(base: str, corte: Mapping[str, Any]) -> BaseLeida:
    """The database of a cut from the results site, as anyone would download it."""
    ruta = f"{base}/resultados/descargas/{corte['numero']:04}/{corte['base']}"
    respuesta = httpx.get(ruta, timeout=60)
    respuesta.raise_for_status()
    return leer(respuesta.content)


def escribir(informe: InformeSimulacro, carpeta: Path, origen_h: int) -> Path:
    """Write ``informe.json`` and ``informe.html`` (no script, no other file) and return the page."""
    carpeta.mkdir(parents=True, exist_ok=True)
    datos = informe.como_json()
    (carpeta / "informe.json").write_text(json.dumps(datos, ensure_ascii=False, indent=1, default=str) + "\n")
    entorno = Environment(loader=PackageLoader("actario.simulacro", "."), autoescape=True, undefined=StrictUndefined)
    instantes, fallas = informe.medicion.instantes, informe.medicion.fallas
    dibujos = [por_estado(instantes, informe.esperadas, origen_h, fallas), por_cola(instantes, origen_h, fallas)]
    pagina = carpeta / "informe.html"
    pagina.write_text(
        entorno.get_template("informe.html").render(
            i=informe, d=datos, minutos=_minutos(informe), dibujos=[Markup(svg) for svg in dibujos]
        ),
        encoding="utf-8",
    )
    return pagina


def _minutos(informe: InformeSimulacro) -> Mapping[str, str]:
    """Waits in minutes of the night."""
    if informe.espera is None:
        return {}
    factor = informe.velocidad / 60
    return {
        "mediana": f"{informe.espera.mediana_s * factor:.0f}",
        "p90": f"{informe.espera.p90_s * factor:.0f}",
    }


def _percentiles(ms: Sequence[float]) -> Mapping[str, float]:
    orden = sorted(ms)
    return {
        "n": len(orden),
        "mediana": round(statistics.median(orden), 1),
        "p99": round(orden[int(0.99 * (len(orden) - 1))], 1),
    }
