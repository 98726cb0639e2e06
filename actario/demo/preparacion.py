"""What the night needs before it begins: the election, its photos, a fresh database and its staff."""

import json
import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from actario.composicion import Instalacion, componer
from actario.configuracion import Configuracion
from actario.cuentas import CONSOLA
from actario.firma import hacer_llave
from actario.tablero import nuevo_avance
from muestras.durango import escribir_proceso
from muestras.fotos import generar_fotos
from muestras.simulacro.marcha import Cuenta, Personal
from verificacion.bd.sesion import migrar, transaccion
from verificacion.casos import catalogo, contrasenas, usuarios
from verificacion.casos.credenciales import generar_contrasena
from verificacion.dominio.registro import ROLES_DE_CUENTA, Rol
from verificacion.proceso import cargar_proceso

VIGENCIA = timedelta(hours=20)
"""A sample election is written again when it is about to close (24 h after opening)."""

CONTROL: dict[str, object] = {
    "muestreo": {"semilla": "semilla de demostración", "tasa": 0.1, "cada_minutos": 10},
    "conocidas": 0.1,
    "umbral": 0.02,
    "minimo": 5,
}
"""Quality control of the demonstration: enough known-answer actas and draws for its pages to have something to show."""

SIMULADOS = {
    "digitalizadores": (Rol.DIGITALIZADOR, 2),
    "capturistas": (Rol.CAPTURISTA, 6),
    "verificadores": (Rol.VERIFICADOR, 2),
    "supervisores": (Rol.SUPERVISOR, 2),
}


def preparar_proceso(carpeta: Path, casillas: int, semilla: int, ahora: datetime) -> Path:
    """The sample election, written once and reused while it is open."""
    destino, sello = carpeta / "proceso", carpeta / "proceso.sello"
    parametros = {"casillas": casillas, "semilla": semilla, "control": CONTROL}
    if destino.exists() and sello.exists():
        anterior = json.loads(sello.read_text())
        if anterior["parametros"] == parametros and ahora - datetime.fromisoformat(anterior["apertura"]) < VIGENCIA:
            return destino
    shutil.rmtree(destino, ignore_errors=True)
    apertura = ahora.replace(second=0, microsecond=0) - timedelta(minutes=5)
    escribir_proceso(destino, casillas, semilla, apertura)
    archivo = destino / "proceso.json"
    archivo.write_text(
        json.dumps({**json.loads(archivo.read_text()), "control": CONTROL}, ensure_ascii=False, indent=2)
    )
    sello.write_text(json.dumps({"parametros": parametros, "apertura": apertura.isoformat()}))
    return destino


def preparar_fotos(carpeta: Path, proceso: Path, semilla: int) -> Path:
    """The photographed actas and their truth; generated once, then reused."""
    with nuevo_avance() as avance:
        tarea = avance.add_task("Fotos de muestra", total=None)
        return generar_fotos(
            cargar_proceso(proceso),
            carpeta / "fotos",
            semilla,
            lambda hechas, total: avance.update(tarea, completed=hechas, total=total),
        )


def instalar(configuracion: Configuracion, ahora: datetime) -> Instalacion:
    """A new installation in zeros: whatever an earlier demonstration left is erased."""
    shutil.rmtree(configuracion.datos, ignore_errors=True)
    instalacion = componer(configuracion)
    migrar(configuracion.url_bd)
    with transaccion(instalacion.engine) as session:
        catalogo.abrir(session, instalacion.proceso, ahora)
    hacer_llave(instalacion.engine, configuracion.archivo_llave, ahora)
    return instalacion


def contratar(
    instalacion: Instalacion,
    error_por_campo: float,
    ahora: datetime,
    *,
    error_al_decidir: float = 0.0005,
    cuantos: Mapping[str, tuple[Rol, int]] = SIMULADOS,
) -> Personal:
    """Accounts of the simulated staff, with generated passwords that nobody needs to know."""

    def grupo(nombre: str) -> list[Cuenta]:
        rol, personas = cuantos[nombre]
        return [_cuenta(instalacion, f"simulado-{rol}-{i + 1}", rol, ahora) for i in range(personas)]

    return Personal(
        digitalizadores=grupo("digitalizadores"),
        capturistas=grupo("capturistas"),
        verificadores=grupo("verificadores"),
        supervisores=grupo("supervisores"),
        publicador=_cuenta(instalacion, "simulado-publicador", Rol.PUBLICADOR, ahora),
        error_por_campo=error_por_campo,
        error_al_decidir=error_al_decidir,
    )


def invitar(instalacion: Instalacion, ahora: datetime) -> dict[Rol, Cuenta]:
    """One account per role for the person who looks at the demonstration."""
    return {rol: _cuenta(instalacion, rol.value, rol, ahora) for rol in ROLES_DE_CUENTA}


def _cuenta(instalacion: Instalacion, usuario: str, rol: Rol, ahora: datetime) -> Cuenta:
    cuenta = Cuenta(usuario, generar_contrasena())
    nueva = usuarios.CuentaNueva(cuenta.usuario, contrasenas.resumir(cuenta.contrasena), frozenset({rol}))
    with transaccion(instalacion.engine) as session:
        usuarios.crear(session, nueva, CONSOLA, ahora)
    return cuenta
