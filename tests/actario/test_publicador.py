"""The closing cut is made although the database was away when it was due."""

import shutil
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from actario.composicion import componer, reloj
from actario.configuracion import de_carpeta
from actario.publicador import Publicador
from publicacion.corte import carpetas, leer_corte
from tests.api.casa_api import mini
from verificacion.bd.sesion import migrar, transaccion
from verificacion.casos import catalogo
from verificacion.dominio.eleccion import Ejercicio


def test_a_cut_due_while_the_database_is_away_is_made_when_it_comes_back(tmp_path: Path) -> None:
    mini(tmp_path)
    conf = de_carpeta(tmp_path / "datos", tmp_path / "proceso", 8021, lectores=0)
    instalacion = componer(conf)
    migrar(conf.url_bd)
    with transaccion(instalacion.engine) as session:
        catalogo.abrir(session, instalacion.proceso, reloj())
    instalacion.engine.dispose()
    lejos = shutil.move(conf.datos / "actario.sqlite3", tmp_path / "lejos.sqlite3")
    (conf.datos / "actario.sqlite3").mkdir()  # a file that cannot be opened
    proceso = replace(
        instalacion.proceso,
        ejercicio=Ejercicio.SIMULACRO,  # which may go unsigned
        apertura=reloj() - timedelta(hours=1),
        cierre=reloj() + timedelta(seconds=1),
    )
    with Publicador(replace(instalacion, proceso=proceso)):
        time.sleep(2)
        assert carpetas(conf.carpeta_publica) == ()
        (conf.datos / "actario.sqlite3").rmdir()
        shutil.move(lejos, conf.datos / "actario.sqlite3")
        limite = time.monotonic() + 120
        while not (hechos := carpetas(conf.carpeta_publica)) and time.monotonic() < limite:
            time.sleep(0.2)
    assert [leer_corte(c).ultimo for c in hechos] == [True]
