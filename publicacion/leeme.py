"""LEEME.txt: how to read the database, generated from the election so that it never names another one's columns."""

from publicacion.disposicion import CIFRAS, columnas, columnas_votos, disposicion_de
from verificacion.dominio.eleccion import Ejercicio, Proceso, Resguardo, TipoContendiente

_CIFRAS = {
    "ACTAS_ESPERADAS": "actas PREP de todas las casillas aprobadas; una casilla especial puede dar dos (MR y RP).",
    "ACTAS_REGISTRADAS": "actas capturadas más las que están fuera de catálogo.",
    "ACTAS_FUERA_CATALOGO": "actas registradas que no corresponden a una casilla aprobada.",
    "ACTAS_CAPTURADAS": "actas esperadas ya registradas, se contabilicen o no.",
    "PORCENTAJE_ACTAS_CAPTURADAS": "ACTAS_CAPTURADAS / ACTAS_ESPERADAS x 100.",
    "ACTAS_CONTABILIZADAS": "actas capturadas cuyos votos entran en los resultados.",
    "PORCENTAJE_ACTAS_CONTABILIZADAS": "ACTAS_CONTABILIZADAS / ACTAS_ESPERADAS x 100.",
    "PORCENTAJE_ACTAS_INCONSISTENCIAS": "actas con EXCEDE LISTA NOMINAL, TODOS o ALGÚN CAMPO ILEGIBLE O SIN DATO "
    "/ ACTAS_ESPERADAS x 100.",
    "ACTAS_NO_CONTABILIZADAS": "ACTAS_CAPTURADAS menos ACTAS_CONTABILIZADAS.",
    "LISTA_NOMINAL_ACTAS_CONTABILIZADAS": "suma de la lista nominal de las actas contabilizadas.",
    "TOTAL_VOTOS_C_CS": "votos de las actas contabilizadas, con casillas especiales.",
    "TOTAL_VOTOS_S_CS": "votos de las actas contabilizadas, sin casillas especiales.",
    "PORCENTAJE_PARTICIPACION_CIUDADANA": "votos / LISTA_NOMINAL_ACTAS_CONTABILIZADAS x 100; las casillas especiales "
    "entran solo en el último corte.",
}
_COLUMNAS = {
    "CLAVE_CASILLA": "entidad (2), sección (4), tipo (1), número (2) y contigua de extraordinaria (2).",
    "CLAVE_ACTA": "CLAVE_CASILLA más TIPO_ACTA.",
    "TIPO_CASILLA": "B básica, C contigua, E extraordinaria, S especial.",
    "UBICACION_CASILLA": "1 urbana, 2 no urbana, 3 fuera de catálogo (disposición 2024).",
    "TIPO_ACTA": "código impreso en el acta.",
    "TOTAL_BOLETAS_SOBRANTES": "boletas no usadas y canceladas.",
    "TOTAL_PERSONAS_VOTARON": "personas que votaron.",
    "TOTAL_REP_PARTIDO_CI_VOTARON": "representantes que votaron.",
    "TOTAL_VOTOS_SACADOS": "votos sacados de la urna.",
    "TOTAL_VOTOS_ASENTADO": "total escrito en el acta; no entra en ningún agregado.",
    "TOTAL_VOTOS_CALCULADO": "suma de los votos del acta hecha por el sistema.",
    "LISTA_NOMINAL": "ciudadanía con derecho a votar en la casilla; 0 en las especiales.",
    "REPRESENTANTES_PP_CI": "representantes acreditados ante la casilla.",
    "OBSERVACIONES": "inconsistencias del acta; vacía si no tiene.",
    "CONTABILIZADA": "1 contabilizada, 0 no contabilizada, 2 fuera de catálogo (disposición 2024); vacía sin captura.",
    "MECANISMOS_TRASLADO": "D, F o I según el mecanismo aprobado; vacía si no se usó o no se informó.",
    "FECHA_HORA_ACOPIO": "recepción del acta, o toma de la foto si es móvil; dd/mm/aaaa HH:MM:SS, hora local.",
    "FECHA_HORA_CAPTURA": "captura de los datos; hora local.",
    "FECHA_HORA_VERIFICACION": "verificación de los datos; hora local.",
    "ORIGEN": "CASILLA o CATD.",
    "DIGITALIZACION": "MOVIL o ESCANER.",
    "TIPO_DOCUMENTO": "ACTA PREP, RPP, CC o PPC.",
    "COTEJADA": "0 sin cotejar, 1 aceptada, 2 aceptada tras corregirse, 3 no aceptada.",
}
_SEPARADORES = {",": "comas", "|": "barras"}


def escribir_leeme(proceso: Proceso) -> bytes:
    """The reading guide, UTF-8 with LF."""
    formato = proceso.formato
    disposicion = disposicion_de(formato)
    votos = {c.columna: f"votos de {_nombre(c.tipo, c.nombre)}." for c in columnas_votos(proceso.contendientes)}
    textos = _COLUMNAS | votos | {disposicion.integridad: "SHA-256 del archivo publicado de la imagen del acta."}
    separador = _SEPARADORES[disposicion.separador]
    lineas = [
        "PROGRAMA DE RESULTADOS ELECTORALES PRELIMINARES",
        f"{proceso.nombre}",
        f"{proceso.marca.autoridad}",
        "",
    ]
    if proceso.ejercicio is Ejercicio.SIMULACRO:
        lineas += ["SIMULACRO: los datos de este archivo son de prueba y no corresponden a votos.", ""]
    lineas += [
        "Los resultados son preliminares, tienen carácter informativo y no son definitivos, por tanto carecen de",
        "efectos jurídicos.",
        "",
        f"El archivo está en UTF-8, separado por {separador}. Las claves llevan apóstrofo para conservar los ceros en",
        f"una hoja de cálculo. La primera acta está en la línea {disposicion.primera_acta}.",
        f"Un contendiente que no participa en el distrito se imprime «{formato.ausente}». Un campo ilegible,",
        f"«{formato.ilegible}»; uno sin dato, «{formato.sin_dato}»; un acta que no llegó, «{formato.sin_acta}».",
        "Los porcentajes llevan cuatro decimales truncados, no redondeados.",
        "",
        "CIFRAS DEL ENCABEZADO",
        *(f"  {nombre}: {_CIFRAS[cifra]}" for nombre, cifra in zip(disposicion.cifras, CIFRAS, strict=True)),
        "",
        "COLUMNAS",
        *(f"  {c}: {textos[c]}" if c in textos else f"  {c}" for c in columnas(disposicion, proceso.contendientes)),
        "",
        "OBSERVACIONES POSIBLES",
        *(f"  {texto}" for texto in formato.observaciones.values()),
        "",
        "AUTENTICIDAD",
        f"  Calcule el SHA-256 de la imagen descargada y compárelo con la columna {disposicion.integridad};",
        "  mayúsculas y minúsculas son equivalentes.",
    ]
    if proceso.resguardo is Resguardo.CUBRIR:
        lineas += [
            "  Las imágenes llevan cubiertos los datos personales; el código es el del archivo publicado.",
            "  Un acta cuya imagen aún no se cubre tiene esa columna vacía.",
        ]
    return ("\n".join(lineas) + "\n").encode()


def _nombre(tipo: TipoContendiente, nombre: str) -> str:
    return f"la combinación {nombre}" if tipo is TipoContendiente.COMBINACION else nombre
