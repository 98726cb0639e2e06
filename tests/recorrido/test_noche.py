"""The whole way, as an institute runs it: a real server process, real photos, real reader, public API."""

import hashlib
import random
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from actario.composicion import Instalacion, reloj
from actario.configuracion import de_carpeta
from actario.demo.informe import Informe, informar
from actario.demo.preparacion import contratar, instalar
from actario.instalacion_viva import ESPERA_S, InstalacionViva, puerto_libre
from muestras.simulacro.marcha import Marcha
from muestras.simulacro.noche import Noche
from muestras.simulacro.verdad import Verdad
from publicacion.comprobacion import comprobar
from publicacion.corte import carpetas
from publicacion.fuente import EnCarpeta
from verificacion.bd import bitacora
from verificacion.bd.sesion import consulta
from verificacion.bd.tablas import CapturaHecha, EntradaBitacora, Imagen, ResolucionHecha
from verificacion.bd.tablas_control import Recaptura

pytestmark = pytest.mark.recorrido


def _instalar(proceso: Path, carpeta: Path) -> Instalacion:
    return instalar(de_carpeta(carpeta / "noche", proceso, puerto_libre(), lectores=1), reloj())


def _noche(instalacion: Instalacion, base: str, verdad: Verdad, error: float) -> tuple[Noche, Marcha]:
    marcha = Marcha(total=len(verdad.fotos))
    # Who decides does not err here: what is proved is that the slips of those who type are caught.
    personal = contratar(instalacion, error, reloj(), error_al_decidir=0.0)
    return Noche(base, verdad, personal, 7, marcha, lambda _: None, segundos_por_corte=20), marcha


def _correr(noche: Noche) -> None:
    """In a thread of its own: the browser's fixtures leave an event loop running in this one."""
    with ThreadPoolExecutor(1) as hilo:
        hilo.submit(noche.correr).result()


def _exigir_fiel(informe: Informe) -> None:
    """What is published is the truth, but for what two of the staff typed wrong alike: who types what is chance."""
    assert informe.sin_explicar == ()
    assert bool(informe.diferencias) or informe.publicados == informe.verdaderos
    assert len(informe.diferencias) <= 1


def _cuantas(instalacion: Instalacion, tabla: type) -> int:
    with consulta(instalacion.engine) as session:
        return session.query(tabla).count()


def test_a_night_ends_with_every_published_figure_equal_to_its_acta(muestra: tuple[Path, Verdad], tmp_path: Path):
    proceso, verdad = muestra
    instalacion = _instalar(proceso, tmp_path)
    with InstalacionViva(instalacion.configuracion, tmp_path / "servidor.log") as viva:
        noche, marcha = _noche(instalacion, viva.base, verdad, error=0.01)
        _correr(noche)
        pagina = httpx.get(f"{viva.base}/resultados/")
    informe = informar(instalacion, verdad, marcha, 1.0)
    _exigir_fiel(informe)
    assert sum(informe.publicados.values()) > 1000
    assert marcha.errores_de_tecleo > 0 and marcha.resoluciones > 0, "without slips nothing was verified"
    assert pagina.status_code == 200 and "preliminares" in pagina.text
    for corte in carpetas(instalacion.configuracion.carpeta_publica):
        comprobar(EnCarpeta(corte)).exigir()
    with consulta(instalacion.engine) as session:
        entradas, _ = bitacora.verificar(session)
        asientos = session.scalars(select(EntradaBitacora).where(EntradaBitacora.evento == "imagen_resguardada"))
        original_de = {a.datos["publicada"]: a.datos["imagen"] for a in asientos}
    assert entradas > 3 * len(verdad.fotos)
    _exigir_copias_cubiertas(instalacion, verdad, original_de)


def _exigir_copias_cubiertas(instalacion: Instalacion, verdad: Verdad, original_de: dict[str, str]) -> None:
    """The sample election covers personal data: no original is public, and the log ties each file to its own."""
    publicadas = list((instalacion.configuracion.carpeta_publica / "sitio" / "imagenes").iterdir())
    assert len(publicadas) > 0.8 * len(verdad.conteos())
    originales = {foto.sha256 for foto in verdad.fotos}
    for archivo in publicadas:
        assert hashlib.sha256(archivo.read_bytes()).hexdigest() == archivo.stem
        assert archivo.stem not in originales
        assert original_de[archivo.stem] in originales


class _ServidorFragil(InstalacionViva):
    """An installation that counts its deaths, and is killed now and then while the night goes on."""

    muertes = 0

    def matar(self) -> None:
        super().matar()
        self.muertes += 1

    def atormentar(self, veces: int, fin: threading.Event) -> None:
        azar = random.Random(7)
        for _ in range(veces):
            if fin.wait(azar.uniform(3, 6)):
                return
            self.matar_servidor()


def test_killing_the_server_mid_night_loses_no_acknowledged_upload_or_capture(
    muestra: tuple[Path, Verdad], tmp_path: Path
):
    proceso, verdad = muestra
    instalacion = _instalar(proceso, tmp_path)
    fragil = _ServidorFragil(instalacion.configuracion, tmp_path / "servidor.log")
    noche, marcha = _noche(instalacion, f"http://127.0.0.1:{instalacion.configuracion.puerto}", verdad, error=0.01)
    fragil.arrancar()
    fin = threading.Event()
    verdugo = threading.Thread(target=fragil.atormentar, args=(3, fin))
    verdugo.start()
    try:
        _correr(noche)
    finally:
        fin.set()
        verdugo.join()
        fragil.matar()
    assert fragil.muertes >= 2, "the night was over before the server was killed"
    assert _cuantas(instalacion, Imagen) == len({foto.sha256 for foto in verdad.fotos})
    # some of what is typed measures whoever types it
    assert _cuantas(instalacion, CapturaHecha) + _cuantas(instalacion, Recaptura) == marcha.capturas
    assert _cuantas(instalacion, ResolucionHecha) == marcha.resoluciones
    for foto in verdad.fotos:
        assert instalacion.almacen.leer(foto.sha256) == foto.archivo.read_bytes()
    informe = informar(instalacion, verdad, marcha, 1.0)
    _exigir_fiel(informe)
    with consulta(instalacion.engine) as session:
        bitacora.verificar(session)


def test_readers_end_when_their_server_is_killed(muestra: tuple[Path, Verdad], tmp_path: Path):
    instalacion = _instalar(muestra[0], tmp_path)
    fragil = _ServidorFragil(instalacion.configuracion, tmp_path / "servidor.log")
    fragil.arrancar()

    def lectores() -> list[str]:
        orden = ["pgrep", "-f", f"actario trabajador --datos {instalacion.configuracion.datos}"]
        return subprocess.run(orden, capture_output=True, text=True).stdout.split()

    _esperar_hasta(lambda: lectores() != [])
    fragil.matar()
    _esperar_hasta(lambda: lectores() == [])


def _esperar_hasta(cumple: Callable[[], bool]) -> None:
    limite = time.monotonic() + ESPERA_S
    while not cumple():
        assert time.monotonic() < limite, "no ocurrió"
        time.sleep(0.2)
