"""The official CSV: byte for byte reproducible from the records, the election and the moment of the cut."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from publicacion.disposicion import columnas, disposicion_de, linea_csv
from publicacion.renglones import Renglones
from verificacion.dominio.agregacion import ActaEvaluada, Encabezado, encabezar, evaluar_registro
from verificacion.dominio.eleccion import Proceso
from verificacion.dominio.registro import RegistroActa


def escribir_base(
    registros: Sequence[RegistroActa], proceso: Proceso, ahora: datetime, *, ultimo_corte: bool = False
) -> bytes:
    """Write the database of a cut.

    Args:
        registros: one per expected acta in catalogue order; those out of the catalogue go at the end.
        proceso: the election; its ``formato`` chooses layout, spelling, apostrophes and BOM.
        ahora: aware moment of the cut, printed in the election's zone with its offset of that day.
        ultimo_corte: whether special casillas enter the turnout (Anexo 13, numeral 29).
    """
    evaluadas = [evaluar_registro(r, proceso) for r in registros]
    encabezado = encabezar((e.fila() for e in evaluadas), ultimo_corte=ultimo_corte)
    return escribir_evaluadas(evaluadas, encabezado, proceso, ahora)


def escribir_evaluadas(
    evaluadas: Sequence[ActaEvaluada], encabezado: Encabezado, proceso: Proceso, ahora: datetime
) -> bytes:
    """The same, from actas already evaluated and their header."""
    disposicion = disposicion_de(proceso.formato)
    lineas: list[Sequence[str]] = [[proceso.formato.titulo], [hora_corte(ahora, proceso.zona)]]
    if disposicion.linea_tras_corte:
        lineas.append([])
    nombres = columnas(disposicion, proceso.contendientes)
    lineas += [disposicion.cifras, valores_encabezado(encabezado), [], nombres]
    renglones = Renglones(proceso)
    catalogo = [renglones.linea(e) for e in evaluadas if e.registro.acta is not None]
    fuera = [renglones.linea(e) for e in evaluadas if e.registro.acta is None]
    texto = "".join([*(linea_csv(linea, disposicion) for linea in lineas), *catalogo, *fuera])
    return texto.encode("utf-8-sig" if proceso.formato.bom else "utf-8")


def valores_encabezado(encabezado: Encabezado) -> tuple[str, ...]:
    """The thirteen figures as printed. Before the first acta they take the form of Campeche's zero state."""
    e = encabezado
    if e.actas_registradas == 0:
        return (str(e.actas_esperadas), *("0" for _ in range(8)), "", "", "0", "")
    return (
        str(e.actas_esperadas),
        str(e.actas_registradas),
        str(e.actas_fuera_catalogo),
        str(e.actas_capturadas),
        e.porcentaje_actas_capturadas,
        str(e.actas_contabilizadas),
        e.porcentaje_actas_contabilizadas,
        e.porcentaje_actas_inconsistencias,
        str(e.actas_no_contabilizadas),
        str(e.lista_nominal_actas_contabilizadas),
        str(e.total_votos_c_cs),
        str(e.total_votos_s_cs),
        e.porcentaje_participacion_ciudadana or "",
    )


def hora_corte(momento: datetime, zona: ZoneInfo) -> str:
    """``07/06/2021 13:19 (UTC-5)``: local time and the offset in force that day, never a fixed one."""
    local = momento.astimezone(zona)
    desfase = local.strftime("%z")
    minutos = f":{desfase[3:]}" if desfase[3:] != "00" else ""
    return f"{local:%d/%m/%Y %H:%M} (UTC{desfase[0]}{int(desfase[1:3])}{minutos})"
