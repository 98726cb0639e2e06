"""A table where everything is measured: known-answer actas and draws at the rates that a test asks for."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine

from tests.mesa import MINI, Mesa, conteo_de
from verificacion.bd.sesion import transaccion
from verificacion.casos import cotejos, muestreos
from verificacion.dominio.claves import TurnoId
from verificacion.dominio.conteo import Cifra
from verificacion.dominio.control import Control, Muestreo
from verificacion.dominio.cotejada import Cotejada
from verificacion.dominio.rechazo import Remedio
from verificacion.dominio.registro import Actor, Rol, TipoTarea
from verificacion.proceso import cargar_proceso


class MesaMedida(Mesa):
    """A table with people who have verified actas before."""

    def __init__(self, engine: Engine, *, muestreo: float | None = None, conocidas: float = 0.0, minimo: int = 1):
        sorteo = None if muestreo is None else Muestreo("bola de nieve", muestreo, timedelta(hours=1))
        control = Control(sorteo, conocidas, umbral=0.02, minimo=minimo)
        super().__init__(engine, replace(cargar_proceso(MINI), control=control))
        self.digitaliza = self.persona("digitaliza", Rol.DIGITALIZADOR)
        self.ana, self.beto = self.persona("ana"), self.persona("beto")
        self.coteja = self.persona("coteja", Rol.COTEJADOR)

    def verifica(self, clave: str, **cifras: Cifra) -> None:
        """Ana and Beto type the same figures of an acta that just arrived."""
        self.llega(clave, self.digitaliza)
        for persona in (self.ana, self.beto):
            self.captura(self.turno(persona), conteo_de(self.proceso, clave, **cifras), persona)

    def sortea(self) -> int:
        with transaccion(self.engine) as session:
            return muestreos.sortear_periodos(session, self.proceso.control, self.ahora)

    def toma_cotejo(self, actor: Actor) -> tuple[TurnoId, cotejos.PorComparar]:
        turno = self.turno(actor, TipoTarea.COTEJO)
        with transaccion(self.engine) as session:
            return turno, cotejos.a_la_vista(session, turno, actor)

    def cotejo(self, actor: Actor, *marcados: str, turno: TurnoId | None = None) -> Cotejada:
        turno = turno or self.toma_cotejo(actor)[0]
        with transaccion(self.engine) as session:
            remedio = Remedio.RECAPTURAR if marcados else None
            return cotejos.registrar(session, turno, marcados, remedio, actor, self.ahora)
