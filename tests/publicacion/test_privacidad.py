"""Nobody who works in the election is named in what the public sees, and the page that says so is complete."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from actario.firma import hacer_llave
from publicacion.publicar import publicar
from tests.instalada import Instalada
from tests.mesa import BASICA, conteo_de
from verificacion.bd import tablas_acceso, tablas_control, tablas_publicas
from verificacion.bd.sesion import transaccion
from verificacion.bd.tablas import Base
from verificacion.casos import reportes
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.registro import Rol

_ = (tablas_acceso, tablas_control, tablas_publicas)  # importing them declares their tables
PRIVACIDAD = Path(__file__).parents[2] / "docs" / "privacidad.md"
PERSONALES = frozenset({"usuario", "usuario_id", "terminal", "direccion", "contrasena", "totp"})


def contenidos(carpeta: Path) -> Iterator[bytes]:
    """Every file below, and every file inside every zip."""
    for ruta in sorted(p for p in carpeta.rglob("*") if p.is_file()):
        yield from _abiertos(ruta.read_bytes())


def _abiertos(contenido: bytes) -> Iterator[bytes]:
    yield contenido
    if contenido.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(contenido)) as paquete:
            for nombre in paquete.namelist():
                yield from _abiertos(paquete.read(nombre))


def test_no_name_of_the_staff_nor_of_their_terminals_reaches_the_public(tmp_path: Path) -> None:
    casa = Instalada(tmp_path / "datos")
    mesa, i, conf = casa.mesa, casa.instalacion, casa.conf
    hacer_llave(i.engine, conf.archivo_llave, mesa.ahora)
    personas = [mesa.persona(nombre, Rol.CAPTURISTA, Rol.SUPERVISOR) for nombre in ("xochiquetzal.9071", "ziutla.4412")]
    mesa.leer(casa.llega(b"\xff\xd8\xff foto"), BASICA)
    for persona in personas:
        mesa.captura(mesa.turno(persona), conteo_de(mesa.proceso, BASICA, PAN=5), persona)
    with transaccion(i.engine) as session:
        folio = reportes.recibir(session, ClaveActa.de_texto(BASICA), "dice 6", "192.0.2.77", "sal", mesa.ahora).folio
        reportes.cerrar(session, folio, False, "la imagen dice 5", personas[0], mesa.ahora)
    publicar(
        i.engine, i.proceso, i.almacen.leer, conf.carpeta_publica, mesa.ahora, ultimo=False, llave=conf.archivo_llave
    )
    publicos = list(contenidos(conf.carpeta_publica))
    assert any(b"la imagen dice 5" in c for c in publicos), "the answer is published"
    secretos = [parte.encode() for p in personas for parte in (p.usuario, p.terminal)] + [b"192.0.2.77"]
    assert [s for s in secretos if any(s in c for c in publicos)] == []


def test_every_table_that_tells_of_a_person_is_in_the_page_of_privacy() -> None:
    pagina = PRIVACIDAD.read_text()
    con_personas = {t.name for t in Base.metadata.sorted_tables if PERSONALES & {c.name for c in t.columns}}
    assert {"bitacora", "capturas", "sesiones"} <= con_personas
    assert [nombre for nombre in sorted(con_personas) if f"`{nombre}`" not in pagina] == []
