"""What a person reads when something fails, and the words of notices and reasons, in Spanish."""

from collections.abc import Mapping

from api.mensaje import Mensaje
from api.textos import MENSAJES
from verificacion.dominio.errores import ErrorActario

HTTP: Mapping[int, tuple[str, Mensaje]] = {
    400: ("peticion_invalida", Mensaje("Petición no válida", "No se pudo leer la petición.", "Revise el envío.")),
    404: (
        "ruta_inexistente",
        Mensaje("No existe", "Esta dirección no existe.", "Revise la dirección o vaya al inicio."),
    ),
    405: ("metodo_no_admitido", Mensaje("No admitido", "Esta dirección no admite ese método.", "Vea /openapi.json.")),
    500: (
        "error_interno",
        Mensaje("Error interno", "El servicio falló al atender la petición.", "Intente de nuevo; nada se perdió."),
    ),
}
"""Errors raised by the framework, which have no class of ours."""

MOTIVOS: Mapping[str, str] = {
    "falta": "Falta escribirlo.",
    "otro_tamano": "La misma huella se anunció antes con otro tamaño.",
    "excede": "El trozo pasa del tamaño anunciado.",
    "string_pattern_mismatch": "No tiene la forma que se pide.",
    "greater_than": "Es demasiado pequeño.",
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


def mensaje(error: ErrorActario) -> Mensaje:
    """The row of an error with its facts filled in."""
    fila = MENSAJES.get(error.codigo, MENSAJES["error"])
    hechos = vars(error)
    return Mensaje(fila.titulo, fila.detalle.format_map(hechos), fila.remedio.format_map(hechos))


def remedio_de(codigo: str) -> str:
    """What to do about an error known only by its code, as the reader stores it."""
    fila = MENSAJES.get(codigo, MENSAJES["error"])
    return fila.remedio if "{" not in fila.remedio else MENSAJES["error"].remedio


def veredicto_de(calidad: Mapping[str, object], error: str | None) -> str | None:
    """The sentence for whoever took a photo, by its measures or the error that prevented them; None: not read yet."""
    dicho = calidad.get("veredicto")
    if isinstance(dicho, str):
        return dicho
    return remedio_de(error) if error else None


def titulo_de(codigo: str) -> str:
    """What an error known only by its code is called."""
    return MENSAJES.get(codigo, MENSAJES["error"]).titulo


def mensaje_http(estado: int) -> tuple[str, Mensaje]:
    """Code and text of an error of the framework."""
    return HTTP.get(estado, (f"http_{estado}", Mensaje("Error", "No se pudo atender.", "Revise la petición.")))
