"""Draws referencia.png and writes plantilla.json of the CDMX 2024 acta (A02), from measures taken on a photo, in mm.

Run it here: ``python dibujar.py``. Nothing of the photo is copied: squares, lines, boxes and printed words are drawn.
"""

import json
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ANCHO_MM, ALTO_MM = 279.4, 215.9
PX_POR_MM = 8
CLAVES = (  # noqa: SIM905
    "PAN PRI PRD PVEM PT MC MORENA PAN_PRI_PRD PAN_PRI PAN_PRD PRI_PRD PVEM_PT_MORENA PVEM_PT PVEM_MORENA PT_MORENA "
    "NO_REGISTRADAS NULOS TOTAL"
).split()
TECHO = 40.4  # top of the first row
RENGLON = 5.768  # height of a row
DIGITO_X = (166.3, 170.98, 175.66)


def piso(k: int) -> float:
    """Line under row k (0 = PAN)."""
    return TECHO + RENGLON * (k + 1)


class Hoja:
    def __init__(self) -> None:
        self.imagen = Image.new("L", (round(ANCHO_MM * PX_POR_MM), round(ALTO_MM * PX_POR_MM)), 255)
        self.lapiz = ImageDraw.Draw(self.imagen)

    def bloque(self, x0: float, y0: float, x1: float, y1: float, gris: int = 0) -> None:
        self.lapiz.rectangle([round(v * PX_POR_MM) for v in (x0, y0, x1, y1)], fill=gris)

    def caja(self, x0: float, y0: float, x1: float, y1: float, gris: int = 120, grueso: float = 0.25) -> None:
        self.lapiz.rectangle(
            [round(v * PX_POR_MM) for v in (x0, y0, x1, y1)], outline=gris, width=round(grueso * PX_POR_MM)
        )

    def linea(self, x0: float, y0: float, x1: float, y1: float, gris: int = 60, grueso: float = 0.3) -> None:
        self.lapiz.line([round(v * PX_POR_MM) for v in (x0, y0, x1, y1)], fill=gris, width=round(grueso * PX_POR_MM))

    def punto(self, x: float, y: float, radio: float, gris: int = 30) -> None:
        self.lapiz.ellipse([round(v * PX_POR_MM) for v in (x - radio, y - radio, x + radio, y + radio)], fill=gris)

    def texto(self, que: str, x0: float, y0: float, x1: float, y1: float, gris: int = 40) -> None:
        """Words stretched to fill a rectangle: their ink from y0 to y1."""
        fuente = ImageFont.load_default(64)
        marco = fuente.getbbox(que)
        letras = Image.new("L", (int(marco[2] - marco[0]) + 4, int(marco[3] - marco[1]) + 4), 0)
        ImageDraw.Draw(letras).text((2 - marco[0], 2 - marco[1]), que, font=fuente, fill=255, stroke_width=1)
        lado = (max(1, round((x1 - x0) * PX_POR_MM)), max(1, round((y1 - y0) * PX_POR_MM)))
        self.imagen.paste(gris, (round(x0 * PX_POR_MM), round(y0 * PX_POR_MM)), letras.resize(lado, Image.LANCZOS))


def dibujar() -> Image.Image:
    h = Hoja()
    for x, y in ((11.0, 25.0), (268.6, 25.0), (11.0, 189.7)):
        h.bloque(x - 3.05, y - 3.05, x + 3.05, y + 3.05, 20)
    h.bloque(265.4, 192.0, 271.6, 192.8, 20)
    h.bloque(270.8, 186.6, 271.6, 192.8, 20)
    h.linea(93.5, 22.5, 93.5, 186.8, 90)
    h.linea(182.0, 22.5, 182.0, 186.0, 90)
    _columna_1(h)
    _columna_2(h)
    _columna_3(h)
    h.texto("DESTINO: ORIGINAL PARA LA BOLSA DE EXPEDIENTE DE CASILLA DE LA ELECCIÓN DE JEFATURA DE GOBIERNO",
            33.5, 188.9, 245.8, 192.6, 110)  # fmt: skip
    return h.imagen


def _columna_1(h: Hoja) -> None:
    h.caja(19.1, 22.3, 56.9, 29.9)
    h.caja(59.75, 22.4, 91.6, 34.4)
    h.punto(14.9, 34.0, 3.9, 160)
    h.texto("A02", 11.4, 32.6, 18.4, 35.4)
    h.bloque(10.75, 38.9, 25.3, 49.2, 215)
    h.bloque(25.3, 38.9, 45.3, 49.2, 195)
    h.bloque(45.3, 38.9, 91.6, 49.2, 160)
    for que, *donde in (
        ("PROCESO ELECTORAL", 27.1, 41.2, 43.4, 42.6),
        ("LOCAL ORDINARIO", 28.0, 43.4, 42.5, 44.8),
        ("2023-2024", 31.3, 45.4, 39.6, 46.8),
        ("ACTA DE ESCRUTINIO Y CÓMPUTO DE", 48.5, 40.2, 88.5, 42.5),
        ("CASILLA DE LA ELECCIÓN DE", 53.3, 43.3, 83.6, 45.5),
        ("JEFATURA DE GOBIERNO", 54.4, 46.4, 82.5, 48.3),
        ("SE LEVANTA LA PRESENTE ACTA CON FUNDAMENTO EN LOS ARTÍCULOS 81, 82 NUMERALES 1 Y 2, 84, 259",
         10.9, 50.4, 91.8, 51.9),
        ("NUMERAL 1, 287, 288, 289 NUMERAL 2 INCISO A), 290, 293 Y 294 DE LA LEY GENERAL DE INSTITUCIONES",
         10.9, 52.6, 91.8, 54.1),
        ("Y PROCEDIMIENTOS ELECTORALES; 6 FRACCIÓN I PÁRRAFO PRIMERO, 15, 36 PÁRRAFO PRIMERO, 416",
         10.9, 54.8, 91.8, 56.2),
        ("FRACCIÓN II, 442, 443 Y 445 DEL CÓDIGO DE INSTITUCIONES Y PROCEDIMIENTOS ELECTORALES DE LA",
         10.9, 57.0, 91.8, 58.4),
        ("CIUDAD DE MÉXICO.", 10.9, 59.2, 26.8, 60.6),
        ("Al concluir el llenado de la Hoja para hacer operaciones, inicie el llenado del acta de",
         10.8, 61.2, 91.8, 63.3),
        ("escrutinio y cómputo utilizando un bolígrafo de tinta azul. Asegúrese que todas las",
         10.8, 64.0, 91.8, 66.0),
        ("copias sean legibles y atienda las recomendaciones.", 10.8, 66.7, 60.6, 68.6),
        ("DATOS DE IDENTIFICACIÓN DE CASILLA", 16.8, 69.9, 56.3, 71.7),
        ("Copie y anote la información de su nombramiento.", 10.8, 73.6, 55.8, 75.5),
        ("Entidad:", 10.8, 78.0, 18.2, 79.7),
        ("CIUDAD DE MÉXICO", 20.2, 78.3, 38.9, 79.7),
        ("Distrito electoral local:", 64.2, 78.2, 83.7, 79.9),
        ("Demarcación:", 10.8, 82.6, 23.0, 84.4),
        ("Sección:", 11.0, 90.4, 18.4, 92.2),
        ("(Con número)", 23.2, 92.6, 32.4, 93.9),
        ("La casilla se instaló en:", 11.0, 98.2, 30.8, 100.0),
        ("(Escriba el lugar, calle, número, colonia o localidad)", 28.5, 100.6, 62.0, 102.1),
        ("BOLETAS SOBRANTES", 17.3, 114.3, 38.8, 116.0),
        ("Copie del apartado 2 de la Hoja para hacer operaciones, el total de boletas", 11.6, 117.3, 75.4, 119.4),
        ("no usadas que se cancelaron con dos líneas diagonales.", 11.6, 120.0, 59.2, 121.8),
        ("PERSONAS DE LA LISTA NOMINAL QUE VOTARON", 17.2, 131.7, 66.3, 133.5),
        ("Copie del apartado 3 de la Hoja para hacer operaciones, el total de personas", 11.1, 134.8, 75.4, 136.9),
        ("con la marca \"Votó\" en la lista nominal de electores y las personas que", 11.1, 137.2, 75.4, 139.3),
        ("votaron con su sentencia del Tribunal Electoral.", 11.1, 139.7, 52.1, 141.5),
        ("REPRESENTACIONES PARTIDISTAS QUE VOTARON", 16.6, 151.5, 66.3, 153.3),
        ("Copie del apartado 4 de la Hoja para hacer operaciones, el total de marcas", 10.9, 154.9, 75.4, 157.0),
        ("\"Votó\" en la Relación de representaciones partidistas.", 10.9, 157.3, 56.0, 159.2),
        ("TOTAL DE PERSONAS Y REPRESENTANTES QUE VOTARON", 16.6, 169.2, 73.1, 171.0),
        ("Copie del apartado 5 de la Hoja para hacer operaciones, el total de", 10.8, 172.4, 75.4, 174.5),
        ("personas que votaron y representantes.", 10.8, 174.9, 45.4, 177.0),
    ):  # fmt: skip
        h.texto(que, *donde)
    for x0, y, x1 in ((18.9, 80.1, 59.75), (84.1, 80.1, 91.8), (23.5, 85.0, 91.8), (19.0, 92.2, 36.9),
                      (31.4, 99.9, 59.3), (11.2, 106.75, 91.8), (11.2, 113.25, 91.8)):  # fmt: skip
        h.linea(x0, y, x1, y, 90)
    h.caja(59.5, 85.5, 91.75, 99.9, 60)
    h.bloque(59.5, 85.5, 91.75, 88.0, 170)
    h.bloque(67.1, 97.1, 91.75, 99.9, 170)
    h.caja(76.9, 131.5, 91.75, 186.75, 90)
    for y0, y1, raya in ((123.4, 128.3, 128.9), (143.0, 147.9, 148.75), (160.5, 165.5, 166.25), (178.4, 183.3, 184.25)):
        for x in (78.1, 82.75, 87.4):
            h.caja(x, y0, x + 3.4, y1, 150)
        h.linea(11.0, raya, 91.6, raya, 60)
        h.punto(11.2, raya, 0.95)
        h.punto(11.2, raya - 6.0, 0.95)
        h.punto(91.5, raya - 0.2, 0.55)
        h.texto("(Con letra)", 40.4, raya + 0.5, 47.1, raya + 1.8)
        h.texto("(Con número)", 80.2, raya + 0.5, 88.7, raya + 1.8)
    for x, y, gris in ((11.0, 69.3, 110), (11.0, 113.7, 80), (11.0, 131.2, 150), (10.8, 151.0, 80), (10.8, 168.7, 90)):
        h.bloque(x, y, x + 5.3, y + 2.9, gris)


def _columna_2(h: Hoja) -> None:
    h.texto("RESULTADOS DE LA VOTACIÓN", 102.0, 23.1, 133.4, 25.0, 130)
    h.texto("Copie del apartado 6 de la Hoja para hacer operaciones, los votos para partidos políticos,",
            95.8, 26.8, 180.4, 28.6)  # fmt: skip
    h.texto("coaliciones, candidatura no registrada, votos nulos y TOTAL. En caso de que no se haya recibido",
            95.8, 29.3, 180.4, 31.2)  # fmt: skip
    h.texto("votación para alguno, escriba ceros.", 95.8, 32.0, 127.2, 33.7)
    h.bloque(95.7, 34.3, 180.4, TECHO, 160)
    for que, *donde in (
        ("PARTIDO,", 99.7, 35.1, 106.6, 36.4),
        ("COALICIÓN O", 98.5, 37.0, 107.8, 38.2),
        ("CANDIDATO/A", 98.0, 38.8, 108.3, 40.0),
        ("RESULTADOS DE LA VOTACIÓN DE LA ELECCIÓN", 119.7, 35.0, 155.9, 36.4),
        ("DE JEFATURA DE GOBIERNO", 127.0, 37.0, 148.2, 38.2),
        ("(Con letra)", 134.4, 38.7, 141.3, 40.1),
        ("(Con número)", 168.4, 36.4, 177.6, 38.0),
    ):
        h.texto(que, *donde)
    h.bloque(95.7, piso(6), 97.6, piso(14), 90)
    for x in (95.7, 110.8, 165.7, 180.4):
        h.linea(x, 34.3, x, piso(17), 70)
    h.linea(95.7, 34.3, 180.4, 34.3, 70)
    h.bloque(95.7, piso(16), 110.6, piso(17), 90)
    h.texto("TOTAL", 100.5, piso(16) + 2.1, 106.5, piso(16) + 3.7, 250)
    h.texto("CANDIDATOS/AS", 98.4, piso(14) + 1.4, 108.6, piso(14) + 2.7)
    h.texto("NO REGISTRADOS/AS", 97.2, piso(14) + 3.1, 109.8, piso(14) + 4.3)
    h.texto("VOTOS NULOS", 98.5, piso(15) + 2.1, 108.7, piso(15) + 3.4)
    emblemas = [(101.1,)] * 6 + [(), (98.6, 102.8, 106.9), (98.6, 102.8), (98.6, 106.9), (102.8, 106.9), (98.6, 102.4)]
    emblemas += [(98.6, 102.4), (98.6,), (102.4,)]
    for k, xs in enumerate(emblemas):
        for x in xs:
            h.bloque(x, piso(k) - 5.0, x + (3.8 if k < 6 else 3.0), piso(k) - 1.2, 110)
    for k in range(len(CLAVES)):
        h.linea(95.7 if k < 6 or k > 14 else 97.6, piso(k), 180.4, piso(k), 70)
        h.punto(110.8, piso(k), 0.95)
        h.punto(110.8, piso(k), 0.3, 230)
        h.punto(180.1, piso(k) - 0.2, 0.55)
        for x in DIGITO_X:
            h.caja(x, piso(k) - RENGLON + 0.4, x + 3.5, piso(k) - RENGLON + 4.7, 165)
    for que, *donde in (
        ("TOTAL DE VOTOS SACADOS DE LAS URNAS", 101.7, 146.2, 143.7, 148.1),
        ("Copie del apartado 7 de la Hoja para hacer operaciones, el total de votos de la", 95.8, 149.3, 163.8, 151.2),
        ("elección de Jefatura de Gobierno que se sacaron de todas las urnas.", 95.8, 151.6, 152.0, 153.6),
        ("(Con letra)", 128.6, 160.8, 135.3, 162.2),
        ("(Con número)", 168.5, 161.2, 177.4, 162.6),
        ("TOTAL DE PERSONAS QUE VOTARON Y EL TOTAL DE VOTOS DE", 101.7, 163.1, 159.8, 164.9),
        ("JEFATURA DE GOBIERNO SACADOS DE LAS URNAS", 101.7, 165.8, 151.1, 167.5),
        (
            "¿Son iguales las cantidades anotadas en los apartados 5 y 7? Copie esta respuesta",
            95.6,
            168.5,
            164.4,
            170.5,
        ),
        ("del apartado 8 de la Hoja de operaciones.", 95.3, 170.7, 129.7, 172.7),
        ("TOTAL DE VOTOS DE JEFATURA DE GOBIERNO SACADOS DE", 101.7, 174.4, 160.3, 176.2),
        ("LAS URNAS Y EL TOTAL DE RESULTADOS DE LA VOTACIÓN", 101.7, 177.1, 158.8, 178.9),
        (
            "¿Son iguales las cantidades anotadas en el apartado 7 con el TOTAL de la votación?",
            95.7,
            180.1,
            164.4,
            182.0,
        ),
        ("Copie esta respuesta del apartado 9 de la Hoja de operaciones.", 95.7, 182.5, 151.9, 184.4),
    ):
        h.texto(que, *donde)
    for y in (154.6, 160.5):
        h.linea(95.7, y, 180.3, y, 110)
        h.punto(95.7, y, 0.95)
        h.punto(180.2, y, 0.6)
    for x in (166.5, 171.3, 176.1):
        h.caja(x, 155.0, x + 3.4, 159.9, 120)
    for y in (167.4, 179.6):
        for x in (168.4, 174.5):
            h.caja(x, y, x + 3.6, y + 3.4, 110)
    for y in (146.0, 163.1, 174.6):
        h.bloque(95.7, y, 100.9, y + 2.9, 110)


def _columna_3(h: Hoja) -> None:
    for que, *donde in (
        ("INCIDENTES DURANTE EL ESCRUTINIO Y CÓMPUTO", 189.9, 22.5, 242.8, 24.4),
        ("¿Se presentaron incidentes?", 184.3, 26.9, 209.0, 28.7),
        ("¿En cuántas Hojas se registraron?", 225.3, 26.9, 254.1, 28.6),
        ("Descríbalos en la Hoja de incidentes.", 183.9, 30.9, 216.7, 32.8),
        ("FUNCIONARIOS/AS DE MESA DIRECTIVA DE CASILLA", 189.8, 34.6, 244.4, 36.5),
        ("Escriba los nombres de las y los funcionarios de casilla presentes y asegúrese que firmen en su totalidad.",
         183.6, 38.1, 271.6, 40.2),
        ("REPRESENTACIONES PARTIDISTAS", 189.4, 70.2, 225.2, 72.0),
        ("Escriba los nombres de las representaciones partidistas presentes, marque con \"X\" si es la o el",
         183.5, 73.6, 272.2, 75.5),
        ("propietario (P) o suplente (S) y asegúrese que firmen en su totalidad.", 183.5, 75.8, 243.0, 77.9),
        ("ESCRITOS DE PROTESTA O INCIDENTES", 189.5, 151.4, 229.8, 153.2),
        ("En su caso, escriba el número de escritos de protesta o incidentes en el recuadro del partido político que",
         183.5, 154.2, 272.2, 156.1),
        ("los presentó y métalos en la bolsa de expediente correspondiente.", 183.5, 156.4, 240.3, 158.4),
        ("INTEGRACIÓN DEL EXPEDIENTE", 189.5, 164.0, 222.4, 165.7),
        ("Una vez llenada y firmada el acta:", 183.5, 166.7, 212.6, 168.6),
        ("1. Guarde el original en la Bolsa de expediente de casilla de la elección de Jefatura de Gobierno;",
         183.4, 169.5, 269.2, 171.5),
        ("2. Guarde la primera copia en el Sobre PREP;", 183.4, 172.3, 223.6, 174.2),
        ("3. Entregue copia legible a las representaciones partidistas presentes, según el orden del apartado 12.",
         183.4, 175.3, 270.8, 177.3),
        ("En caso de que alguna o algún representante de partido político, le solicite tomar una fotografía del acta,",
         185.6, 178.0, 271.8, 180.0),
        ("Usted debe permitírselo.", 185.7, 181.0, 208.0, 182.8),
    ):  # fmt: skip
        h.texto(que, *donde)
    for y, alto in ((22.0, 2.6), (34.3, 2.6), (70.0, 2.8), (150.8, 2.8), (163.4, 2.8)):
        h.bloque(184.0, y, 189.0, y + alto, 110)
    for x in (212.4, 218.4):
        h.caja(x, 25.3, x + 3.5, 28.9, 110)
    h.caja(255.6, 25.2, 260.6, 29.6, 110)
    h.bloque(183.6, 41.2, 272.3, 45.2, 160)
    h.texto("CARGO", 188.9, 42.8, 194.0, 44.1)
    h.texto("NOMBRES", 223.0, 42.3, 230.3, 43.5)
    h.texto("FIRMAS", 260.1, 42.3, 265.6, 43.5)
    for y in (41.2, 45.2, 49.2, 53.1, 57.0, 60.9, 64.8, 68.8):
        h.linea(183.6, y, 272.3, y, 70)
    cargos = ("PRESIDENTE/A", "1er. SECRETARIO/A", "2do. SECRETARIO/A", "1er. ESCRUTADOR/A", "2do. ESCRUTADOR/A")
    for i, cargo in enumerate((*cargos, "3er. ESCRUTADOR/A")):
        h.texto(cargo, 184.2, 47.1 + 3.87 * i, 194.2 if i == 0 else 197.9, 48.4 + 3.87 * i)
    for x in (183.6, 199.25, 253.6, 272.3):
        h.linea(x, 41.2, x, 68.8, 70)
    h.bloque(183.5, 78.7, 272.0, 84.0, 160)
    h.texto("PARTIDO", 184.2, 80.9, 190.4, 82.2)
    h.texto("NOMBRE COMPLETO", 204.3, 80.8, 219.1, 82.1)
    h.texto("FIRMA", 246.3, 80.4, 250.9, 81.6)
    for k in range(15):
        h.linea(183.5 if k % 2 == 0 else 191.1, 84.0 + 4.72 * k, 272.0, 84.0 + 4.72 * k, 70)
    for x in (183.5, 191.1, 232.6, 235.4, 238.4, 258.1, 264.75, 272.0):
        h.linea(x, 78.7, x, 150.1, 70)
    for k in range(6):
        h.bloque(184.8, 86.6 + 9.42 * k, 189.8, 91.6 + 9.42 * k, 120)
    for x in (189.25, 201.75, 214.4, 227.0, 239.7, 253.0, 266.5):
        h.caja(x, 159.4, x + 3.5, 162.75, 90)


def plantilla() -> dict[str, object]:
    def caja(x: float, y: float, ancho: float, alto: float) -> dict[str, float]:
        return {"x": round(x, 2), "y": round(y, 2), "ancho": ancho, "alto": alto}

    campos = [
        {
            "clave": clave,
            "tipo": "total" if clave == "TOTAL" else "votos",
            "digitos": [caja(x, piso(k) - RENGLON + 0.4, 3.5, 4.3) for x in DIGITO_X],
            "letra": caja(111.4, piso(k) - RENGLON + 0.3, 53.8, 5.3),
        }
        for k, clave in enumerate(CLAVES)
    ]
    return {
        "clave": "cdmx-2024-jefatura",
        "nombre": "Acta A02 de la elección de Jefatura de Gobierno, Ciudad de México 2024 (muestra)",
        "hoja_mm": [ANCHO_MM, ALTO_MM],
        "referencia": "referencia.png",
        "campos": campos,
        "sumas": [{"total": "TOTAL", "sumandos": CLAVES[:-1]}],
        "reservado": [caja(199.5, 45.2, 72.8, 23.6), caja(191.3, 84.0, 66.8, 66.1)],
    }


if __name__ == "__main__":
    carpeta = Path(__file__).parent
    dibujar().convert("P", palette=Image.ADAPTIVE, colors=16).save(carpeta / "referencia.png", optimize=True)
    texto = json.dumps(plantilla(), indent=1, ensure_ascii=False)
    (carpeta / "plantilla.json").write_text(texto + "\n", encoding="utf-8")
