"""The official CSV: byte for byte reproducible from the records, the election and the moment of the cut."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from publicacion.disposicion import (
    CIFRAS,
    COLUMNA_DE_CAMPO,
    Disposicion,
    columnas,
    columnas_votos,
    disposicion_de,
    linea_csv,
)
from verificacion.dominio.agregacion import ActaEvaluada, Encabezado, encabezar, evaluar_registro
from verificacion.dominio.conteo import Cifra, Leyenda
from verificacion.dominio.eleccion import ActaEsperada, FormatoBase, Proceso
from verificacion.dominio.inconsistencia import esta_capturada, imprimir
from verificacion.dominio.registro import EstadoActa, RegistroActa

NO_APLICA = "N/A"
_DOCUMENTADOS = ("FECHA_HORA_ACOPIO", "FECHA_HORA_CAPTURA", "FECHA_HORA_VERIFICACION")


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
    nombres = columnas(disposicion, proceso.contendientes)
    lineas: list[Sequence[str]] = [[proceso.formato.titulo], [hora_corte(ahora, proceso.zona)]]
    if disposicion.linea_tras_corte:
        lineas.append([])
    lineas += [CIFRAS, valores_encabezado(encabezado), [], nombres]
    cifras = _Cifras(proceso)
    for evaluada in sorted(evaluadas, key=lambda e: e.registro.acta is None):
        celdas = _fila(evaluada, proceso, disposicion, cifras)
        lineas.append([celdas.get(nombre, "") for nombre in nombres])
    texto = "".join(linea_csv(linea, disposicion.comillas) for linea in lineas)
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


def hora_acta(momento: datetime | None, zona: ZoneInfo) -> str:
    """``dd/mm/aaaa HH:MM:SS`` local, 24 h (LEEME 2024, fields 40 to 42)."""
    if momento is None:
        return ""
    iso = momento.astimezone(zona).isoformat()  # three for each of 170,000 rows: strftime takes four times as long
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]} {iso[11:19]}"


def _fila(evaluada: ActaEvaluada, proceso: Proceso, disposicion: Disposicion, cifras: "_Cifras") -> Mapping[str, str]:
    registro = evaluada.registro
    acta = registro.acta
    celdas = {f"ID_{disposicion.entidad}": f"{proceso.entidad:02}", disposicion.entidad: proceso.entidad_nombre}
    if acta is None:
        celdas |= _imagen(registro, proceso, disposicion)
        celdas["UBICACION_CASILLA"] = disposicion.fuera_ubicacion
        celdas["OBSERVACIONES"] = imprimir(evaluada.observaciones, proceso.formato)
        celdas["CONTABILIZADA"] = disposicion.fuera_contabilizada
        celdas["COTEJADA"] = ""
    else:
        celdas |= _identificacion(acta)
        if esta_capturada(registro):
            celdas |= cifras.de(registro, acta)
            celdas |= _estatus(evaluada, acta, proceso, disposicion)
    return _con_apostrofos(celdas, proceso.formato, disposicion)


def _identificacion(acta: ActaEsperada) -> dict[str, str]:
    casilla = acta.casilla
    urbana = {True: "1", False: "2", None: ""}[casilla.urbana]
    return {
        "CLAVE_CASILLA": str(casilla.clave),
        "CLAVE_ACTA": str(acta.clave),
        "ID_DISTRITO_LOCAL": f"{casilla.distrito:03}",
        "DISTRITO_LOCAL": casilla.distrito_nombre,
        "SECCION": f"{casilla.clave.seccion:04}",
        "ID_CASILLA": f"{casilla.clave.numero:02}",
        "TIPO_CASILLA": casilla.clave.tipo.value,
        "EXT_CONTIGUA": f"{casilla.clave.ext_contigua:02}",
        "UBICACION_CASILLA": urbana,
        "TIPO_ACTA": acta.clave.tipo_acta.lstrip("0"),  # Campeche: key ...03, column 3
        "LISTA_NOMINAL": str(casilla.lista_nominal),
    }


class _Cifras:
    """Writes the figures of an acta. What the actas of a district share is found once, not 170,000 times."""

    def __init__(self, proceso: Proceso):
        self._proceso = proceso
        self._textos: dict[Leyenda, str] = {leyenda: cifra(leyenda, proceso.formato) for leyenda in Leyenda}
        self._por_distrito: dict[int, tuple[dict[str, str], list[tuple[str, str]]]] = {}

    def de(self, registro: RegistroActa, acta: ActaEsperada) -> dict[str, str]:
        """Cells by column. A contender absent from the district is not "sin dato": it prints ``formato.ausente``."""
        distrito = acta.casilla.distrito
        if distrito not in self._por_distrito:
            self._por_distrito[distrito] = self._columnas(acta)
        ausentes, presentes = self._por_distrito[distrito]
        conteo = registro.conteo
        if conteo is None:
            return ausentes | dict.fromkeys((columna for _, columna in presentes), self._proceso.formato.sin_acta)
        textos = self._textos
        return ausentes | {
            columna: str(valor) if isinstance(valor := conteo[clave], int) else textos[valor]
            for clave, columna in presentes
        }

    def _columnas(self, acta: ActaEsperada) -> tuple[dict[str, str], list[tuple[str, str]]]:
        """Cells of who does not contend where the acta is, and field and column of everything else."""
        proceso = self._proceso
        contienden = {c.clave for c in proceso.contendientes_en(acta.casilla.distrito)}
        votos = [(c.clave, c.columna) for c in columnas_votos(proceso.contendientes)]
        forma = proceso.forma_de(acta)
        cantidades = [(clave, columna) for tipo, columna in COLUMNA_DE_CAMPO.items() for clave in forma.de_tipo(tipo)]
        ausentes = {columna: proceso.formato.ausente for clave, columna in votos if clave not in contienden}
        return ausentes, [*((clave, columna) for clave, columna in votos if clave in contienden), *cantidades]


def cifra(valor: Cifra, formato: FormatoBase) -> str:
    """A figure as this election prints it."""
    match valor:
        case Leyenda.ILEGIBLE:
            return formato.ilegible
        case Leyenda.SIN_DATO:
            return formato.sin_dato
        case _:
            return str(valor)


def _estatus(evaluada: ActaEvaluada, acta: ActaEsperada, proceso: Proceso, disposicion: Disposicion) -> dict[str, str]:
    registro = evaluada.registro
    celdas = {
        "TOTAL_VOTOS_CALCULADO": str(evaluada.total) if evaluada.total is not None else proceso.formato.sin_acta,
        "REPRESENTANTES_PP_CI": str(acta.casilla.representantes),
        "OBSERVACIONES": imprimir(evaluada.observaciones, proceso.formato),
        "CONTABILIZADA": str(int(evaluada.contabilizada)) if evaluada.contabilizada is not None else "",
        "COTEJADA": str(registro.cotejada),
    }
    if registro.estado is EstadoActa.SIN_ACTA:
        sin_imagen = (disposicion.integridad, *_DOCUMENTADOS, "ORIGEN", "DIGITALIZACION", "TIPO_DOCUMENTO")
        return celdas | dict.fromkeys(sin_imagen, NO_APLICA)
    return celdas | _imagen(registro, proceso, disposicion)


def _imagen(registro: RegistroActa, proceso: Proceso, disposicion: Disposicion) -> dict[str, str]:
    imagen = registro.imagen
    celdas = {
        "FECHA_HORA_CAPTURA": hora_acta(registro.capturada_en, proceso.zona),
        "FECHA_HORA_VERIFICACION": hora_acta(registro.verificada_en, proceso.zona),
    }
    if registro.acta is None:
        celdas = {}
    if imagen is None:
        return celdas
    return celdas | {
        disposicion.integridad: imagen.sha256 or "",  # blank while its copy waits to be covered
        "FECHA_HORA_ACOPIO": hora_acta(imagen.acopio_en, proceso.zona),
        "ORIGEN": imagen.origen.value,
        "DIGITALIZACION": imagen.digitalizacion.value,
        "TIPO_DOCUMENTO": imagen.tipo_documento,
    }


def _con_apostrofos(celdas: Mapping[str, str], formato: FormatoBase, disposicion: Disposicion) -> Mapping[str, str]:
    if not formato.apostrofo:
        return celdas
    return {c: f"'{v}" if v and c in disposicion.con_apostrofo else v for c, v in celdas.items()}
