"""Proposals of forms measured against the truth of forms that we draw ourselves, in every kind of box."""

from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from captura.errores import ImagenIlegible
from captura.plantilla import Caja, Plantilla, cargar_plantilla
from captura.propuesta.derecha import enderezar_sola
from captura.propuesta.lamina import Lamina, abrir
from captura.propuesta.proponer import Propuesta, filas_de, proponer, trazar
from muestras.durango.contendientes import contendientes
from muestras.formas.carpeta import escribir_plantilla, rasterizar
from muestras.formas.maqueta import maquetar
from muestras.formas.papel import Papel
from verificacion.dominio.eleccion import TipoCampo

CERCA_MM = 0.5
LETRA_MM = 2.5  # a words zone may reach the line of the column, which the drawn forms leave a little before


@pytest.fixture(scope="module", params=[4, 12, 19])
def sabida(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Plantilla:
    """A sample form with its truth and its PDF."""
    carpeta = tmp_path_factory.mktemp(f"forma{request.param}")
    filas = [*contendientes()[: request.param - 2], *contendientes()[-2:]]
    escribir_plantilla(maquetar("prueba", "Prueba", "DIPUTACIONES LOCALES", "DURANGO", "3", filas), carpeta)
    return cargar_plantilla(carpeta)


def propuesta_de(lamina: Lamina) -> Propuesta:
    trazado = trazar(lamina)
    return proponer(lamina, trazado, filas_de(trazado, lamina.palabras), lamina.palabras)


def distancia(a: Caja, b: Caja) -> float:
    """Largest distance between sides, mm."""
    return max(abs(a.x - b.x), abs(a.y - b.y), abs(a.x + a.ancho - b.x - b.ancho), abs(a.y + a.alto - b.y - b.alto))


def halladas(verdad: Sequence[Caja], propuestas: Sequence[Caja], tolerancia: float = CERCA_MM) -> int:
    return sum(any(distancia(v, p) <= tolerancia for p in propuestas) for v in verdad)


def test_every_box_of_a_pdf_is_found_within_a_tenth_and_none_is_invented(sabida: Plantilla):
    propuesta = propuesta_de(abrir(sabida.carpeta / "forma.pdf"))
    cajas = [c for campo in propuesta.campos for c in campo.digitos]
    assert halladas(sabida.cajas_digitos, cajas, 0.15) == len(sabida.cajas_digitos) == len(cajas)


def test_a_pdf_names_its_rows_by_what_is_printed(sabida: Plantilla):
    propuesta = propuesta_de(abrir(sabida.carpeta / "forma.pdf"))
    claves = [c.clave for c in propuesta.campos]
    verdad = [("IND" if c.clave == "CAND_IND_1" else c.clave, c.tipo) for c in sabida.campos]  # «IND» is on its emblem
    assert [(c.clave, c.tipo) for c in propuesta.campos] == verdad
    [(total, sumandos)] = propuesta.sumas
    assert total == "TOTAL"
    assert list(sumandos) == [c for c in claves if c not in {"TOTAL", "SACADOS"}][4:]


def test_words_label_and_personal_data_are_where_the_form_says(sabida: Plantilla):
    propuesta = propuesta_de(abrir(sabida.carpeta / "forma.pdf"))
    for verdad, campo in zip(sabida.campos, propuesta.campos, strict=True):
        if verdad.letra is None:
            assert campo.letra is None
        else:
            assert campo.letra is not None and distancia(verdad.letra, campo.letra) < LETRA_MM, campo.clave
    assert sabida.qr and propuesta.qr and distancia(sabida.qr, propuesta.qr) < CERCA_MM
    for caja in sabida.reservado:
        x, y = caja.centro
        assert any(r.x <= x <= r.x + r.ancho and r.y <= y <= r.y + r.alto for r in propuesta.reservado), caja
    cubierto = sum(r.ancho * r.alto for r in propuesta.reservado)
    assert cubierto < 1.35 * sum(c.ancho * c.alto for c in sabida.reservado)


def test_a_proposal_fulfils_the_contract(sabida: Plantilla, tmp_path: Path):
    from captura.escritura_forma import escribir_nueva

    lamina = abrir(sabida.carpeta / "forma.pdf")
    datos = propuesta_de(lamina).como_json("nueva", "Nueva", lamina.hoja_mm, escrita=False)
    escribir_nueva(tmp_path / "nueva", datos, sabida.referencia.read_bytes(), {"archivo": "forma.pdf"})
    assert len(cargar_plantilla(tmp_path / "nueva").campos) == len(sabida.campos)


@pytest.mark.parametrize(("px_por_mm", "minimo"), [(8.0, 1.0), (6.0, 1.0), (4.0, 0.85)])
def test_a_scan_without_any_vector_gives_the_same_boxes(
    sabida: Plantilla, tmp_path: Path, px_por_mm: float, minimo: float
):
    """At 100 dpi the dotted line of a box and the line of its row, 0.35 mm away, begin to be one."""
    cv2.imwrite(str(tmp_path / "escaneo.png"), rasterizar((sabida.carpeta / "forma.pdf").read_bytes(), px_por_mm))
    trazado = trazar(abrir(tmp_path / "escaneo.png", hoja_mm=sabida.hoja_mm))
    cajas = [c for p in trazado.peines for c in p.cajas]
    assert halladas(sabida.cajas_digitos, cajas) >= minimo * len(sabida.cajas_digitos)
    assert halladas(sabida.cajas_digitos, cajas, 1.0) == len(sabida.cajas_digitos)
    # besides the form's own quantities it has one more printed place: the sum that is not one
    assert len(cajas) <= len(sabida.cajas_digitos) + 3


def test_a_turned_and_tilted_photo_is_laid_straight_by_its_own_lines(sabida: Plantilla):
    plana = rasterizar((sabida.carpeta / "forma.pdf").read_bytes(), 6.0)
    alto, ancho = plana.shape[:2]
    marco = np.array([[0, 0], [ancho, 0], [ancho, alto], [0, alto]], np.float32)
    movido = np.array([[160, 90], [ancho + 60, 30], [ancho + 150, alto + 120], [70, alto + 60]], np.float32)
    m = cv2.getPerspectiveTransform(marco, movido)
    foto = cv2.warpPerspective(plana, m, (ancho + 200, alto + 200), borderValue=(255, 255, 255))
    recta = enderezar_sola(foto.astype(np.uint8))
    lamina = Lamina(recta, (recta.shape[1] / 6.0, recta.shape[0] / 6.0), es_foto=True)
    peines = [p for p in trazar(lamina).peines if len(p.cajas) == 3]
    assert len(peines) >= 0.9 * sum(len(c.digitos) == 3 for c in sabida.campos)
    caidas = [p.cajas[2].y - p.cajas[0].y for p in peines]
    assert max(map(abs, caidas)) < 0.4  # of a millimetre from the first box to the third: it leaned 2 degrees


def _solidos(papel: Papel, caja: Caja) -> None:
    papel.rectangulo(caja, None, "#222222", 0.3)


def _punteados(papel: Papel, caja: Caja) -> None:
    papel.rectangulo(caja, None, "#ec008c", 0.25, guiones_mm=(0.3, 0.3))


def _amarillos(papel: Papel, caja: Caja) -> None:
    papel.rectangulo(caja, None, "#f0e442", 0.4)


def _sin_esquinas(papel: Papel, caja: Caja) -> None:
    x, y, fin, fondo = caja.x, caja.y, caja.x + caja.ancho, caja.y + caja.alto
    for x0, y0, x1, y1 in ((x + 0.4, y, fin - 0.4, y), (x + 0.4, fondo, fin - 0.4, fondo)):
        papel.linea(x0, y0, x1, y1, "#0072b2", 0.25)
    for x0, y0, x1, y1 in ((x, y + 0.4, x, fondo - 0.4), (fin, y + 0.4, fin, fondo - 0.4)):
        papel.linea(x0, y0, x1, y1, "#0072b2", 0.25)


def hoja_de(dibujar: Callable[[Papel, Caja], None], filas: int = 6) -> tuple[bytes, list[Caja]]:
    papel = Papel(200.0, 140.0, "prueba")
    cajas = [Caja(120.0 + 7.4 * j, 20.0 + 12.0 * i, 6.0, 7.0) for i in range(filas) for j in range(3)]
    for caja in cajas:
        dibujar(papel, caja)
    for i in range(filas):
        papel.texto(20.0, 25.0 + 12.0 * i, f"PARTIDO {chr(65 + i)}", 9.0)
    return papel.pdf(), cajas


@pytest.mark.parametrize("dibujar", [_solidos, _punteados, _amarillos, _sin_esquinas])
@pytest.mark.parametrize("vector", [True, False])
def test_boxes_of_any_kind_of_line_are_found(tmp_path: Path, dibujar: Callable[[Papel, Caja], None], vector: bool):
    pdf, cajas = hoja_de(dibujar)
    archivo = tmp_path / ("forma.pdf" if vector else "forma.png")
    if vector:
        archivo.write_bytes(pdf)
        lamina = abrir(archivo)
    else:
        cv2.imwrite(str(archivo), _raster(pdf))
        lamina = abrir(archivo, hoja_mm=(200.0, 140.0))
    propuestas = [c for p in trazar(lamina).peines for c in p.cajas]
    assert len(propuestas) == len(cajas)
    assert halladas(cajas, propuestas) == len(cajas)


def _raster(pdf: bytes) -> np.ndarray:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as documento:
        imagen = documento[0].render(scale=8.0 * 25.4 / 72).to_numpy()  # pyright: ignore[reportArgumentType]
        return np.ascontiguousarray(imagen[:, :, :3])


def test_a_comb_of_ticks_gives_its_boxes_and_says_that_their_height_is_a_guess(tmp_path: Path):
    papel = Papel(200.0, 140.0, "prueba")
    papel.texto(20.0, 39.0, "Sección:", 9.0)
    papel.linea(40.0, 40.0, 68.0, 40.0, "#222222", 0.3)
    for j in range(5):
        papel.linea(40.0 + 7.0 * j, 36.5 if j in (0, 4) else 38.0, 40.0 + 7.0 * j, 40.0, "#222222", 0.3)
    for i in range(3):
        for j in range(3):
            _solidos(papel, Caja(120.0 + 7.4 * j, 20.0 + 12.0 * i, 6.0, 7.0))
    (tmp_path / "forma.pdf").write_bytes(papel.pdf())
    propuesta = propuesta_de(abrir(tmp_path / "forma.pdf"))
    [seccion] = [c for c in propuesta.campos if c.clave == "SECCION"]
    assert seccion.tipo is TipoCampo.IDENTIFICACION
    assert [round(c.x) for c in seccion.digitos] == [40, 47, 54, 61]
    assert all(abs(c.y + c.alto - 40.0) < 0.2 for c in seccion.digitos)
    assert any("SECCION" in aviso and "altura" in aviso for aviso in propuesta.avisos)


def test_a_table_of_equal_cells_is_not_taken_for_digit_boxes(tmp_path: Path):
    """A calendar has many equal boxes side by side: a figure has at most four."""
    papel = Papel(200.0, 140.0, "prueba")
    for i in range(5):
        for j in range(7):
            papel.rectangulo(Caja(20.0 + 8.0 * j, 20.0 + 8.0 * i, 8.0, 8.0))
    (tmp_path / "forma.pdf").write_bytes(papel.pdf())
    propuesta = propuesta_de(abrir(tmp_path / "forma.pdf"))
    assert propuesta.campos == ()
    assert any("No se hallaron casilleros" in aviso for aviso in propuesta.avisos)


def test_rows_are_linked_by_their_print_and_the_rest_in_order():
    from captura.propuesta.proponer import CampoPropuesto

    def campo(clave: str, tipo: TipoCampo = TipoCampo.VOTOS) -> CampoPropuesto:
        return CampoPropuesto(clave, tipo, (Caja(0, 0, 5, 5),), None, "")

    campos = (campo("RENGLON_1"), campo("PRI"), campo("RENGLON_3"), campo("TOTAL", TipoCampo.TOTAL))
    propuesta = Propuesta(campos, (("TOTAL", ("RENGLON_1", "PRI", "RENGLON_3")),), None, (), ())
    enlazada = propuesta.con_claves(["PAN", "PRI", "MORENA"])
    assert [c.clave for c in enlazada.campos] == ["PAN", "PRI", "MORENA", "TOTAL"]
    assert enlazada.sumas == (("TOTAL", ("PAN", "PRI", "MORENA")),)
    sobra = propuesta.con_claves(["PAN", "PRI", "MORENA", "MC"])
    assert [c.clave for c in sobra.campos] == ["RENGLON_1", "PRI", "RENGLON_3", "TOTAL"]
    assert "PAN, MORENA, MC" in sobra.avisos[-1]


def test_the_size_of_a_picture_is_its_own_resolution_or_said_to_be_a_guess(tmp_path: Path):
    from PIL import Image

    imagen = Image.new("L", (1340, 852), 255)
    imagen.save(tmp_path / "con.png", dpi=(100, 100))
    con = abrir(tmp_path / "con.png")
    assert con.hoja_mm == (340.4, 216.4) and not con.dudosa
    imagen.save(tmp_path / "sin.png")
    sin = abrir(tmp_path / "sin.png")
    assert sin.hoja_mm == (340.0, 216.0) and sin.dudosa


def test_a_page_that_is_not_there_is_refused(tmp_path: Path):
    (tmp_path / "forma.pdf").write_bytes(Papel(200.0, 140.0, "prueba").pdf())
    with pytest.raises(ImagenIlegible, match="1 páginas"):
        abrir(tmp_path / "forma.pdf", pagina=2)
