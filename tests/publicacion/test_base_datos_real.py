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
from publicacion.auditoria.lectura import leer as leer_base
from publicacion.auditoria.textos import leer_cifra, leer_observaciones
from publicacion.base_datos import escribir_base
from publicacion.disposicion import DISPOSICIONES, linea_csv
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.conteo import numero
from verificacion.dominio.eleccion import ActaEsperada, Casilla, Contendiente, TipoContendiente
from verificacion.dominio.inconsistencia import Observacion, evaluar
from verificacion.dominio.registro import EstadoActa, RegistroActa

DATOS = Path(os.environ.get("PREP_DATOS_REALES", Path(__file__).parents[2] / "../shared/datos"))
pytestmark = pytest.mark.skipif(not (DATOS / "bases").is_dir(), reason=f"no están los datos reales en {DATOS}")


def leer(nombre):
    return lzma.decompress((DATOS / "bases" / f"{nombre}.csv.xz").read_bytes())


def filas_de(base):
    """Each row by column name; ``VOTOS`` names those of votes."""
    votos = tuple(base.nombres[i] for i in base.votos)
    for celdas in zip(*map(base.columna, base.nombres), strict=True):
        yield dict(zip(base.nombres, celdas, strict=True)) | {"VOTOS": votos}


@pytest.mark.parametrize(("nombre", "actas"), [("PUE_GUB_2024", 7316), ("PUE_DIP_LOC_2024", 7367)])
def test_the_rules_reproduce_every_acta_of_puebla_2024(nombre, actas):
    """OBSERVACIONES (Puebla prints the prevailing one), CONTABILIZADA and TOTAL_VOTOS_CALCULADO."""
    revisadas = 0
    for fila in filas_de(leer_base(leer(nombre))):
        observaciones = leer_observaciones(fila["OBSERVACIONES"])
        votos = {c: cifra for c in fila["VOTOS"] if (cifra := leer_cifra(fila[c])) is not None}
        if fila["CONTABILIZADA"] not in ("0", "1") or not votos:
            continue
        acreditados = fila["REPRESENTANTES_PP_CI"]  # not printed for early vote, which has no bound (six over it)
        limite = int(fila["LISTA_NOMINAL"] or 0) + int(acreditados) if acreditados.isdecimal() else None
        hallazgos = [h.observacion for h in evaluar(votos, tuple(votos), limite)]
        no_cuenta = {Observacion.EXCEDE_LISTA_NOMINAL, Observacion.TODOS_ILEGIBLES_O_SIN_DATO} & set(hallazgos)
        assert frozenset(hallazgos[:1]) == observaciones, fila["CLAVE_ACTA"]
        assert fila["CONTABILIZADA"] == ("0" if no_cuenta else "1"), fila["CLAVE_ACTA"]
        assert fila["TOTAL_VOTOS_CALCULADO"] == str(sum(map(numero, votos.values()))), fila["CLAVE_ACTA"]
        revisadas += 1
    assert revisadas == actas


def test_the_zero_state_is_campeches_byte_by_byte(proceso):
    """All but one figure: the header expects 1,200 actas and the file leaves out the 10 RP rows of its specials."""
    crudo = leer("CAMP_DIP_LOC_2021_ceros")
    leida = leer_base(crudo)
    campeche = dataclasses.replace(
        proceso,
        entidad=4,
        entidad_nombre="CAMPECHE",
        zona=ZoneInfo("America/Merida"),
        contendientes=tuple(_contendiente(leida.nombres[i]) for i in leida.votos),
        coaliciones=(),
        formato=dataclasses.replace(proceso.formato, bom=False),
    )
    registros = [RegistroActa(_esperada(f), EstadoActa.ESPERADA) for f in filas_de(leida)]

    escrito = escribir_base(registros, campeche, datetime(2021, 6, 1, 23, 52, tzinfo=UTC))

    assert len(registros) == 1190
    assert escrito == crudo.replace(b"\n1200,", b"\n1190,", 1)


def test_durango_2025_quotes_as_our_2024_layout_does():
    """Its rows, parsed and quoted again by our rule, are the same bytes."""
    crudo = (DATOS / "bases" / "DGO_AYUN_2025_sample.csv").read_bytes().decode()

    assert "".join(linea_csv(fila, DISPOSICIONES["2024"]) for fila in csv.reader(io.StringIO(crudo))) == crudo


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
    assert auditoria.encabezado["ACTAS_ESPERADAS"].nota.endswith("no tienen renglón (10)")


def test_the_audit_judges_the_sampled_rows_of_durango_2025():
    """All but their header, which is of the whole file, and one hash that was not transcribed."""
    auditoria = auditar((DATOS / "bases" / "DGO_AYUN_2025_sample.csv").read_bytes())

    assert auditoria.observacion_igual == auditoria.contabilizada_igual == auditoria.calculado_igual == 16
    assert [d.publicado for d in auditoria.diferencias] == ["digest_not_copied"]
