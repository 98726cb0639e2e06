"""Figures for Prometheus, in a registry of each application's own."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from api.contexto import Contexto
from publicacion.calendario import atraso
from publicacion.corte import carpetas, leer_corte
from verificacion.bd.sesion import consulta
from verificacion.casos.avance import avance
from verificacion.casos.cierre import con_cierre_vigente


class Metricas:
    """What is counted as it happens (uploads, answers), and what is asked of the database when scraped."""

    def __init__(self, contexto: Contexto):
        self.registro = CollectorRegistry()
        self.subidas = Counter(
            "actario_imagenes_subidas", "Imágenes recibidas por este proceso", ["resultado"], registry=self.registro
        )
        self.respuestas = Counter(
            "actario_respuestas_de_turno", "Turnos contestados en este proceso", ["tipo"], registry=self.registro
        )
        self.registro.register(_Avance(contexto))

    def texto(self) -> bytes:
        """The whole registry in text format."""
        return generate_latest(self.registro)


class _Avance(Collector):
    def __init__(self, contexto: Contexto):
        self._contexto = contexto

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing: registering must not touch the database."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Actas by state and work that waits, now."""
        ahora = self._contexto.ahora()
        with consulta(self._contexto.engine) as session:
            foto = avance(session)
            proceso = con_cierre_vigente(session, self._contexto.proceso)
        estados = GaugeMetricFamily("actario_actas", "Actas por estado", labels=["estado"])
        for estado, cuantas in foto.por_estado.items():
            estados.add_metric([estado], cuantas)
        yield estados
        colas = GaugeMetricFamily("actario_cola", "Trabajo en espera", labels=["cola"])
        edades = GaugeMetricFamily("actario_cola_edad_segundos", "Edad de lo más antiguo en espera", labels=["cola"])
        for nombre, cola in foto.por_cola.items():
            colas.add_metric([nombre], cola.cuantas)
            edad = (ahora - cola.mas_antigua_en).total_seconds() if cola.mas_antigua_en else 0.0
            edades.add_metric([nombre], edad)
        yield colas
        yield edades
        cortes = carpetas(self._contexto.carpeta_publica)
        ultimo = leer_corte(cortes[-1]) if cortes else None
        momento, cerrado = (ultimo.momento, ultimo.ultimo) if ultimo is not None else (None, False)
        atrasado = atraso(proceso, momento, cerrado, ahora).total_seconds()
        yield GaugeMetricFamily("actario_corte_atraso_segundos", "Retraso del corte que sigue", value=atrasado)


def metricas_de(request: Request) -> Metricas:
    """The application's own registry."""
    return request.app.state.metricas


MetricasDep = Annotated[Metricas, Depends(metricas_de)]
