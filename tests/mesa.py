"""A counting night in miniature: people, a clock that only moves when told, and each act in its own transaction."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from verificacion.bd import bitacora
from verificacion.bd.cola import ColaBD
from verificacion.bd.sesion import consulta, transaccion
from verificacion.bd.tablas import Acta, Usuario
from verificacion.casos import (
    capturas,
    catalogo,
    discrepancias,
    identificaciones,
    imagenes,
    lecturas,
    reaperturas,
    registros,
    tareas,
)
from verificacion.casos.imagenes import EstadoImagen, ImagenNueva, Recibo
from verificacion.casos.lecturas import ResultadoLectura
from verificacion.casos.reaperturas import Remedio
from verificacion.casos.sistema import SISTEMA
from verificacion.casos.tareas import TareaTomada
from verificacion.dominio.claves import ClaveActa, TurnoId, UsuarioId
from verificacion.dominio.conteo import Cifra
from verificacion.dominio.eleccion import Proceso
from verificacion.dominio.lectura import LecturaActa, LecturaCampo
from verificacion.dominio.registro import (
    Actor,
    Digitalizacion,
    EstadoActa,
    Origen,
    RegistroActa,
    Rol,
    TipoTarea,
)
from verificacion.dominio.vida import Declaracion
from verificacion.proceso import cargar_proceso

MINI = Path(__file__).parent / "procesos" / "mini"
BASICA = "100001B01003"
CONTIGUA = "100001C01003"


def conteo_de(proceso: Proceso, clave: str, **cifras: Cifra) -> dict[str, Cifra]:
    """Figures of an acta: the ones given, 0 in the rest."""
    forma = proceso.forma_de(proceso.por_clave[ClaveActa.de_texto(clave)])
    return dict.fromkeys(forma.claves, 0) | cifras


def lectura_de(conteo: Mapping[str, Cifra], *dudosos: str) -> LecturaActa:
    """A reading that says ``conteo`` and accepts every field but ``dudosos``."""
    return LecturaActa(
        {c: LecturaCampo(cifra, 0.9999, aceptado=c not in dudosos) for c, cifra in conteo.items()}, "lector de prueba"
    )


class Mesa:
    """An open election and whoever works in it. ``ahora`` is the night's clock."""

    def __init__(self, engine: Engine, proceso: Proceso | None = None):
        self.engine = engine
        self.proceso = proceso or cargar_proceso(MINI)
        self.ahora = self.proceso.apertura + timedelta(hours=1)
        with transaccion(engine) as session:
            catalogo.abrir(session, self.proceso, self.ahora)

    def pasan(self, **lapso: float) -> datetime:
        self.ahora += timedelta(**lapso)
        return self.ahora

    def persona(self, usuario: str, *roles: Rol) -> Actor:
        """An account without a usable password: hashing one takes a tenth of a second, and nobody logs in here."""
        roles = roles or (Rol.CAPTURISTA,)
        with transaccion(self.engine) as session:
            fila = Usuario(usuario=usuario, contrasena="!", roles=",".join(roles), creado_en=datetime.now(UTC))
            session.add(fila)
            session.flush()
            datos: dict[str, bitacora.Dato] = {"usuario": usuario, "roles": list[bitacora.Dato](sorted(roles))}
            bitacora.anotar(session, SISTEMA, "usuario_creado", datos, self.ahora)
            return Actor(UsuarioId(fila.id), usuario, frozenset(roles), f"terminal de {usuario}")

    def recibir(self, nombre: str, actor: Actor, clave: str | None = None) -> Recibo:
        """Receive the image whose bytes are ``nombre``."""
        sha256 = hashlib.sha256(nombre.encode()).hexdigest()
        nueva = ImagenNueva(
            sha256,
            sha256,
            f"{nombre}.jpg",
            "image/jpeg",
            len(nombre),
            Origen.CASILLA,
            Digitalizacion.MOVIL,
            None,
            None if clave is None else ClaveActa.de_texto(clave),
        )
        with transaccion(self.engine) as session:
            return imagenes.recibir_imagen(session, ColaBD(), nueva, actor, self.ahora)

    def leer(self, sha256: str, clave: str | None, lectura: LecturaActa | None = None) -> None:
        """What the reader says of an image; without ``lectura`` the sheet could not be straightened."""
        resultado = ResultadoLectura(
            None if clave is None else ClaveActa.de_texto(clave), lectura, None if lectura else "hoja_no_encontrada"
        )
        with transaccion(self.engine) as session:
            lecturas.registrar_lectura(session, sha256, resultado, self.ahora)

    def llega(self, clave: str, digitalizador: Actor, lectura: LecturaActa | None = None) -> str:
        """An image of an acta arrives and is read; later images arrive one second later."""
        recibo = self.recibir(f"imagen de {clave} a las {self.ahora}", digitalizador)
        self.leer(recibo.sha256, clave, lectura)
        self.pasan(seconds=1)
        return recibo.sha256

    def toma(self, actor: Actor, tipo: TipoTarea = TipoTarea.CAPTURA) -> TareaTomada | None:
        with transaccion(self.engine) as session:
            return tareas.tomar(session, tipo, actor, self.ahora)

    def turno(self, actor: Actor, tipo: TipoTarea = TipoTarea.CAPTURA) -> TurnoId:
        tarea = self.toma(actor, tipo)
        assert tarea is not None, f"no hay {tipo} para {actor.usuario}"
        return tarea.turno

    def captura(self, turno: TurnoId, conteo: Mapping[str, Cifra], actor: Actor) -> EstadoActa:
        with transaccion(self.engine) as session:
            return capturas.registrar_captura(session, turno, conteo, actor, self.ahora)

    def decide(self, turno: TurnoId, cifras: Mapping[str, Cifra], actor: Actor) -> EstadoActa:
        with transaccion(self.engine) as session:
            return discrepancias.resolver(session, turno, cifras, actor, self.ahora)

    def reabre(self, clave: str, remedio: Remedio, actor: Actor) -> EstadoActa:
        with transaccion(self.engine) as session:
            return reaperturas.reabrir(session, ClaveActa.de_texto(clave), remedio, "se ve mal", actor, self.ahora)

    def declara(self, turno: TurnoId, que: Declaracion, actor: Actor) -> EstadoActa:
        with transaccion(self.engine) as session:
            return reaperturas.declarar(session, turno, que, "no es esta", actor, self.ahora)

    def identifica(self, turno: TurnoId, clave: str | None, actor: Actor) -> None:
        with transaccion(self.engine) as session:
            destino = None if clave is None else ClaveActa.de_texto(clave)
            identificaciones.identificar(session, turno, destino, actor, self.ahora)

    def imagen(self, sha256: str) -> EstadoImagen:
        with consulta(self.engine) as session:
            return imagenes.estado_imagen(session, sha256)

    def registro(self, clave: str) -> RegistroActa:
        with consulta(self.engine) as session:
            return registros.uno(session, self.proceso, ClaveActa.de_texto(clave))

    def todos(self) -> tuple[RegistroActa, ...]:
        with consulta(self.engine) as session:
            return registros.todos(session, self.proceso)

    def fila(self, session: Session, clave: str) -> Acta:
        return session.scalars(select(Acta).where(Acta.clave == clave)).one()
