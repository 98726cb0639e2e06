"""The texts of who enters and what they may do alone; ``api.textos`` has the others and joins them."""

from collections.abc import Mapping

from api.mensaje import Mensaje

MENSAJES_DE_ACCESO: Mapping[str, Mensaje] = {
    "usuario_repetido": Mensaje("Usuario repetido", "Ya existe el usuario «{usuario}».", "Elija otro nombre."),
    "credenciales_invalidas": Mensaje(
        "No se pudo entrar",
        "El usuario o la contraseña no son correctos.",
        "Revíselos: cinco fallas bloquean la cuenta.",
    ),
    "cuenta_bloqueada": Mensaje(
        "Demasiados intentos",
        "Hubo demasiados intentos fallidos con ese usuario o desde este lugar.",
        "Espere quince minutos o pida a quien administra otra contraseña.",
    ),
    "segundo_factor_pedido": Mensaje(
        "Falta el código",
        "Esta cuenta también pide el código de seis dígitos de su teléfono.",
        "Abra su aplicación de códigos y escriba el que muestra ahora.",
    ),
    "cuenta_incompleta": Mensaje(
        "Termine de preparar su cuenta",
        "Antes de trabajar hace falta que elija su contraseña o inscriba su segundo factor.",
        "Vaya a «Mi cuenta» y siga los pasos.",
    ),
    "misma_persona": Mensaje(
        "Lo hace otra persona",
        "Esto no lo hace usted sobre lo suyo: lo hace otra persona con el mismo permiso.",
        "Pídaselo a otra persona autorizada.",
    ),
    "propuesta_cerrada": Mensaje(
        "La propuesta ya no espera",
        "Alguien la contestó antes, o pasó su hora.",
        "Mire «Por confirmar»; si todavía hace falta, propóngala otra vez.",
    ),
    "no_coincide": Mensaje(
        "No coincide",
        "La contraseña actual o el código no es ese; nada cambió.",
        "Escríbalo de nuevo; el código cambia cada treinta segundos.",
    ),
    "lista_invalida": Mensaje(
        "Lista de personal con errores",
        "No se creó ninguna cuenta: {lista}.",
        "Corrija esos renglones y vuelva a importar la lista.",
    ),
    "hojas_escritas": Mensaje(
        "Ya existe ese archivo",
        "{archivo} ya existe; las hojas nunca se escriben encima de otras. No se creó ninguna cuenta.",
        "Diga otro nombre con --hojas, o borre el anterior.",
    ),
    "ya_hay_cuentas": Mensaje(
        "Ya hay cuentas",
        "Quien administra se crea una vez, antes que nadie.",
        "Entre con esa cuenta y cree las demás en «Cuentas», o use «actario usuarios crear».",
    ),
    "usuario_invalido": Mensaje(
        "Nombre de usuario no válido",
        "«{usuario}» tiene algo más que minúsculas sin acento, números, puntos y guiones.",
        "Escríbalo como «ana.lopez».",
    ),
    "contrasena_debil": Mensaje(
        "Contraseña fácil de adivinar",
        "Debe tener al menos {minimo} signos distintos entre sí, no llevar su nombre de usuario y no ser la anterior.",
        "Use varias palabras que solo usted junte.",
    ),
}
