"""Against real published databases (``PREP_DATOS_REALES``): form byte by byte, rules acta by acta, header figures."""

import csv
import dataclasses
import io
import lzma
import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from publicacion.auditoria.auditar import auditar
from publicacion.base_datos import escribir_base, valores_encabezado
from publicacion.disposicion import DISPOSICIONES, linea_csv
from publicacion.lectura_base import leer_base
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.eleccion import ActaEsperada, Casilla, Contendiente, TipoContendiente
from verificacion.dominio.inconsistencia import Observacion, evaluar
from verificacion.dominio.registro import EstadoActa, RegistroActa

DATOS = Path(os.environ.get("PREP_DATOS_REALES", Path(__file__).parents[2] / "../shared/datos"))
pytestmark = pytest.mark.skipif(not (DATOS / "bases").is_dir(), reason=f"no están los datos reales en {DATOS}")


def leer(nombre):
    return lzma.decompress((DATOS / "bases" / f"{nombre}.csv.xz").read_bytes())


@pytest.mark.parametrize(("nombre", "actas"), [("PUE_GUB_2024", 7316), ("PUE_DIP_LOC_2024", 7367)])
def test_the_rules_reproduce_every_acta_of_puebla_2024(nombre, actas):
    """OBSERVACIONES (Puebla prints the prevailing one), CONTABILIZADA and TOTAL_VOTOS_CALCULADO."""
    revisadas = 0
    for fila in leer_base(leer(nombre)).filas:
        if not fila.capturada or any(o.name.startswith("SIN_ACTA") for o in fila.observaciones):
            continue
        hallazgos = [h.observacion for h in evaluar(fila.votos, tuple(fila.votos), fila.limite)]
        no_cuenta = {Observacion.EXCEDE_LISTA_NOMINAL, Observacion.TODOS_ILEGIBLES_O_SIN_DATO} & set(hallazgos)
        assert frozenset(hallazgos[:1]) == fila.observaciones, fila.linea
        assert fila.celdas["CONTABILIZADA"] == ("0" if no_cuenta else "1"), fila.linea
        assert fila.celdas["TOTAL_VOTOS_CALCULADO"] == str(fila.total), fila.linea
        revisadas += 1
    assert revisadas == actas


@pytest.mark.parametrize("nombre", ["PUE_GUB_2024", "PUE_DIP_LOC_2024"])
def test_the_thirteen_figures_of_puebla_2024_are_recomputed(nombre):
    base = leer_base(leer(nombre))
    sin_decimal = [valor.removesuffix(".0") for valor in base.encabezado.values()]

    assert list(valores_encabezado(base.recalcular(ultimo_corte=True))) == sin_decimal


def test_the_zero_state_is_campeches_byte_by_byte(proceso):
    """All but one figure: the header expects 1,200 actas and the file leaves out the 10 RP rows of its specials."""
    crudo = leer("CAMP_DIP_LOC_2021_ceros")
    leida = leer_base(crudo)
    campeche = dataclasses.replace(
        proceso,
        entidad=4,
        entidad_nombre="CAMPECHE",
        zona=ZoneInfo("America/Merida"),
        contendientes=tuple(_contendiente(c) for c in leida.columnas_votos),
        coaliciones=(),
        formato=dataclasses.replace(proceso.formato, bom=False),
    )
    registros = [RegistroActa(_esperada(f.celdas), EstadoActa.ESPERADA) for f in leida.filas]

    escrito = escribir_base(registros, campeche, datetime(2021, 6, 1, 23, 52, tzinfo=UTC))

    assert len(registros) == 1190
    assert escrito == crudo.replace(b"\n1200,", b"\n1190,", 1)


def test_durango_2025_quotes_as_our_2024_layout_does():
    """Its rows, parsed and quoted again by our rule, are the same bytes."""
    crudo = (DATOS / "bases" / "DGO_AYUN_2025_sample.csv").read_bytes().decode()
    comillas = DISPOSICIONES["2024"].comillas

    assert "".join(linea_csv(fila, comillas) for fila in csv.reader(io.StringIO(crudo))) == crudo


def _contendiente(columna):
    tipo = {"NO_REGISTRADOS": TipoContendiente.NO_REGISTRADAS, "NULOS": TipoContendiente.NULOS}.get(
        columna, TipoContendiente.PARTIDO
    )
    return Contendiente(columna, columna, tipo, columna, (columna,))


def _esperada(celdas):
    clave = ClaveActa.de_texto(celdas["CLAVE_ACTA"])
    casilla = Casilla(
        clave=clave.casilla,
        distrito=int(celdas["ID_DISTRITO_LOCAL"]),
        distrito_nombre=celdas["DISTRITO_LOCAL"],
        municipio=0,
        municipio_nombre="",
        lista_nominal=int(celdas["LISTA_NOMINAL"]),
        representantes=0,
        urbana=celdas["UBICACION_CASILLA"] == "1",
    )
    return ActaEsperada(clave, casilla)


@pytest.mark.parametrize(("nombre", "filas"), [("PUE_GUB_2024", 8346), ("PUE_DIP_LOC_2024", 8435)])
def test_the_audit_agrees_with_every_flag_and_figure_of_puebla_2024(nombre, filas):
    auditoria = auditar(leer(nombre))

    assert auditoria.cuadra
    assert auditoria.observacion_igual == auditoria.contabilizada_igual == auditoria.calculado_igual == filas
    assert [n for n, c in auditoria.encabezado.items() if not c.igual] == []


def test_the_audit_finds_the_wrong_header_of_the_third_drill():
    """Its REPRESENTANTES_PP_CI holds lista nominal + 20: 25 actas over their lista nominal were counted."""
    auditoria = auditar(leer("PUE_DIP_LOC_2024_simulacro3"))

    contadas = auditoria.encabezado["ACTAS_CONTABILIZADAS"]
    assert (contadas.publicado, contadas.recalculado, contadas.igual) == ("8133", "8108", False)
    assert auditoria.contabilizada_igual == auditoria.filas - 25
    assert "representantes con lista" in {a.tipo for a in auditoria.avisos}


def test_the_audit_accepts_the_zero_state_of_campeche():
    auditoria = auditar(leer("CAMP_DIP_LOC_2021_ceros"))

    assert auditoria.cuadra
    assert auditoria.encabezado["ACTAS_ESPERADAS"].nota.startswith("cuenta 10 actas RP")


def test_the_audit_judges_the_sampled_rows_of_durango_2025():
    """All but their header, which is of the whole file, and one hash that was not transcribed."""
    auditoria = auditar((DATOS / "bases" / "DGO_AYUN_2025_sample.csv").read_bytes())

    assert auditoria.observacion_igual == auditoria.contabilizada_igual == auditoria.calculado_igual == 16
    assert [d.publicado for d in auditoria.diferencias] == ["digest_not_copied"]
