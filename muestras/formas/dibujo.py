"""Drawing of the blank acta: the printed matter around the boxes of ``muestras.formas.maqueta``."""

from collections.abc import Iterable

from captura.plantilla import Caja
from muestras.formas.emblemas import emblema, losa
from muestras.formas.maqueta import (
    COLUMNA_1,
    COLUMNA_2,
    COLUMNA_3,
    HOJA_MM,
    MARCA_L_MM,
    MARCA_MM,
    MARCAS_MM,
    Apartado,
    Cantidad,
    Firmante,
    Maqueta,
)
from muestras.formas.papel import CURSIVA, NEGRITA, NORMAL, Papel
from verificacion.dominio.eleccion import TipoContendiente

GUINDA = "#8c2f5c"
ARENA = "#dcc9b6"
CLARO = "#f3e9e2"
GRIS = "#777777"
NEGRO = "#1a1a1a"
_COLOR_APARTADO = {2: "#2f5d8c", 3: "#d9772b", 4: "#5b4a9b", 5: "#b0306a", 7: "#7a5f3c"}


def dibujar_pdf(maqueta: Maqueta) -> bytes:
    """Draw the blank form as a one-page PDF whose bytes depend on ``maqueta`` only."""
    papel = Papel(*HOJA_MM, maqueta.nombre)
    _marcas(papel)
    _encabezado(papel, maqueta)
    _identificacion(papel, maqueta)
    _columna_1(papel, maqueta)
    _resultados(papel, maqueta)
    _comparaciones(papel, maqueta)
    _incidentes(papel)
    _funcionarios(papel, maqueta.funcionarios)
    _representaciones(papel, maqueta)
    _cierre(papel, maqueta)
    _muestra(papel)
    return papel.pdf()


def _marcas(papel: Papel) -> None:
    for x, y in MARCAS_MM:
        papel.rectangulo(Caja(x, y, MARCA_MM, MARCA_MM), NEGRO, None)
    x, y = MARCA_L_MM
    papel.rectangulo(Caja(x + MARCA_MM - 1.6, y, 1.6, MARCA_MM), NEGRO, None)
    papel.rectangulo(Caja(x, y + MARCA_MM - 1.6, MARCA_MM, 1.6), NEGRO, None)
    for columna in (COLUMNA_2, COLUMNA_3):
        papel.linea(columna[0] - 2.5, 9.0, columna[0] - 2.5, 203.0, GUINDA, 0.35)


def _muestra(papel: Papel) -> None:
    papel.girado(166.0, 100.0, 24.0, "MUESTRA", 74.0, "#9a8f8a", alfa=0.2)


def _bala(papel: Papel, x: float, y: float, numero: int, color: str = GUINDA) -> None:
    papel.circulo(x, y, 2.1, color)
    papel.texto(x, y + 0.95, str(numero), 7.4, "#ffffff", NEGRITA, "centro")


def _titulo(papel: Papel, x: float, y: float, numero: int, titulo: str, ancho: float, color: str = GUINDA) -> None:
    _bala(papel, x + 2.1, y + 1.9, numero, color)
    papel.texto(x + 5.6, y + 2.9, titulo, 8.2, color, NEGRITA, ancho_max_mm=ancho - 6.0)


def _casilleros(papel: Papel, cajas: Iterable[Caja], linea: str = "#b08a9e") -> None:
    for caja in cajas:
        papel.rectangulo(caja, "#ffffff", linea, 0.2, guiones_mm=(0.5, 0.35))
        for x in (caja.x, caja.x + caja.ancho):
            papel.linea(x, caja.y + caja.alto * 0.55, x, caja.y + caja.alto, "#444444", 0.22)


def _linea_letra(papel: Papel, cantidad: Cantidad) -> None:
    if cantidad.letra is None:
        return
    y = cantidad.letra.y + cantidad.letra.alto
    x_fin = cantidad.digitos[-1].x + cantidad.digitos[-1].ancho
    papel.linea(cantidad.letra.x, y + 0.3, x_fin + 0.6, y + 0.3, NEGRO, 0.25)
    papel.circulo(cantidad.letra.x, y + 0.3, 0.7, NEGRO)
    papel.circulo(x_fin + 0.6, y + 0.3, 0.7, NEGRO)
    centro = cantidad.letra.x + cantidad.letra.ancho / 2
    papel.texto(centro, y + 2.4, "(Con letra)", 4.8, "#333333", CURSIVA, "centro")
    papel.texto(cantidad.digitos[1].x + 2.8, y + 2.4, "(Con número)", 4.8, "#333333", CURSIVA, "centro")


def _encabezado(papel: Papel, maqueta: Maqueta) -> None:
    papel.rectangulo(maqueta.etiqueta, None, "#888888", 0.25)
    papel.rectangulo(maqueta.sello, None, "#888888", 0.25)
    papel.circulo(17.2, 34.4, 5.2, ARENA)
    papel.texto(17.2, 36.3, maqueta.codigo, 15.0, NEGRO, NEGRITA, "centro")
    papel.rectangulo(Caja(25.0, 29.6, 29.0, 12.4), CLARO, None)
    papel.texto(39.5, 33.4, "AUTORIDAD ELECTORAL", 5.6, "#333333", NEGRITA, "centro")
    papel.texto(39.5, 36.3, "PROCESO LOCAL", 5.6, "#333333", NORMAL, "centro")
    papel.texto(39.5, 39.6, "SIMULACRO", 7.0, GUINDA, NEGRITA, "centro")
    papel.rectangulo(Caja(54.8, 29.6, 59.2, 12.4), ARENA, None)
    papel.texto(84.4, 33.6, "ACTA DE ESCRUTINIO Y CÓMPUTO DE", 7.4, NEGRO, NEGRITA, "centro", 57.0)
    papel.texto(84.4, 37.0, "CASILLA DE LA ELECCIÓN DE", 7.4, NEGRO, NEGRITA, "centro", 57.0)
    papel.texto(84.4, 40.5, maqueta.eleccion, 7.8, NEGRO, NEGRITA, "centro", 57.0)
    legal = (
        "FORMA DIBUJADA PARA ENSAYOS DEL PROGRAMA DE RESULTADOS ELECTORALES PRELIMINARES. NO ES UN DOCUMENTO OFICIAL "
        "NI LO REPRODUCE; LOS NOMBRES Y LAS CIFRAS SON INVENTADOS."
    )
    y = papel.parrafo(COLUMNA_1[0], 45.6, 102.0, legal, 4.9, "#333333")
    aviso = (
        "Al concluir la Hoja para hacer operaciones, llene el acta utilizando un bolígrafo de tinta azul. "
        "Asegúrese de que todas las copias sean legibles."
    )
    papel.parrafo(COLUMNA_1[0], y + 1.4, 102.0, aviso, 6.6, GUINDA, NEGRITA)


def _identificacion(papel: Papel, maqueta: Maqueta) -> None:
    x = COLUMNA_1[0]
    _titulo(papel, x, 57.0, 1, "DATOS DE IDENTIFICACIÓN DE CASILLA", 70.0)
    papel.texto(x, 66.4, "Entidad:", 6.6)
    papel.texto(x + 12.0, 66.4, maqueta.entidad, 6.8, NEGRO, NEGRITA)
    papel.linea(x + 10.0, 67.4, 66.0, 67.4)
    papel.texto(68.0, 66.4, "Distrito local:", 6.6)
    papel.linea(maqueta.distrito.x, 67.4, maqueta.distrito.x + maqueta.distrito.ancho, 67.4)
    papel.texto(x, 72.8, "Municipio:", 6.6)
    papel.linea(maqueta.municipio.x - 6.0, 73.8, maqueta.municipio.x + maqueta.municipio.ancho, 73.8)
    papel.texto(x, 81.6, "Sección:", 6.8, NEGRO, NEGRITA)
    _casilleros(papel, maqueta.seccion.digitos)
    papel.texto(38.2, 85.0, "(Con número)", 4.8, "#333333", CURSIVA, "centro")
    papel.rectangulo(Caja(56.4, 75.4, 56.6, 16.9), CLARO, "#a88", 0.2)
    papel.rectangulo(Caja(56.4, 75.4, 56.6, 3.8), ARENA, None)
    papel.texto(84.7, 78.2, "MARQUE CON X EL TIPO DE CASILLA Y ESCRIBA SU NÚMERO", 5.0, NEGRO, NEGRITA, "centro", 54.0)
    for tipo in maqueta.tipos:
        papel.rectangulo(tipo.marca, "#ffffff", "#555555", 0.25, radio_mm=2.4)
        papel.texto(
            tipo.marca.x + tipo.marca.ancho / 2, tipo.marca.y + 3.1, tipo.rotulo, 4.4, NEGRO, NEGRITA, "centro", 9.4
        )
        _casilleros(papel, tipo.digitos)
    papel.texto(x, 88.4, "La casilla se instaló en:", 6.6)
    for caja in maqueta.lugar:
        papel.linea(caja.x, caja.y + caja.alto, caja.x + caja.ancho, caja.y + caja.alto)


def _apartado(papel: Papel, apartado: Apartado, x: float, ancho: float) -> None:
    color = _COLOR_APARTADO[apartado.numero]
    _titulo(papel, x, apartado.y, apartado.numero, apartado.titulo, ancho, color)
    papel.parrafo(x + 1.0, apartado.y + 6.4, ancho - 22.0, apartado.instruccion, 6.0)
    _casilleros(papel, apartado.cantidad.digitos)
    _linea_letra(papel, apartado.cantidad)


def _columna_1(papel: Papel, maqueta: Maqueta) -> None:
    izquierda, derecha = COLUMNA_1
    fondo_y = maqueta.apartados[1].cantidad.digitos[0].y - 3.0
    fin = maqueta.suma.cantidad.digitos[0]
    papel.rectangulo(Caja(derecha - 21.0, fondo_y, 21.0, fin.y + fin.alto - fondo_y + 1.2), CLARO, GUINDA, 0.25)
    for apartado in (*maqueta.apartados[:-1], maqueta.suma):
        _apartado(papel, apartado, izquierda, derecha - izquierda)
    for apartado, signo in ((maqueta.apartados[2], "+"), (maqueta.suma, "=")):
        papel.texto(derecha - 10.5, apartado.cantidad.digitos[0].y - 3.4, signo, 13.0, GUINDA, NEGRITA, "centro")


def _resultados(papel: Papel, maqueta: Maqueta) -> None:
    x, x_fin = COLUMNA_2
    _titulo(papel, x, 8.4, 6, f"RESULTADOS DE LA VOTACIÓN DE {maqueta.eleccion}", x_fin - x, "#555555")
    aviso = (
        "Copie de la Hoja para hacer operaciones los votos de partidos, coaliciones, candidaturas no registradas, "
        "nulos y TOTAL. En caso de que no se haya recibido votación para alguno, escriba ceros."
    )
    papel.parrafo(x, 15.4, x_fin - x, aviso, 5.7)
    primera, ultima = maqueta.renglones[0], maqueta.renglones[-1]
    papel.rectangulo(Caja(x, 20.4, x_fin - x, 6.6), ARENA, "#555555", 0.25)
    papel.texto(x + 11.3, 23.0, "PARTIDO, COALICIÓN", 4.5, NEGRO, NEGRITA, "centro", 19.0)
    papel.texto(x + 11.3, 25.2, "O CANDIDATURA", 4.5, NEGRO, NEGRITA, "centro", 19.0)
    centro = primera.cantidad.letra.x + primera.cantidad.letra.ancho / 2 if primera.cantidad.letra else x + 50.0
    papel.texto(centro, 23.4, "RESULTADOS DE LA VOTACIÓN", 5.2, NEGRO, NEGRITA, "centro")
    papel.texto(centro, 25.7, "(Con letra)", 4.6, NEGRO, CURSIVA, "centro")
    numero_x = primera.cantidad.digitos[0].x - 1.0
    papel.texto((numero_x + x_fin) / 2, 24.6, "(Con número)", 4.8, NEGRO, CURSIVA, "centro")
    colores = {c.clave: c.color for c in (r.contendiente for r in maqueta.renglones) if c is not None}
    for renglon in maqueta.renglones:
        caja = renglon.caja
        if renglon.contendiente is None:
            papel.rectangulo(Caja(caja.x, caja.y, 19.4, caja.alto), GUINDA, None)
            papel.texto(caja.x + 9.7, caja.y + caja.alto / 2 + 1.4, "TOTAL", 10.0, "#ffffff", NEGRITA, "centro")
        else:
            emblema(papel, renglon.emblema, renglon.contendiente, colores)
        _casilleros(papel, renglon.cantidad.digitos)
        papel.linea(x, caja.y + caja.alto, x_fin, caja.y + caja.alto, "#555555", 0.25)
        for punto in (x + 19.4, x_fin):
            papel.circulo(punto, caja.y + caja.alto, 0.55, NEGRO)
    y, fin = primera.caja.y, ultima.caja.y + ultima.caja.alto
    for vertical in (x, x + 19.4, numero_x, x_fin):
        papel.linea(vertical, y, vertical, fin, "#555555", 0.25)
    _grupo_coalicion(papel, maqueta)
    _apartado(papel, maqueta.apartados[-1], x, x_fin - x)


def _grupo_coalicion(papel: Papel, maqueta: Maqueta) -> None:
    filas = [
        r
        for r in maqueta.renglones
        if r.contendiente is not None and r.contendiente.tipo is TipoContendiente.COMBINACION
    ]
    if not filas:
        return
    y, fin = filas[0].caja.y, filas[-1].caja.y + filas[-1].caja.alto
    papel.rectangulo(Caja(filas[0].caja.x, y, 3.2, fin - y), GUINDA, None)
    if fin - y > 14.0:
        papel.girado(filas[0].caja.x + 1.6, (y + fin) / 2, 90.0, "COALICIÓN", 5.6, "#ffffff")


def _comparaciones(papel: Papel, maqueta: Maqueta) -> None:
    x = COLUMNA_2[0]
    preguntas = (
        (8, "PERSONAS QUE VOTARON Y VOTOS SACADOS", "¿Es igual la cantidad del apartado 5 con la de votos sacados?"),
        (9, "VOTOS SACADOS Y TOTAL DE LA VOTACIÓN", "¿Es igual la cantidad de votos sacados con el TOTAL?"),
    )
    for (numero, titulo, pregunta), (si, no) in zip(preguntas, maqueta.comparaciones, strict=True):
        _titulo(papel, x, si.y - 2.4, numero, titulo, 88.0, "#555555")
        papel.texto(x + 1.0, si.y + 4.6, pregunta, 6.0)
        for caja, rotulo in ((si, "Sí"), (no, "No")):
            papel.rectangulo(caja, "#ffffff", "#555555", 0.25)
            papel.texto(caja.x + caja.ancho / 2, caja.y - 0.7, rotulo, 6.2, NEGRO, NEGRITA, "centro")


def _incidentes(papel: Papel) -> None:
    x = COLUMNA_3[0]
    _titulo(papel, x, 8.4, 10, "INCIDENTES DURANTE EL ESCRUTINIO Y CÓMPUTO", 88.0)
    papel.texto(x, 18.0, "¿Se presentaron incidentes?", 6.2)
    for dx, rotulo in ((32.0, "Sí"), (41.0, "No")):
        papel.texto(x + dx - 0.6, 18.0, rotulo, 6.2, NEGRO, NEGRITA, "derecha")
        papel.rectangulo(Caja(x + dx, 14.2, 5.0, 5.0), "#ffffff", "#555555", 0.25)
    papel.texto(x + 50.0, 18.0, "¿En cuántas Hojas se registraron?", 6.2, ancho_max_mm=32.0)
    papel.rectangulo(Caja(x + 84.0, 14.2, 6.4, 5.0), "#ffffff", "#555555", 0.25)
    papel.texto(x, 23.0, "Descríbalos en la Hoja de incidentes.", 6.2)


def _tabla(
    papel: Papel, y: float, fin: float, verticales: Iterable[float], rotulos: Iterable[tuple[float, str]]
) -> None:
    x, x_fin = COLUMNA_3
    papel.rectangulo(Caja(x, y - 5.0, x_fin - x, 5.0), ARENA, "#555555", 0.2)
    for centro, rotulo in rotulos:
        papel.texto(centro, y - 1.8, rotulo, 4.6, NEGRO, NEGRITA, "centro")
    for vertical in (x, *verticales, x_fin):
        papel.linea(vertical, y - 5.0, vertical, fin, "#555555", 0.2)


def _funcionarios(papel: Papel, filas: tuple[Firmante, ...]) -> None:
    x, x_fin = COLUMNA_3
    _titulo(papel, x, 25.0, 11, "FUNCIONARIAS/OS DE MESA DIRECTIVA DE CASILLA", 96.0)
    papel.texto(
        x, 32.2, "Escriba los nombres de quienes estén presentes y asegúrese de que firmen en su totalidad.", 5.6
    )
    _tabla(
        papel,
        filas[0].nombre.y,
        filas[-1].nombre.y + filas[-1].nombre.alto,
        (filas[0].nombre.x, filas[0].firma.x),
        ((243.0, "CARGO"), (280.0, "NOMBRES"), (318.0, "FIRMAS")),
    )
    for fila in filas:
        fin = fila.nombre.y + fila.nombre.alto
        papel.texto(x + 1.0, fin - 1.8, fila.cargo, 4.8, NEGRO, NEGRITA)
        papel.linea(x, fin, x_fin, fin, "#555555", 0.2)


def _representaciones(papel: Papel, maqueta: Maqueta) -> None:
    x, x_fin = COLUMNA_3
    filas = maqueta.representaciones
    _titulo(papel, x, 73.0, 12, "REPRESENTACIONES DE PARTIDO Y CANDIDATURA", 96.0)
    papel.texto(
        x,
        80.2,
        "Escriba los nombres, marque con X si es propietaria (P) o suplente (S) y asegúrese de que firmen.",
        5.6,
    )
    fin_tabla = filas[-1].nombre.y + filas[-1].nombre.alto
    _tabla(
        papel,
        filas[0].nombre.y,
        fin_tabla,
        (243.0, 290.0, 294.0, 298.0, 322.0),
        (
            (237.5, "PARTIDO"),
            (266.5, "NOMBRE COMPLETO"),
            (292.0, "P"),
            (296.0, "S"),
            (310.0, "FIRMA"),
            (326.0, "PROTESTA"),
        ),
    )
    for fila in filas:
        fin = fila.nombre.y + fila.nombre.alto
        if fila.contendiente is not None:
            rotulo = "IND" if fila.contendiente.tipo is TipoContendiente.INDEPENDIENTE else fila.contendiente.clave
            losa(
                papel, Caja(x + 1.2, fila.nombre.y + 1.1, 8.6, fila.nombre.alto - 2.2), rotulo, fila.contendiente.color
            )
        papel.linea(x, fin, x_fin, fin, "#555555", 0.2)


def _cierre(papel: Papel, maqueta: Maqueta) -> None:
    x = COLUMNA_3[0]
    _titulo(papel, x, 174.0, 13, "ESCRITOS DE PROTESTA", 88.0)
    papel.texto(x, 181.0, "Escriba el número de escritos en el recuadro de quien los presentó.", 5.6)
    for i, fila in enumerate(maqueta.representaciones):
        if fila.contendiente is not None:
            losa(papel, Caja(x + 7.6 * i, 182.6, 4.0, 3.2), fila.contendiente.clave[:4], fila.contendiente.color)
            papel.rectangulo(Caja(x + 7.6 * i + 4.0, 182.4, 3.2, 3.6), "#ffffff", "#555555", 0.2)
    _titulo(papel, x, 188.0, 14, "INTEGRACIÓN DEL EXPEDIENTE", 88.0)
    y = 194.6
    for linea in (
        "1. Guarde el original en la bolsa de expediente de casilla.",
        "2. Guarde la primera copia en la bolsa PREP.",
        "3. Entregue copia legible a las representaciones presentes, según el orden del apartado 12.",
    ):
        papel.texto(x, y, linea, 5.6, NEGRO, NEGRITA)
        y += 2.9
    papel.texto(30.0, 209.6, "DESTINO:", 12.0, GUINDA, NEGRITA)
    papel.texto(
        54.0, 209.6, f"PRIMERA COPIA PARA LA BOLSA PREP DE LA ELECCIÓN DE {maqueta.eleccion}", 12.0, GRIS, NEGRITA
    )
