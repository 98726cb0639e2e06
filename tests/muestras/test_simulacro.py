"""The parts of a drill: its script, its clock, its measures and its pictures."""

import asyncio
import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from actario.cli import main
from actario.ordenes.simulacro import PersonalInvalido, leer_personal
from captura.recepcion import recibir
from muestras.durango import escribir_proceso
from muestras.planeacion.llegadas import de_forma
from muestras.simulacro.comparacion import Diferencia
from muestras.simulacro.dibujo import por_cola, por_estado
from muestras.simulacro.envios import en_un_pdf
from muestras.simulacro.fallas import FallaSufrida
from muestras.simulacro.guion import LOTE, Via, con_ajenas, de_golpe, escribir
from muestras.simulacro.medicion import Instante, Labor, Medicion, esperas
from muestras.simulacro.reloj import Reloj
from muestras.simulacro.resbalones import Resbalones, errados
from muestras.simulacro.verdad import Foto, Verdad

AHORA = datetime(2021, 6, 7, 2, 0, tzinfo=UTC)


def _foto(n: int, origen: str, digitalizacion: str) -> Foto:
    return Foto(Path(f"acta_{n}.jpg"), f"{n:064}", f"10{n:04}B01002", origen, digitalizacion, {"PAN": n})


@pytest.fixture
def verdad() -> Verdad:
    clases = [("CASILLA", "MOVIL"), ("CATD", "ESCANER"), ("CATD", "MOVIL")]
    return Verdad(tuple(_foto(n, *clases[n % 3]) for n in range(300)), {})


def test_every_photo_is_in_the_script_in_order_of_time(verdad: Verdad):
    guion = escribir(verdad, de_forma("empinada", 300), semilla=7)
    assert {f.sha256 for e in guion for f in e.fotos} == {f.sha256 for f in verdad.fotos}
    assert [e.minuto for e in guion] == sorted(e.minuto for e in guion)
    assert (
        guion
        == escribir(verdad, de_forma("empinada", 300), semilla=7)
        != escribir(verdad, de_forma("empinada", 300), semilla=8)
    )


def test_scanners_send_batches_and_phones_without_signal_send_later_in_pieces(verdad: Verdad):
    llegan = de_forma("plana", 300)
    guion = escribir(verdad, llegan, semilla=7)
    lotes = [e for e in guion if e.via is Via.LOTE]
    assert {f.digitalizacion for e in lotes for f in e.fotos} == {"ESCANER"}
    assert max(len(e.fotos) for e in lotes) == LOTE and sum(len(e.fotos) for e in lotes) == 100
    tardias = [e for e in guion if e.via is Via.POR_TROZOS]
    assert tardias and {f.origen for e in tardias for f in e.fotos} == {"CASILLA"}
    llegada = dict(zip((f.sha256 for f in verdad.fotos), llegan - llegan[0], strict=True))
    assert all(e.minuto >= llegada[e.fotos[0].sha256] + 15 for e in tardias)


def test_some_photos_are_sent_twice_but_few(verdad: Verdad):
    enviadas = [f.sha256 for e in escribir(verdad, de_forma("plana", 300), semilla=7) for f in e.fotos]
    assert 0 < len(enviadas) - len(set(enviadas)) < 20


def test_photos_of_other_documents_are_of_no_acta(verdad: Verdad, tmp_path: Path):
    mezclada = con_ajenas(verdad, tmp_path, semilla=7)
    ajenas = [f for f in mezclada.fotos if f not in verdad.fotos]
    assert len(ajenas) == 1 and ajenas[0].clave is None
    assert hashlib.sha256(ajenas[0].archivo.read_bytes()).hexdigest() == ajenas[0].sha256
    assert mezclada.conteos() == verdad.conteos()


def test_a_demonstration_has_everything_at_the_door(verdad: Verdad):
    assert [e.fotos[0] for e in de_golpe(verdad)] == list(verdad.fotos)


def test_a_batch_gives_back_each_photo_untouched():
    fotos: list[bytes] = []
    for n in range(2):
        jpeg = io.BytesIO()
        Image.fromarray(np.random.default_rng(n).integers(0, 255, (600, 800, 3), np.uint8)).save(jpeg, "JPEG")
        fotos.append(jpeg.getvalue())
    paginas = recibir(en_un_pdf(fotos), "lote.pdf")
    assert [p.contenido for p in paginas] == fotos


def test_the_clock_runs_faster_and_stands_still_for_nobody():
    rapido = Reloj(velocidad=6000)
    asyncio.run(rapido.hasta(1.0))
    assert rapido.minuto >= 1.0
    assert Reloj(velocidad=60).a_minutos(1) == 1.0
    asyncio.run(Reloj().hasta(10_000))  # returns at once: a demonstration waits for no hour


def test_an_acta_waits_from_its_first_photo():
    medicion = Medicion(
        recibidas={"a": AHORA, "b": AHORA + timedelta(seconds=50), "c": AHORA},
        firmes={"uno": AHORA + timedelta(seconds=90), "dos": AHORA + timedelta(seconds=30)},
    )
    espera = esperas(medicion, {"uno": ("a", "b"), "dos": ("c",)})
    assert espera is not None and (espera.actas, espera.mediana_s, espera.p90_s) == (2, 60.0, 30.0)
    assert esperas(Medicion(), {}) is None


def test_hours_and_occupation_are_of_each_trade():
    medicion = Medicion(
        labores={"a": Labor("capturista", 60, 30, 9), "b": Labor("capturista", 120, 60, 9), "c": Labor("otro", 60, 60)}
    )
    assert medicion.horas_persona("capturista") == 3.0
    assert medicion.ocupacion("capturista") == 0.5
    assert medicion.ocupacion("nadie") == 0.0


def test_the_pictures_show_states_queues_and_faults():
    instantes = [Instante(0, {"verificada": 0}, {"captura": 1}), Instante(60, {"verificada": 5}, {"captura": 0})]
    fallas = [FallaSufrida(30, "se va la luz", 5.0, None)]
    estados, colas = por_estado(instantes, 10, 18, fallas), por_cola(instantes, 18, fallas)
    assert "verificadas" in estados and "captura" in colas and ">19:00<" in estados
    assert estados.count("se va la luz") == colas.count("se va la luz") == 1


def test_a_drill_refuses_an_election_of_the_real_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    escribir_proceso(tmp_path / "eleccion", 16, 7, AHORA)
    proceso = tmp_path / "eleccion" / "proceso.json"
    proceso.write_text(proceso.read_text().replace('"simulacro"', '"jornada"'))
    orden = ["simulacro", "--proceso", str(proceso.parent), "--carpeta", str(tmp_path / "trabajo")]
    assert main(orden) == 75
    assert "un simulacro no la toca" in capsys.readouterr().err
    assert not (tmp_path / "trabajo" / "noche").exists()


def test_a_staff_file_without_a_role_is_refused(tmp_path: Path):
    personal = tmp_path / "personal.json"
    personal.write_text('{"capturistas": []}')
    with pytest.raises(PersonalInvalido):
        leer_personal(personal)


def test_an_expected_acta_with_two_photos_is_one(verdad: Verdad):
    doble = replace(verdad.fotos[0], sha256="f" * 64)
    assert Verdad((*verdad.fotos, doble), {}).fotos_de[verdad.fotos[0].clave or ""] == (
        verdad.fotos[0].sha256,
        "f" * 64,
    )


def test_a_published_error_is_told_from_a_loss():
    resbalones = Resbalones()
    resbalones.al_capturar.update(errados("A", {"PAN": 8, "PRI": 5}, {"PAN": 3, "PRI": 5}))
    alike = Diferencia("A", "PAN", 8, 3)
    assert resbalones.sin_explicar([alike]) == (alike,), "one person alone cannot publish"
    resbalones.al_capturar.update(errados("A", {"PAN": 8}, {"PAN": 3}))
    decided, lost, other = Diferencia("B", "PRI", 1, 7), Diferencia("A", "PRI", None, 5), Diferencia("A", "PAN", 9, 3)
    resbalones.al_decidir.update(errados("B", {"PRI": 1}, {"PRI": 7}))
    assert resbalones.sin_explicar([alike, decided, lost, other]) == (lost, other)
