"""The texts of every error: stable code → title, explanation and remedy, in Spanish.

``{}`` marks are facts of the error (its attributes). Every subclass of ``ErrorActario`` must have a row here; a test
walks them all.
"""

from collections.abc import Mapping

from api.mensaje import Mensaje
from api.textos_acceso import MENSAJES_DE_ACCESO

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
    "remedio_invalido": Mensaje(
        "Cotejo incompleto",
        "Un acta que no se acepta lleva los campos que no coinciden y cómo corregirla; una aceptada, ninguno.",
        "Marque los campos y elija recapturar o pedir otra imagen, o acepte el acta.",
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
    "misma_terminal": Mensaje(
        "Otra terminal debe hacerlo",
        "La primera captura de esta acta se hizo en esta misma terminal.",
        "Suelte el acta: la capturará otra persona en otra terminal.",
    ),
    "mismo_cotejador": Mensaje(
        "Otra persona debe cotejarla",
        "Usted rechazó lo que estaba publicado de esta acta; su corrección la valida otra persona.",
        "Pida a otra persona que la coteje.",
    ),
    "error_dentro_de_limite": Mensaje(
        "Su error no pasa del límite",
        "El error medido de {usuario} no es mayor que el que admite la elección.",
        "Espere a que haya más actas medidas, o corrija una por una las que le preocupan.",
    ),
    "mismo_capturista": Mensaje(
        "Otra persona debe hacerlo",
        "Usted ya participó en esta acta; las capturas son de personas distintas.",
        "Tome otra tarea; esta la hará otra persona.",
    ),
    "turno_ajeno": Mensaje(
        "Turno de otra persona", "Este turno se dio a otra persona.", "Tome una tarea nueva desde su pantalla."
    ),
    "cambio_reservado": Mensaje(
        "Solo quien supervisa puede cambiarla",
        "El acta ya está verificada: usar otra imagen retira sus cifras hasta que se capturen de nuevo.",
        "Pida a quien supervisa que compare las imágenes y decida.",
    ),
    "sin_sesion": Mensaje(
        "Sin sesión", "No hay una sesión abierta o ya terminó.", "Entre con su usuario y contraseña."
    ),
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
    "turno_ya_usado": Mensaje(
        "El turno ya se contestó",
        "Este turno ya se envió con otro contenido; vale lo primero que se recibió.",
        "Tome la tarea siguiente. Si se equivocó, avise a quien supervisa.",
    ),
    "acta_con_imagen": Mensaje(
        "El acta sí tiene imagen",
        "El acta {clave} ya tiene imagen, así que no se puede registrar sin acta.",
        "Revise la clave; si la imagen no corresponde, avise a quien supervisa.",
    ),
    "otra_eleccion": Mensaje(
        "La base es de otra elección",
        "La base de datos se abrió para «{clave}» o para este proceso antes de cambiar su carpeta.",
        "Use la carpeta original o una base de datos nueva.",
    ),
    "base_ocupada": Mensaje(
        "La base no está vacía",
        "La tabla «{tabla}» ya tiene filas; un respaldo nunca se mezcla con otra cosa.",
        "Use una base de datos nueva (--bd) o una carpeta de datos nueva (--datos).",
    ),
    "carpeta_ocupada": Mensaje(
        "La carpeta no está vacía",
        "«{carpeta}» ya guarda una instalación y no se tocó.",
        "Restaure en una carpeta de datos nueva (--datos).",
    ),
    "volcado_invalido": Mensaje(
        "El respaldo no sirve así", "{donde}: {que}.", "Pruebe otro respaldo con --de; no se restauró nada."
    ),
    **MENSAJES_DE_ACCESO,
    "bitacora_rota": Mensaje(
        "La bitácora fue alterada",
        "La cadena de la bitácora no coincide en la entrada {numero}: {motivo}.",
        "Conserve la base tal como está y avise a quien audita.",
    ),
    # imagenes
    "imagen_invalida": Mensaje("Imagen no válida", "El archivo no se puede usar como imagen.", "Envíe otra imagen."),
    "imagen_vacia": Mensaje("Archivo vacío", "El archivo llegó vacío.", "Envíelo de nuevo."),
    "formato_desconocido": Mensaje(
        "Formato no admitido",
        "El contenido del archivo no es de un tipo admitido, aunque su nombre lo diga.",
        "Envíe JPEG, PNG, HEIC, WebP, TIFF o PDF.",
    ),
    "imagen_danada": Mensaje(
        "Imagen dañada", "El archivo está dañado o incompleto.", "Envíelo de nuevo o tome otra foto."
    ),
    "imagen_peligrosa": Mensaje(
        "Archivo que no se abre",
        "Abrirlo agotó la memoria o el tiempo que se le da a una imagen; se apartó.",
        "Tome otra foto o escanéela de nuevo; si viene de un programa, revise quién lo hizo.",
    ),
    "imagen_demasiado_grande": Mensaje(
        "Imagen demasiado grande",
        "La imagen tiene {medida} {unidad} y el máximo es {limite}.",
        "Tome la foto a 12 megapíxeles.",
    ),
    "demasiadas_paginas": Mensaje(
        "Demasiadas páginas",
        "El documento tiene más de {limite} páginas.",
        "Divídalo en partes y envíe cada una: una página por acta.",
    ),
    "imagen_demasiado_pequena": Mensaje(
        "Imagen demasiado pequeña",
        "La imagen mide {ancho_px} × {alto_px} píxeles; cada lado debe tener al menos {minimo_px}.",
        "Envíe la foto original, sin reducir.",
    ),
    "documento_protegido": Mensaje(
        "PDF con contraseña", "El PDF pide una contraseña.", "Guárdelo sin contraseña y envíelo de nuevo."
    ),
    "archivo_de_dos_tipos": Mensaje(
        "Archivo con otro dentro",
        "El archivo es una imagen y también {otro}: publicarlo llevaría lo escondido.",
        "Envíe la foto tal como la guardó la cámara.",
    ),
    "documento_en_blanco": Mensaje(
        "Documento en blanco",
        "Ninguna de las {paginas} páginas tiene nada escrito.",
        "Revise que el lote entró al escáner por la cara escrita y envíelo de nuevo.",
    ),
    "hoja_no_encontrada": Mensaje(
        "No se encontró el acta en la foto",
        "No se halló la forma del acta con certeza.",
        "Tome otra foto con la hoja completa, plana y enfocada; mientras, se captura de la foto entera.",
    ),
    "anclas_insuficientes": Mensaje(
        "No se reconoce la forma",
        "Nada en la foto se parece a la forma del acta.",
        "Revise que sea el acta y que la foto esté enfocada y bien iluminada.",
    ),
    "hoja_cortada": Mensaje(
        "Hoja incompleta",
        "Parte de la hoja queda fuera de la foto o está cubierta.",
        "Tome otra foto con las cuatro esquinas a la vista y nada encima.",
    ),
    "hoja_dudosa": Mensaje(
        "No se sabe con certeza dónde está cada casillero",
        "La hoja está en la foto, pero muy doblada, o algo cubre lo impreso junto a las cifras.",
        "Alise el papel, evite reflejos y tome otra foto; o captúrela a mano.",
    ),
    "forma_distinta": Mensaje(
        "La hoja no coincide con la forma",
        "Hay una hoja parecida, pero su impresión no es la de la forma.",
        "Revise que sea el acta de esta elección o tome otra foto.",
    ),
    # cargas por trozos
    "carga_alterada": Mensaje(
        "El archivo llegó distinto",
        "Lo recibido no corresponde a la huella que se anunció.",
        "Envíelo otra vez desde el principio; la foto sigue en su teléfono.",
    ),
    "carga_desfasada": Mensaje(
        "El trozo no va ahí",
        "El servidor tiene {recibidos} bytes de este archivo y el trozo empieza en otro lugar.",
        "Continúe desde el byte {recibidos}.",
    ),
    "carga_incompleta": Mensaje(
        "Faltan bytes", "El servidor solo tiene {recibidos} bytes de este archivo.", "Envíe lo que falta y termine."
    ),
    "carga_ocupada": Mensaje(
        "Ya se está recibiendo",
        "Otra petición está escribiendo este mismo archivo.",
        "Espere un momento y pregunte cuántos bytes hay.",
    ),
    "demasiadas_cargas": Mensaje(
        "Demasiados envíos sin terminar",
        "Su cuenta tiene {abiertas} envíos empezados sin terminar.",
        "Termine alguno o descártelo; las fotos siguen en los teléfonos.",
    ),
    "deposito_no_responde": Mensaje(
        "No se pueden guardar imágenes",
        "El disco o el servidor de imágenes no responde ({que}).",
        "No se perdió nada de lo que ya tiene recibo. Espere un momento y envíe de nuevo; avise a soporte.",
    ),
    "base_no_responde": Mensaje(
        "La base de datos no responde",
        "El servicio no pudo anotar ni consultar en este momento.",
        "Lo que ya se confirmó está a salvo. Espere un momento y repita; si sigue, avise a soporte.",
    ),
    "contenido_alterado": Mensaje(
        "Imagen alterada en el disco",
        "El archivo {sha256} ya no corresponde a su huella.",
        "No lo borre: avise a soporte para recuperarlo del respaldo.",
    ),
    "nombre_invalido": Mensaje("Nombre no válido", "«{nombre}» no nombra una imagen.", "Revise la dirección."),
    # publicacion
    "corte_invalido": Mensaje(
        "El corte no se publicó",
        "El corte {corte} no pasa su propia comprobación: {problemas}.",
        "Lo publicado antes sigue en pie. Avise a soporte con este texto.",
    ),
    "cierre_no_valido": Mensaje(
        "El cierre no se puede mover",
        "No se movió el cierre: {que}.",
        "Revise la fecha y la hora; el cierre vigente se ve con actario corte cierre.",
    ),
    "demasiados_reportes": Mensaje(
        "Ya recibimos sus reportes",
        "Desde esta conexión, o de esta acta, ya se recibieron los que se pueden atender por ahora.",
        "Intente de nuevo en {minutos} minutos. Los recibidos se revisarán todos.",
    ),
    "reporte_ya_cerrado": Mensaje(
        "El reporte ya se contestó",
        "Otra persona cerró el reporte {folio}.",
        "Tome el siguiente.",
    ),
    "llave_invalida": Mensaje(
        "La llave de los cortes no sirve",
        "{cual}: {que}.",
        "Restáurela de su resguardo o haga otra con: actario corte llave --rotar --motivo «…».",
    ),
    "sin_firma": Mensaje(
        "Falta la llave que firma los cortes",
        "Una elección no se publica sin firma; solo un simulacro puede.",
        "Hágala antes de abrir: actario corte llave. Publique su huella donde la ciudadanía la vea.",
    ),
    "fuente_inalcanzable": Mensaje(
        "No se pudo traer",
        "No se pudo leer {que} de {de}.",
        "Revise la dirección o la carpeta, y que el otro servidor responda.",
    ),
    "constancia_negada": Mensaje(
        "No se expide la constancia", "Se halló: {hallado}.", "Averigüe de dónde salió cada cosa antes de seguir."
    ),
    "prueba_ilegible": Mensaje(
        "No es la prueba de un acta", "El archivo no se puede leer: {que}.", "Pídala de nuevo, completa."
    ),
    "huella_ilegible": Mensaje(
        "No es una huella", "{que}.", "Guárdela de nuevo con: actario huella --json > auditada.json"
    ),
    "base_ilegible": Mensaje("Base de datos no legible", "{que}", "Revise que sea una base de datos del PREP."),
    "plantilla_invalida": Mensaje(
        "Carpeta de la forma con errores",
        "La carpeta {carpeta} tiene errores: {problemas}",
        "Corrija lo señalado y vuelva a cargarla.",
    ),
    "forma_existente": Mensaje(
        "Ya hay una forma ahí",
        "La carpeta {carpeta} ya tiene una forma; no se escribió nada.",
        "Elija otra carpeta, o ábrala con: actario plantilla editar {carpeta}",
    ),
    "forma_cambiada": Mensaje(
        "Otra persona guardó la forma",
        "La forma de {carpeta} cambió desde que usted la abrió; lo suyo quedó como borrador.",
        "Copie lo que necesite, descarte el borrador y vuelva a empezar desde lo guardado.",
    ),
    # muestras y simulacros
    "muestra_invalida": Mensaje("Muestra imposible", "{que}", "Cambie los parámetros y vuelva a intentarlo."),
    "forma_ajena": Mensaje(
        "Forma ajena",
        "La forma de {carpeta} no es de las que este programa dibuja, así que no puede llenar sus actas.",
        "Use la elección de muestra, o fotos de sus propias actas.",
    ),
    "respuesta_inesperada": Mensaje(
        "Respuesta inesperada",
        "{metodo} {ruta} respondió {estado}.",
        "Revise el registro técnico del servidor del simulacro.",
    ),
    "noche_detenida": Mensaje(
        "El simulacro se detuvo",
        "Nada avanzó en {segundos:.0f} s. Estados: {avance}.",
        "Revise que el lector esté en marcha y el registro técnico del servidor.",
    ),
    "no_es_simulacro": Mensaje(
        "No es un simulacro",
        "{cual} es de la jornada: un simulacro no la toca.",
        'Use una copia de la carpeta de la elección con "ejercicio": "simulacro", y otra carpeta de datos.',
    ),
    "personal_invalido": Mensaje(
        "Falta personal para el simulacro",
        "En {archivo} falta: {falta}.",
        "Agregue al menos una cuenta de cada rol que se pide.",
    ),
    "llegadas_invalidas": Mensaje(
        "No se puede saber cuándo llegaron las actas",
        "{archivo}: {falta}.",
        "Use una base publicada con sus horas o una curva con las columnas file, event, minutes_after_18h y share.",
    ),
    "puerto_ocupado": Mensaje(
        "Puerto ocupado", "Otro programa escucha en el puerto {puerto}.", "Ciérrelo o elija otro puerto."
    ),
    # vigilancia de carpetas
    "sin_servidor": Mensaje(
        "Sin servidor",
        "{direccion} no responde: {motivo}.",
        "Revise la red y la dirección; los archivos siguen en su carpeta.",
    ),
    "cuenta_sin_permiso": Mensaje(
        "La cuenta no puede enviar",
        "El servidor no acepta a «{usuario}»: {motivo}",
        "Revise la contraseña y que la cuenta tenga el rol de digitalización.",
    ),
    # instalacion
    "instalacion_incompleta": Mensaje("Falta algo en la instalación", "Falta {que}.", "{remedio}"),
}
