"""What the notices of a capture, those of a clock and the alarms of the board say, in Spanish."""

from collections.abc import Mapping

from verificacion.dominio.acopio import AvisoReloj
from verificacion.dominio.alarmas import Alarma, Senalada
from verificacion.dominio.avisos import Aviso

AVISOS: Mapping[Aviso, str] = {
    Aviso.EXCEDE_LISTA_NOMINAL: "Hay más votos que personas en la lista nominal y representantes de la casilla.",
    Aviso.TOTAL_EN_NULOS: "Los votos nulos son iguales al total: parece que el total se escribió en ese renglón.",
    Aviso.TOTAL_LEJOS_DE_LA_SUMA: "El TOTAL escrito está lejos de la suma de los votos.",
    Aviso.VOTO_PROPIO_EN_COMBINACION: "Una combinación repite los votos propios de un partido que la forma.",
    Aviso.PARTICIPACION_FUERA_DE_SERIE: "La participación no se parece a la de las otras casillas de la sección.",
}
"""What looks wrong in a typed acta. The page adds that, if the acta says so, it is to be sent as it is."""

ALARMAS: Mapping[Alarma, str] = {
    Alarma.CORTE_TARDIO: "El último corte tiene {minutos} min. Avise a quien publica.",
    Alarma.SIN_AVANCE: "Hace {minutos} min que no se termina ningún acta y hay trabajo en espera.",
    Alarma.FILA_VIEJA: "{fila}: lo más antiguo espera hace {minutos} min. Mande personas a esa fila.",
    Alarma.DISTRITO_REZAGADO: "Distrito {cual}: {porcentaje} % terminado, lejos del resto. Pregunte por sus imágenes.",
}
"""What an alarm of the board says, and what to do."""

RELOJ: Mapping[AvisoReloj, str] = {
    AvisoReloj.DESFASADO: "El reloj de este aparato está mal: la hora de la foto se corrigió con la del servidor. "
    "Póngalo en hora automática, en los ajustes.",
    AvisoReloj.IMPOSIBLE: "La hora de la foto no puede ser, así que vale la hora en que se recibió. Ponga el reloj del "
    "aparato en hora automática, en los ajustes, y avise a su coordinación. La foto está a salvo.",
    AvisoReloj.SIN_ABRIR: "La jornada todavía no abre. Si esto es una prueba, avise a su coordinación antes de la "
    "apertura. La foto está a salvo.",
}
"""What is said of the clock of whoever sent an image, and what they must do; nothing is ever refused for it."""

FILAS: Mapping[str, str] = {
    "lectura": "Imágenes por leer",
    "identificacion": "Por identificar",
    "captura": "Actas por capturar",
    "discrepancia": "Discrepancias",
    "supervision": "En supervisión",
}
"""What each queue is called."""


def alarma_de(senalada: Senalada) -> str:
    """The sentence of an alarm."""
    return ALARMAS[senalada.alarma].format(
        fila=FILAS.get(senalada.cual, senalada.cual),
        cual=senalada.cual,
        minutos=senalada.minutos,
        porcentaje=senalada.porcentaje,
    )
