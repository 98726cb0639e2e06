"""``cargar_proceso``: the folder of an election becomes one frozen ``Proceso``, or a list of everything to mend."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from verificacion.dominio.control import Control, Muestreo
from verificacion.dominio.eleccion import FormatoBase, Marca, Proceso
from verificacion.dominio.errores import ProcesoInvalido
from verificacion.dominio.inconsistencia import Observacion
from verificacion.proceso.catalogo import (
    CANDIDATURAS,
    CASILLAS,
    actas_esperadas,
    leer_candidaturas,
    leer_casillas,
)
from verificacion.proceso.contienda import coalicion, contendiente, revisar_coaliciones, revisar_contendientes
from verificacion.proceso.esquema import ControlJson, FormatoJson, ProcesoJson
from verificacion.proceso.formas import leer_formas, revisar_cobertura
from verificacion.proceso.geografia import revisar_geografia
from verificacion.proceso.huella import huella
from verificacion.proceso.lectura import leer_json, leer_modelo
from verificacion.proceso.problemas import Problemas

ARCHIVO = "proceso.json"

_COMUNES = {
    Observacion.EXCEDE_LISTA_NOMINAL: "EXCEDE LISTA NOMINAL",
    Observacion.TODOS_ILEGIBLES_O_SIN_DATO: "TODOS ILEGIBLES O SIN DATO",
    Observacion.ALGUN_CAMPO_ILEGIBLE_O_SIN_DATO: "ALGÚN CAMPO ILEGIBLE O SIN DATO",
    Observacion.SIN_ACTA_PAQUETE_NO_ENTREGADO: "SIN ACTA POR PAQUETE NO ENTREGADO",
    Observacion.SIN_ACTA_CASILLA_NO_INSTALADA: "SIN ACTA POR CASILLA NO INSTALADA",
    Observacion.FUERA_DE_CATALOGO: "FUERA DE CATÁLOGO",
}
OBSERVACIONES: Mapping[str, Mapping[Observacion, str]] = {
    "2021": _COMUNES | {Observacion.SIN_ACTA_PAQUETE_SIN_BOLSA: "SIN ACTA POR PAQUETE ENTREGADO SIN SOBRE"},
    "2024": _COMUNES | {Observacion.SIN_ACTA_PAQUETE_SIN_BOLSA: "SIN ACTA POR PAQUETE ENTREGADO SIN BOLSA"},
    "federal": _COMUNES | {Observacion.SIN_ACTA_PAQUETE_SIN_BOLSA: "SIN ACTA POR PAQUETE ENTREGADO SIN BOLSA"},
}
"""Spelling of the LEEME of each layout, used where the election does not give its own."""


def cargar_proceso(carpeta: Path) -> Proceso:
    """Read and check an election folder.

    Raises:
        ProcesoInvalido: with all the faults found, each as (file and line or field, what is wrong and the remedy in
            Spanish). Show them to whoever prepares the folder; nothing was loaded.
    """
    problemas = Problemas()
    modelo = leer_modelo(carpeta, ARCHIVO, ProcesoJson, problemas)
    if modelo is None:
        raise ProcesoInvalido(str(carpeta), problemas.lista)
    zona = _zona(modelo.zona, problemas)
    apertura = _instante("apertura", modelo.apertura, zona, problemas)
    cierre = _instante("cierre", modelo.cierre, zona, problemas)
    if apertura >= cierre:
        problemas.anotar(f"{ARCHIVO}: cierre", "debe ser posterior a la apertura; corrija las fechas")
    revisar_contendientes(modelo.contendientes, problemas)
    contendientes = tuple(contendiente(f) for f in modelo.contendientes)
    por_clave = {c.clave: c for c in contendientes}
    coaliciones = tuple(coalicion(f) for f in modelo.coaliciones)
    casillas = leer_casillas(carpeta, modelo.entidad, problemas)
    distritos = tuple(sorted({c.distrito for c in casillas}))
    revisar_coaliciones(coaliciones, por_clave, distritos, problemas)
    _revisar_distritos(modelo, frozenset(distritos), problemas)
    candidaturas = leer_candidaturas(carpeta, por_clave, frozenset(distritos), problemas)
    formas, archivos_formas = leer_formas(carpeta, modelo.plantillas, modelo.resguardo, problemas)
    if len(formas) == len(modelo.plantillas):
        revisar_cobertura(formas, contendientes, distritos, problemas)
    actas = actas_esperadas(casillas, modelo.tipos_acta, problemas)
    _revisar_qr(modelo.qr.patron, problemas)
    formato = _formato(modelo.formato, problemas)
    _revisar_sueltos(carpeta, modelo, distritos, problemas)
    if problemas.lista:
        raise ProcesoInvalido(str(carpeta), problemas.lista)
    sueltos = [s for s in (modelo.geografia, modelo.marca.logo) if s is not None]
    return Proceso(
        clave=modelo.clave,
        nombre=modelo.nombre,
        entidad=modelo.entidad,
        entidad_nombre=modelo.entidad_nombre,
        ejercicio=modelo.ejercicio,
        zona=zona,
        apertura=apertura,
        cierre=cierre,
        minutos_corte=modelo.minutos_corte,
        politica=modelo.politica,
        contendientes=contendientes,
        coaliciones=coaliciones,
        actas=actas,
        candidaturas=candidaturas,
        formas=formas,
        formato=formato,
        marca=Marca(modelo.marca.autoridad, modelo.marca.siglas, modelo.marca.color, modelo.marca.logo),
        patron_qr=modelo.qr.patron,
        huella=huella(carpeta, [ARCHIVO, CASILLAS, CANDIDATURAS, *archivos_formas, *sueltos]),
        carpeta=str(carpeta),
        resguardo=modelo.resguardo,
        control=_control(modelo.control),
        geografia=modelo.geografia,
        sitio_omite=frozenset(modelo.sitio.omitir),
    )


def _control(leido: ControlJson) -> Control:
    m = leido.muestreo
    muestreo = None if m is None else Muestreo(m.semilla, m.tasa, timedelta(minutes=m.cada_minutos))
    return Control(muestreo, leido.conocidas, leido.umbral, leido.minimo)


def _zona(nombre: str, problemas: Problemas) -> ZoneInfo:
    try:
        return ZoneInfo(nombre)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problemas.anotar(f"{ARCHIVO}: zona", f"«{nombre}» no es una zona horaria; use una como America/Monterrey")
        return ZoneInfo("UTC")


def _instante(campo: str, leido: datetime, zona: ZoneInfo, problemas: Problemas) -> datetime:
    """Aware UTC. A time without offset is local to the election; one that the clocks skip is refused."""
    if leido.tzinfo is not None:
        return leido.astimezone(UTC)
    instante = leido.replace(tzinfo=zona).astimezone(UTC)
    if instante.astimezone(zona).replace(tzinfo=None) != leido:
        problemas.anotar(f"{ARCHIVO}: {campo}", f"esa hora no existe en {zona.key} por el cambio de horario; use otra")
    return instante


def _revisar_distritos(modelo: ProcesoJson, conocidos: frozenset[int], problemas: Problemas) -> None:
    if not conocidos:
        return
    for lista, filas in (
        ("contendientes", modelo.contendientes),
        ("coaliciones", modelo.coaliciones),
        ("plantillas", modelo.plantillas),
    ):
        for indice, fila in enumerate(filas):
            if ajenos := sorted(set(fila.distritos or ()) - conocidos):
                problemas.anotar(
                    f"{ARCHIVO}: {lista}[{indice}].distritos",
                    f"no están en {CASILLAS}: {', '.join(map(str, ajenos))}; corrija la lista",
                )


def _revisar_qr(patron: str, problemas: Problemas) -> None:
    try:
        grupos = re.compile(patron).groupindex
    except re.error as error:
        problemas.anotar(f"{ARCHIVO}: qr.patron", f"no es una expresión regular válida ({error}); corríjala")
        return
    if "clave" not in grupos:
        problemas.anotar(f"{ARCHIVO}: qr.patron", "le falta el grupo (?P<clave>…) que da la clave del acta; agréguelo")


def _formato(modelo: FormatoJson, problemas: Problemas) -> FormatoBase:
    textos = {o.value: texto for o, texto in OBSERVACIONES[modelo.disposicion].items()}
    if ajenas := sorted(modelo.observaciones.keys() - textos.keys()):
        problemas.anotar(
            f"{ARCHIVO}: formato.observaciones",
            f"códigos desconocidos: {', '.join(ajenas)}; use: {', '.join(sorted(textos))}",
        )
    datos: dict[str, Any] = modelo.model_dump()
    datos["observaciones"] = textos | modelo.observaciones
    return FormatoBase(**datos)


def _revisar_sueltos(carpeta: Path, modelo: ProcesoJson, distritos: Sequence[int], problemas: Problemas) -> None:
    if modelo.marca.logo is not None and not (carpeta / modelo.marca.logo).is_file():
        problemas.anotar(f"{ARCHIVO}: marca.logo", f"no existe {modelo.marca.logo}; póngalo en la carpeta o quítelo")
    if modelo.geografia is None:
        return
    geografia = leer_json(carpeta, modelo.geografia, problemas)
    if geografia is not None:
        revisar_geografia(modelo.geografia, geografia, distritos, problemas)
