"""Who may do what: the one table of roles. A route names the act it is; only this table names roles."""

from collections.abc import Mapping
from enum import StrEnum

from verificacion.dominio.registro import ROLES_DE_CUENTA, Actor, Rol


class Permiso(StrEnum):
    """An act that a person may be allowed to do."""

    PROPIA_CUENTA = "su propia cuenta y su sesión"
    VER_INICIO = "ver su página de inicio"
    ENVIAR_IMAGENES = "enviar imágenes"
    VER_RECEPCION = "ver cómo va lo enviado"
    VER_ENVIOS_AJENOS = "ver los envíos sin terminar de los demás"
    DECLARAR_SIN_ACTA = "registrar paquetes sin acta"
    BUSCAR_EN_CATALOGO = "buscar actas en el catálogo"
    CAPTURAR = "capturar"
    DECIDIR = "decidir discrepancias"
    IDENTIFICAR = "identificar imágenes"
    COTEJAR = "cotejar lo publicado"
    TRABAJAR_POR_TURNOS = "tomar y devolver tareas"
    VER_IMAGEN_DE_TURNO = "ver la imagen de su turno"
    VER_TODA_IMAGEN = "ver cualquier imagen y su original"
    VER_IMAGENES_DE_ACTA = "ver las imágenes de un acta"
    ELEGIR_IMAGEN = "elegir imagen y cubrir datos personales"
    REVISAR_CIFRAS = "mirar los casilleros iguales y pedir otra mirada"
    VER_EXPEDIENTE = "ver el expediente de un acta"
    REABRIR = "reabrir actas y devolver trabajo"
    VER_CUARENTENA = "ver lo rechazado"
    ABRIR_CUARENTENA = "bajar un archivo rechazado"
    VER_REPORTES = "ver los reportes del público"
    CONTESTAR_REPORTES = "contestar los reportes del público"
    VER_CALIDAD = "ver el control de calidad"
    VER_AVANCE = "ver el avance"
    VER_ACTA = "ver el registro de un acta"
    LEER_REGISTROS = "leer los registros verificados"
    VER_CORTES = "ver los cortes y la hora de cierre"
    PUBLICAR = "hacer cortes y mover el cierre"
    VER_HUELLA = "ver la huella de lo que se ejecuta"
    ADMINISTRAR_CUENTAS = "administrar las cuentas, de su centro si tiene uno"
    VER_PROPUESTAS = "ver lo que espera a otra persona"
    CONFIRMAR = "confirmar o rechazar lo que otra persona propone"
    EDITAR_FORMAS = "editar copias de las formas"


_D, _C, _V, _K = Rol.DIGITALIZADOR, Rol.CAPTURISTA, Rol.VERIFICADOR, Rol.COTEJADOR
_S, _P, _A, _O, _X = Rol.SUPERVISOR, Rol.PUBLICADOR, Rol.AUDITOR, Rol.OBSERVADOR, Rol.ADMINISTRADOR

PERSONAL = frozenset(ROLES_DE_CUENTA)
"""Everybody who has an account."""

SOLO_MIRAN = frozenset({Rol.AUDITOR, Rol.OBSERVADOR})
"""Roles that change nothing but their own account: no other permission of theirs lets a write through."""

QUIEN: Mapping[Permiso, frozenset[Rol]] = {
    Permiso.PROPIA_CUENTA: PERSONAL,
    Permiso.VER_INICIO: PERSONAL,
    Permiso.ENVIAR_IMAGENES: frozenset({_D, _S}),
    Permiso.VER_RECEPCION: frozenset({_D, _S, _A, _X}),
    Permiso.VER_ENVIOS_AJENOS: frozenset({_S, _A, _X}),
    Permiso.DECLARAR_SIN_ACTA: frozenset({_D, _S}),
    Permiso.BUSCAR_EN_CATALOGO: frozenset({_D, _V, _S}),
    Permiso.CAPTURAR: frozenset({_C}),
    Permiso.DECIDIR: frozenset({_V, _S}),
    Permiso.IDENTIFICAR: frozenset({_V, _S}),
    Permiso.COTEJAR: frozenset({_K}),
    Permiso.TRABAJAR_POR_TURNOS: frozenset({_C, _V, _S, _K}),
    Permiso.VER_IMAGEN_DE_TURNO: frozenset({_C, _V, _K, _S, _A}),
    Permiso.VER_TODA_IMAGEN: frozenset({_S, _A}),
    Permiso.VER_IMAGENES_DE_ACTA: frozenset({_V, _S, _A}),
    Permiso.ELEGIR_IMAGEN: frozenset({_V, _S}),
    Permiso.REVISAR_CIFRAS: frozenset({_V, _S}),
    Permiso.VER_EXPEDIENTE: frozenset({_S}),
    Permiso.REABRIR: frozenset({_S}),
    Permiso.VER_CUARENTENA: frozenset({_S, _A}),
    Permiso.ABRIR_CUARENTENA: frozenset({_S}),
    Permiso.VER_REPORTES: frozenset({_V, _S, _A}),
    Permiso.CONTESTAR_REPORTES: frozenset({_V, _S}),
    Permiso.VER_CALIDAD: frozenset({_S, _A, _X}),
    Permiso.VER_AVANCE: frozenset({_S, _P, _A, _O, _X}),
    Permiso.VER_ACTA: frozenset({_S, _P, _A, _X}),
    Permiso.LEER_REGISTROS: frozenset({_P, _S, _A}),
    Permiso.VER_CORTES: PERSONAL,
    Permiso.PUBLICAR: frozenset({_P}),
    Permiso.VER_HUELLA: frozenset({_A, _X}),
    Permiso.ADMINISTRAR_CUENTAS: frozenset({_X}),
    Permiso.VER_PROPUESTAS: frozenset({_S, _P, _A, _X}),
    Permiso.CONFIRMAR: frozenset({_S, _P, _X}),
    Permiso.EDITAR_FORMAS: frozenset({_X, _S}),
}


def puede(actor: Actor, permiso: Permiso) -> bool:
    """Whether one of somebody's roles may do that."""
    return bool(actor.roles & QUIEN[permiso])
