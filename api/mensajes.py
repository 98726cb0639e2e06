"""What a person reads when something fails: stable code → title, explanation and remedy, in Spanish.

``{}`` marks are facts of the error (its attributes). Every subclass of ``ErrorActario`` must have a row here; a test
walks them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from verificacion.dominio.errores import ErrorActario


@dataclass(frozen=True, slots=True)
class Mensaje:
    """A short title, what happened and what to do."""

    titulo: str
    detalle: str
    remedio: str


MENSAJES: Mapping[str, Mensaje] = {
    "error": Mensaje("Error", "Ocurrió un error.", "Intente de nuevo; si sigue, avise a soporte."),
    # datos
    "dato_invalido": Mensaje("Dato no válido", "El dato recibido no se puede usar.", "Corríjalo y envíelo de nuevo."),
    "clave_invalida": Mensaje(
        "Clave no válida",
        "«{texto}» no tiene la forma de una clave de acta o de casilla.",
        "Escríbala como está impresa, por ejemplo 100002C01003.",
    ),
    "conteo_invalido": Mensaje(
        "Cifras incompletas o no válidas",
        "Hay campos sin cifra, desconocidos o fuera de 0 a 999.",
        "Revise los campos señalados; use «.» para ilegible y «-» para sin dato.",
    ),
    "proceso_invalido": Mensaje(
        "Carpeta del proceso con errores",
        "La carpeta {carpeta} tiene errores: {problemas}.",
        "Corrija lo señalado y vuelva a cargarla.",
    ),
    "entrada_invalida": Mensaje(
        "Petición no válida",
        "La petición no tiene la forma documentada.",
        "Revise los campos señalados y la documentación en /openapi.json.",
    ),
    "cuerpo_excesivo": Mensaje(
        "Archivo demasiado grande",
        "El envío supera el máximo de {maximo_mb} MB.",
        "Envíe la foto original de la cámara, sin ampliarla, o un archivo por página.",
    ),
    "imagen_rechazada": Mensaje(
        "Imagen rechazada", "El archivo no se puede usar como imagen de un acta.", "Tome la foto de nuevo y súbala."
    ),
    # lo que no hay
    "no_existe": Mensaje("No existe", "No existe {cosa} «{clave}».", "Revise la clave y busque de nuevo."),
    # permisos
    "no_permitido": Mensaje("No permitido", "Usted no puede hacer esto.", "Pídalo a quien supervisa."),
    "mismo_capturista": Mensaje(
        "Otra persona debe hacerlo",
        "Usted ya participó en esta acta; las capturas son de personas distintas.",
        "Tome otra tarea; esta la hará otra persona.",
    ),
    "turno_ajeno": Mensaje(
        "Turno de otra persona", "Este turno se dio a otra persona.", "Tome una tarea nueva desde su pantalla."
    ),
    "sin_sesion": Mensaje("Sin sesión", "No hay una sesión abierta o ya terminó.", "Entre con su usuario y contraseña."),
    "rol_insuficiente": Mensaje(
        "Sin permiso", "Esta parte es para: {roles}.", "Si le corresponde, pida el rol a quien administra."
    ),
    "imagen_ajena": Mensaje(
        "Imagen no disponible",
        "Esta imagen no es la de su turno actual.",
        "Solo se muestran las imágenes de la tarea que tiene asignada.",
    ),
    "origen_ajeno": Mensaje(
        "Origen no permitido",
        "El navegador indica que otro sitio originó este envío.",
        "Abra el sistema en su propia pestaña e intente de nuevo.",
    ),
    # estado
    "estado_incompatible": Mensaje(
        "No corresponde en este momento",
        "El acta no está en el estado que esto requiere.",
        "Actualice la pantalla y tome la tarea siguiente.",
    ),
    "transicion_invalida": Mensaje(
        "No corresponde en este momento",
        "El acta está en «{estado}» y no admite «{entrada}».",
        "Actualice la pantalla y tome la tarea siguiente.",
    ),
    "turno_vencido": Mensaje(
        "El turno venció",
        "Pasó el tiempo del turno y el acta volvió a la fila.",
        "Tome la tarea siguiente; esta la hará quien la tome.",
    ),
    # instalacion
    "instalacion_incompleta": Mensaje("Falta algo en la instalación", "Falta {que}.", "{remedio}"),
}

HTTP: Mapping[int, tuple[str, Mensaje]] = {
    400: ("peticion_invalida", Mensaje("Petición no válida", "No se pudo leer la petición.", "Revise el envío.")),
    404: ("ruta_inexistente", Mensaje("No existe", "Esta dirección no existe.", "Revise la dirección o vaya al inicio.")),
    405: ("metodo_no_admitido", Mensaje("No admitido", "Esta dirección no admite ese método.", "Vea /openapi.json.")),
    500: (
        "error_interno",
        Mensaje("Error interno", "El servicio falló al atender la petición.", "Intente de nuevo; nada se perdió."),
    ),
}
"""Errors raised by the framework, which have no class of ours."""

MOTIVOS: Mapping[str, str] = {
    "falta": "Falta escribirlo.",
    "missing": "Falta.",
    "desconocido": "No es un campo de esta acta.",
    "fuera_de_rango": "Debe estar entre 0 y 999.",
    "extra_forbidden": "No es un dato conocido.",
    "enum": "No es uno de los valores admitidos.",
    "int_type": "Debe ser un número entero, ILEGIBLE o SIN DATO.",
    "string_type": "Debe ser un texto.",
    "datetime_parsing": "No es una fecha y hora válida.",
    "datetime_from_date_parsing": "No es una fecha y hora válida.",
    "timezone_aware": "Debe decir su zona horaria, por ejemplo 2021-06-06T21:22:00-05:00.",
    "json_invalid": "No es JSON válido.",
    "string_too_long": "Es demasiado largo.",
    "string_too_short": "Es demasiado corto.",
}
"""Reason code of one field → what a person reads beside it."""


def explicar(error: ErrorActario) -> Mensaje:
    """The row of an error with its facts filled in."""
    fila = MENSAJES.get(error.codigo, MENSAJES["error"])
    hechos = vars(error)
    return Mensaje(fila.titulo, fila.detalle.format_map(hechos), fila.remedio.format_map(hechos))


def explicar_http(estado: int) -> tuple[str, Mensaje]:
    """Code and text of an error of the framework."""
    return HTTP.get(estado, (f"http_{estado}", Mensaje("Error", "No se pudo atender.", "Revise la petición.")))
