"""The board, computed once per interval however many people look at it."""

import threading
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends, Request

from api.contexto import Contexto
from api.salidas import AlarmaSalida, AvanceSalida, ColaSalida, DistritoSalida, PronosticoSalida
from api.senales import alarma_de
from publicacion.corte import carpetas, leer_corte
from verificacion.bd.sesion import consulta
from verificacion.casos.tablero import Tablero, tablero
from verificacion.dominio.eleccion import Proceso

INTERVALO = timedelta(seconds=2)
"""Fresh enough for a wall; the handful of grouped queries costs a few milliseconds of each."""


class Pizarra:
    """The last board computed. Whoever asks within ``INTERVALO`` gets the same one; a lock allows one at a time."""

    def __init__(self, contexto: Contexto):
        self._contexto = contexto
        self._candado = threading.Lock()
        self._hecha: AvanceSalida | None = None
        self.calculos = 0

    def ver(self) -> AvanceSalida:
        """The board of this interval."""
        ahora = self._contexto.ahora()
        with self._candado:
            if self._hecha is None or not timedelta() <= ahora - self._hecha.hora < INTERVALO:
                self._hecha = self._calcular(ahora)
                self.calculos += 1
            return self._hecha

    def _calcular(self, ahora: datetime) -> AvanceSalida:
        with consulta(self._contexto.engine) as session:
            hecho = tablero(session, self._contexto.proceso, self._ultimo_corte(), ahora)
        return a_salida(hecho, self._contexto.proceso)

    def _ultimo_corte(self) -> datetime | None:
        hechos = carpetas(self._contexto.carpeta_publica)
        return leer_corte(hechos[-1]).momento if hechos else None


def a_salida(hecho: Tablero, proceso: Proceso) -> AvanceSalida:
    """The board as it is answered."""
    nombres = {a.casilla.distrito: a.casilla.distrito_nombre for a in proceso.actas}
    return AvanceSalida(
        hora=hecho.hora,
        esperadas=len(proceso.actas),
        terminadas=hecho.terminadas,
        por_estado=dict(hecho.foto.por_estado),
        por_cola={
            nombre: ColaSalida(cuantas=cola.cuantas, mas_antigua_en=cola.mas_antigua_en)
            for nombre, cola in hecho.foto.por_cola.items()
        },
        por_distrito=[
            DistritoSalida(
                distrito=distrito, nombre=nombres[distrito], esperadas=sum(estados.values()), por_estado=dict(estados)
            )
            for distrito, estados in hecho.foto.por_distrito.items()
        ],
        imagenes=hecho.foto.imagenes,
        personas=hecho.personas,
        capturas_por_hora=hecho.capturas_por_hora,
        capturas_por_persona_hora=hecho.capturas_por_persona_hora,
        discrepancia=hecho.discrepancia,
        pronostico=[PronosticoSalida(mas_personas=mas, meta_en=hora) for mas, hora in hecho.meta_en.items()],
        alarmas=[AlarmaSalida(codigo=a.alarma, texto=alarma_de(a)) for a in hecho.alarmas],
    )


def pizarra_de(request: Request) -> Pizarra:
    """The application's one board."""
    return request.app.state.pizarra


PizarraDep = Annotated[Pizarra, Depends(pizarra_de)]
