"""The real count of Durango 2021, casilla by casilla, through a cut and its site: equal by district and contender.

The official count is no PREP: it has no times, no images and, in district 15, no NULOS. That column is captured as
"sin dato", as an acta that leaves it blank would be.
"""

import csv
import os
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest

from muestras.durango.proceso import escribir_proceso
from publicacion.auditoria.auditar import auditar
from publicacion.corte import hacer_corte
from publicacion.sitio import generar
from verificacion.dominio.agregacion import agregar
from verificacion.dominio.claves import ClaveActa, ClaveCasilla, TipoCasilla
from verificacion.dominio.conteo import Leyenda
from verificacion.dominio.eleccion import ActaEsperada, Casilla
from verificacion.dominio.registro import EstadoActa, RegistroActa
from verificacion.proceso import cargar_proceso

DATOS = Path(os.environ.get("PREP_DATOS_REALES", Path(__file__).parents[2] / "../shared/datos")) / "durango-2021"
pytestmark = pytest.mark.skipif(not DATOS.is_dir(), reason=f"no están los datos reales en {DATOS}")
APERTURA = datetime(2021, 6, 7, 1, 0, tzinfo=UTC)
COALICIONES = {"VA_POR_DURANGO": "pan_pri_prd_total", "JUNTOS_HACEMOS_HISTORIA": "morena_pt_total"}
BOLETAS_ESPECIAL = 1500
REPRESENTANTES = 22


def leer(parte):
    with next(DATOS.glob(f"*{parte}.csv")).open(encoding="utf-8", newline="") as archivo:
        return list(csv.DictReader(archivo))


def columna(clave):
    return {"PT_MORENA": "morena_pt", "CAND_IND_1": "independiente_1", "NO_REGISTRADAS": "noreg"}.get(
        clave, clave.lower()
    )


def acta(fila):
    clave = ClaveCasilla.de_texto(fila["clave_casilla"])
    especial = clave.tipo is TipoCasilla.ESPECIAL
    distrito, nombre = int(fila["distritol_21"]), fila["nombre_distritol_21"]
    casilla = Casilla(clave, distrito, nombre, 0, "", int(fila["nominal"]), REPRESENTANTES, boletas=BOLETAS_ESPECIAL)
    return ActaEsperada(ClaveActa(clave, "3EMR" if especial else "3"), casilla)


def registro(esperada, fila, proceso):
    conteo = dict.fromkeys(proceso.forma_de(esperada).claves, 0)
    for contendiente in proceso.contendientes_en(esperada.casilla.distrito):
        texto = fila[columna(contendiente.clave)]
        conteo[contendiente.clave] = int(texto) if texto else Leyenda.SIN_DATO
    return RegistroActa(esperada, EstadoActa.VERIFICADA, conteo, None, None, APERTURA, APERTURA)


@pytest.fixture(scope="module")
def distritos():
    """The count by district as published beside the casillas, by district number."""
    return {int(fila["distritol_21"]): fila for fila in leer("por_distrito")}


@pytest.fixture(scope="module")
def publicada(tmp_path_factory):
    """Folder of the cut and the site, the election and the records that they were made of."""
    carpeta = tmp_path_factory.mktemp("durango")
    escribir_proceso(carpeta / "proceso", 16, 1, APERTURA)
    filas = {fila["clave_casilla"]: fila for fila in leer("computos_por_casilla")}
    actas = tuple(map(acta, filas.values()))
    proceso = replace(cargar_proceso(carpeta / "proceso"), actas=actas)
    registros = [registro(a, filas[str(a.casilla.clave)], proceso) for a in actas]
    corte = hacer_corte(registros, proceso, APERTURA + timedelta(hours=9), carpeta, bytes.fromhex, ultimo_corte=True)
    generar(corte, proceso, carpeta / "sitio", bytes.fromhex)
    return corte, proceso, registros, carpeta / "sitio"


def tablas(pagina):
    """Each result table of a page: its rows as name → the numbers of its cells, and its total of votes."""
    for tabla in re.findall(r'<table class="resultado">(.*?)</table>', pagina.read_text(), re.DOTALL):
        renglones = {}
        for fila in re.findall(r"<tr[^>]*>(.*?)</tr>", tabla.split("<tfoot>")[0], re.DOTALL):
            if nombre := re.search(r"<b>(.*?)</b>", fila):
                celdas = re.findall(r'<td class="n[^>]*>([\d,]+)</td>', fila)
                renglones[unescape(nombre[1])] = [int(c.replace(",", "")) for c in celdas]
        total = re.findall(r'<td class="n votos"[^>]*>([\d,]+)</td>', tabla.split("<tfoot>")[1])
        yield renglones, int(total[0].replace(",", ""))


def test_every_district_adds_up_to_the_official_count_by_contender(publicada, distritos):
    _, proceso, registros, _ = publicada
    resultado = agregar(registros, proceso)

    assert list(resultado.distritos) == list(range(1, 16))
    for distrito, ambito in resultado.distritos.items():
        oficial = distritos[distrito]
        assert ambito.votos == {c: int(oficial[columna(c)]) for c in ambito.votos}, distrito
        assert ambito.contabilizadas == len(ambito.actas) == int(oficial["casillas"]), distrito


def test_the_site_shows_the_official_count_by_candidacy_and_by_party(publicada, distritos):
    _, proceso, _, sitio = publicada
    textos = {c.nombre: c.clave for c in (*proceso.contendientes, *proceso.coaliciones)}

    for distrito, oficial in distritos.items():
        (candidaturas, total), (partidos, total_partidos) = tablas(sitio / "distritos" / f"{distrito}.html")
        esperadas = {n: int(oficial[COALICIONES.get(textos[n], columna(textos[n]))]) for n in candidaturas}
        assert {n: votos for n, (votos,) in candidaturas.items()} == esperadas, distrito
        assert {n: directos for n, (directos, _, _) in partidos.items()} == {
            n: int(oficial[columna(textos[n])]) for n in partidos
        }, distrito
        assert sum(votos for _, _, votos in partidos.values()) == total == total_partidos == sum(esperadas.values())


def test_the_audit_finds_the_official_count_in_the_database_of_the_cut(publicada, distritos):
    corte, proceso, _, _ = publicada
    auditoria = auditar((corte.carpeta / corte.base).read_bytes())

    assert auditoria.cuadra
    assert auditoria.filas == 2541
    assert auditoria.votos == {
        c.columna: sum(int(d[columna(c.clave)]) for d in distritos.values()) for c in proceso.contendientes
    }


def test_the_actas_without_nulos_are_counted_and_observed(publicada):
    corte, *_ = publicada

    # 178 casillas of district 15 in the file, and no other lacks a figure
    assert corte.encabezado.actas_contabilizadas == 2541
    assert corte.encabezado.porcentaje_actas_inconsistencias == "7.0051"
