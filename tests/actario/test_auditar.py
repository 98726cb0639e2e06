"""Each thing that somebody with the machine in their hands could do is found and called by its name."""

import hashlib
import json
import shutil
import sqlite3
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from actario.auditoria_completa import Auditoria, auditar
from actario.cli import main
from actario.firma import hacer_llave
from captura.almacen import nombre_de
from publicacion import llaves
from publicacion.corte import Corte, carpetas
from publicacion.publicar import publicar
from tests.casos.test_auditoria import alterar
from tests.fixtures_bd import NuevaUrl
from tests.instalada import Instalada
from tests.mesa import BASICA, CONTIGUA, conteo_de
from verificacion.bd import bitacora
from verificacion.bd.sesion import transaccion
from verificacion.bd.tablas import CabezaBitacora, EntradaBitacora
from verificacion.casos.cierre import extender
from verificacion.casos.reaperturas import Remedio
from verificacion.dominio.registro import Rol, TipoTarea


@dataclass
class Noche:
    """An installation with two signed cuts: one acta agreed, another settled by a third person after the first."""

    casa: Instalada
    cortes: list[Corte] = field(default_factory=list)

    @property
    def engine(self) -> Engine:
        return self.casa.instalacion.engine

    @property
    def publico(self) -> Path:
        return self.casa.conf.carpeta_publica

    def publica(self, *, ultimo: bool = False) -> None:
        i, conf = self.casa.instalacion, self.casa.conf
        ahora = self.casa.mesa.pasan(minutes=15)
        leer = i.almacen.leer
        self.cortes.append(
            publicar(i.engine, i.proceso, leer, self.publico, ahora, ultimo=ultimo, llave=conf.archivo_llave)
        )

    def audita(self) -> Auditoria:
        return auditar(self.casa.instalacion)

    def dice(self) -> str:
        return "\n".join(d.en_palabras() for d in self.audita().diferencias)


def anochecer(casa: Instalada) -> Noche:
    noche, mesa = Noche(casa), casa.mesa
    hacer_llave(noche.engine, casa.conf.archivo_llave, mesa.ahora)
    ana = casa.persona
    beto, carla = (mesa.persona(n, Rol.CAPTURISTA, Rol.VERIFICADOR, Rol.SUPERVISOR) for n in ("beto", "carla"))
    mesa.leer(casa.llega(b"basica"), BASICA)
    base = conteo_de(mesa.proceso, BASICA, PAN=20)
    for persona in (ana, beto):
        mesa.pasan(seconds=30)
        mesa.captura(mesa.turno(persona), base, persona)
    noche.publica()
    mesa.leer(casa.llega(b"contigua"), CONTIGUA)
    otra = conteo_de(mesa.proceso, CONTIGUA, PRI=7)
    mesa.captura(mesa.turno(ana), otra, ana)
    mesa.captura(mesa.turno(beto), otra | {"PRI": 9}, beto)
    mesa.decide(mesa.turno(carla, TipoTarea.DISCREPANCIA), {"PRI": 7}, carla)
    noche.publica()
    return noche


@pytest.fixture(scope="module")
def molde(tmp_path_factory: pytest.TempPathFactory) -> Path:
    carpeta = tmp_path_factory.mktemp("molde")
    anochecer(Instalada(carpeta / "datos"))
    return carpeta


@pytest.fixture
def noche(molde: Path, tmp_path: Path) -> Noche:
    """The same night, copied: making it again for each tampering would take a second each."""
    copia = Path(shutil.copytree(molde, tmp_path / "copia"))
    return Noche(Instalada.reabrir(copia / "datos"))


def test_an_untouched_night_is_made_again_byte_by_byte(noche: Noche) -> None:
    auditoria = noche.audita()
    assert auditoria.diferencias == []
    assert (auditoria.cortes, auditoria.imagenes) == (2, 2)
    assert auditoria.archivos > 10


def test_it_is_the_same_on_postgresql(tmp_path: Path, nueva_postgresql: NuevaUrl) -> None:
    with nueva_postgresql() as url:
        noche = anochecer(Instalada(tmp_path / "datos", url))
        assert noche.audita().diferencias == []
        alterar(noche.engine, "UPDATE capturas SET cifras = '{\"PAN\": 999}' WHERE id = 1")
        assert f"capturas {BASICA} de ana: cifras dice {{'PAN': 999}}" in noche.dice()
        noche.engine.dispose()


def test_reopened_extended_and_missing_actas_are_made_again_too(noche: Noche) -> None:
    mesa = noche.casa.mesa
    dora = mesa.persona("dora", Rol.SUPERVISOR)
    mesa.reabre(BASICA, Remedio.RECAPTURAR, dora)
    with transaccion(noche.engine) as session:
        hasta = mesa.proceso.cierre + timedelta(hours=1)
        extender(session, mesa.proceso, hasta, "acuerdo 1", dora, mesa.ahora)
    noche.publica()
    noche.publica(ultimo=True)
    assert noche.audita().diferencias == []


def test_a_vote_inserted_by_sql_is_named(noche: Noche) -> None:
    alterar(
        noche.engine,
        "INSERT INTO resoluciones (acta_id, usuario_id, turno_id, cifras, ronda, por_letra, hecha_en) "
        "SELECT acta_id, usuario_id + 1, turno_id, '{\"PAN\": 900}', 0, '[]', hecha_en FROM capturas WHERE id = 1",
    )
    noche.publica()  # and what it changed is published, signed with the good key
    dicho = noche.dice()
    assert f"base de datos: resoluciones {BASICA} de beto: sobra; ningún acto la creó" in dicho
    assert f"el acta {BASICA}: PAN publicado 900, según los actos 20" in dicho


def test_a_deleted_entry_is_named(noche: Noche) -> None:
    alterar(
        noche.engine,
        "DELETE FROM bitacora WHERE numero = (SELECT max(numero) FROM bitacora WHERE evento = 'captura_registrada')",
    )
    dicho = noche.dice()
    assert "bitácora: se borraron asientos: falta el " in dicho
    assert f"el acta {CONTIGUA}: PRI publicado 7, según los actos nada" in dicho


def test_a_log_without_its_first_entry_is_told_and_does_not_stop_the_audit(noche: Noche) -> None:
    alterar(noche.engine, "DELETE FROM bitacora WHERE evento = 'proceso_abierto'")
    dicho = noche.dice()
    assert "se borraron asientos: falta el 1" in dicho
    assert "la bitácora no trae lo que hace falta para rehacerlo" in dicho


def test_the_last_entries_removed_are_named(noche: Noche) -> None:
    numero = noche.audita().asientos
    alterar(noche.engine, f"DELETE FROM bitacora WHERE numero = {numero}")
    assert f"termina en el asiento {numero - 1} y su cabeza dice {numero}: se quitaron los últimos" in noche.dice()


def test_an_image_swapped_in_the_store_and_in_the_site_is_named(noche: Noche) -> None:
    sha256 = hashlib.sha256(b"basica").hexdigest()
    (noche.casa.conf.carpeta_imagenes / nombre_de(sha256)).write_bytes(b"otra foto")
    publicada = next((noche.publico / "sitio" / "imagenes").glob(f"{sha256}.*"))
    publicada.chmod(0o644)
    publicada.write_bytes(b"otra foto")
    dicho = noche.dice()
    assert f"almacén {sha256}: SHA-256 dice" in dicho
    assert f"la imagen publicada {publicada.name} no es la de su código de integridad" in dicho


def test_an_altered_capture_is_named_with_its_person_and_acta(noche: Noche) -> None:
    alterar(noche.engine, "UPDATE capturas SET cifras = '{\"PAN\": 999}' WHERE id = 1")
    dicho = noche.dice()
    assert f"capturas {BASICA} de ana: cifras dice {{'PAN': 999}} y según los actos es" in dicho


def test_an_entry_altered_without_its_chain_is_named_and_so_is_the_figure(noche: Noche) -> None:
    cambio = "UPDATE bitacora SET datos = json_set(datos, '$.cifras.PRI', 9) WHERE evento = 'discrepancia_resuelta'"
    alterar(noche.engine, cambio)
    dicho = noche.dice()
    assert "(discrepancia_resuelta) se cambió" in dicho
    assert f"el acta {CONTIGUA}: PRI publicado 7, según los actos 9" in dicho


def reescribir(engine: Engine) -> None:
    """Whoever knows the algorithm chains the whole log again after changing it, and its head."""
    with transaccion(engine) as session:
        anterior = "0" * 64
        for entrada in session.query(EntradaBitacora).order_by(EntradaBitacora.numero):
            if entrada.evento == "captura_registrada" and entrada.datos["acta"] == BASICA:
                entrada.datos = {**entrada.datos, "cifras": {**entrada.datos["cifras"], "PAN": 50}}
            entrada.anterior = anterior
            entrada.huella = anterior = bitacora._huella(entrada)
        session.query(CabezaBitacora).one().huella = anterior


def test_a_log_written_again_whole_is_given_away_by_the_published_heads(noche: Noche) -> None:
    alterar(noche.engine)
    reescribir(noche.engine)
    with noche.engine.begin() as conexion:
        conexion.execute(text("UPDATE capturas SET cifras = json_set(cifras, '$.PAN', 50) WHERE id <= 2"))
    auditoria = noche.audita()
    assert not [d for d in auditoria.diferencias if d.donde in ("bitácora", "base de datos")], "it is consistent"
    dicho = noche.dice()
    assert "no es el que publicó: la historia se reescribió desde el principio" in dicho
    assert f"el acta {BASICA}: PAN publicado 20, según los actos 50" in dicho


def test_an_old_backup_put_back_is_named(noche: Noche, tmp_path: Path) -> None:
    base = noche.casa.conf.datos / "actario.sqlite3"
    with sqlite3.connect(base) as conexion:
        conexion.execute("VACUUM INTO ?", (str(tmp_path / "vieja.sqlite3"),))
    mesa = noche.casa.mesa
    mesa.reabre(BASICA, Remedio.RECAPTURAR, mesa.persona("dora", Rol.SUPERVISOR))
    noche.publica()
    noche.engine.dispose()
    for archivo in base.parent.glob("actario.sqlite3*"):
        archivo.unlink()
    shutil.copy(tmp_path / "vieja.sqlite3", base)
    assert "y ahora termina en el" in (dicho := noche.dice())
    assert "se restauró un respaldo viejo o se quitaron asientos" in dicho


def test_a_cut_signed_again_with_another_key_is_named(noche: Noche) -> None:
    ultimo = carpetas(noche.publico)[-1]
    ajena = llaves.crear(noche.casa.conf.datos / "ajena.pem", noche.casa.mesa.ahora)
    manifiesto = json.loads((ultimo / "manifiesto.json").read_bytes())
    nuevos = {"llaves.json": llaves.a_lista(ajena.llaves), "llave-publica.pem": ajena.actual.pem}
    manifiesto["llave"] = ajena.actual.huella
    manifiesto["archivos"]["llaves.json"] = hashlib.sha256(nuevos["llaves.json"]).hexdigest()
    nuevos["manifiesto.json"] = json.dumps(manifiesto).encode()
    nuevos["manifiesto.firma"] = ajena.firmar(nuevos["manifiesto.json"])
    for nombre, contenido in nuevos.items():
        (ultimo / nombre).chmod(0o644)
        (ultimo / nombre).write_bytes(contenido)
    dicho = noche.dice()
    assert f"corte {ultimo.name}: lo firma la llave {ajena.actual.huella[:16]}…, que no es la de la autoridad" in dicho
    assert f"{ultimo.name} no conserva las llaves" in dicho


def test_a_figure_changed_inside_a_cut_is_named(noche: Noche) -> None:
    registros = carpetas(noche.publico)[-1] / "registros.json"
    registros.chmod(0o644)
    registros.write_bytes(registros.read_bytes().replace(b'"PAN":20', b'"PAN":29'))
    assert f"el acta {BASICA}: PAN publicado 29, según los actos 20" in noche.dice()


def test_the_command_ends_with_1_and_says_it_in_spanish(noche: Noche, capsys: pytest.CaptureFixture[str]) -> None:
    orden = ["auditar", "--datos", str(noche.casa.conf.datos), "--proceso", str(noche.casa.conf.proceso)]
    assert main(orden) == 0
    assert "Todo cuadra con los actos." in capsys.readouterr().out
    assert main([*orden, "--llave", "f" * 64]) == 1
    assert "NO CUADRA: 2 diferencias." in capsys.readouterr().out
