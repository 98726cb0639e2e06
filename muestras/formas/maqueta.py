"""Where everything of the drawn acta is, in millimetres from the sheet's top-left corner.

This description is the only source of the PDF, of ``referencia.png`` and of ``plantilla.json``, and the pen of
``muestras.hoja`` writes in the same boxes: form, reader's map and truth cannot drift apart.

The skeleton is the one INE prescribes to every local authority, as seen on the federal form of 2015 and on the
CDMX form of 2024: landscape, three columns, corner marks, two empty boxes at the top left for the PREP label and the
stamp of acopio, each quantity as a line for words and three boxes for digits. Titles and emblems are our own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from captura.plantilla import Caja
from verificacion.dominio.eleccion import Contendiente, TipoCampo, TipoContendiente

HOJA_MM = (340.0, 216.0)
MARCA_MM = 8.0
MARCAS_MM = ((8.0, 8.0), (324.0, 8.0), (8.0, 200.0))
"""Top-left corners of the three black squares; the fourth corner has an L mark."""
MARCA_L_MM = (324.0, 200.0)

COLUMNA_1 = (12.0, 114.0)
COLUMNA_2 = (119.0, 227.0)
COLUMNA_3 = (232.0, 330.0)

TOTAL = "TOTAL"
SECCION = "SECCION"

_CASILLERO = (5.6, 5.8)
_PASO_CASILLERO = 6.2
_RENGLON_MAX_MM = 7.2
_TABLA_Y = 27.0
_TABLA_ALTO = 131.0


@dataclass(frozen=True, slots=True)
class Cantidad:
    """A place to write one figure: its digit boxes and, where there is one, the line for its words."""

    clave: str
    tipo: TipoCampo
    digitos: tuple[Caja, ...]
    letra: Caja | None


@dataclass(frozen=True, slots=True)
class Renglon:
    """One row of the results table. ``contendiente`` is None on the TOTAL row."""

    contendiente: Contendiente | None
    caja: Caja
    emblema: Caja
    cantidad: Cantidad


@dataclass(frozen=True, slots=True)
class Apartado:
    """One numbered section of column 1 or 2 with a quantity of its own."""

    numero: int
    titulo: str
    instruccion: str
    y: float
    cantidad: Cantidad


@dataclass(frozen=True, slots=True)
class Firmante:
    """A row where a person writes a name and signs. Both boxes are personal data."""

    cargo: str
    nombre: Caja
    firma: Caja
    contendiente: Contendiente | None = None


@dataclass(frozen=True, slots=True)
class TipoMarca:
    """Where the kind of casilla is marked, and the two boxes of its number (none for a básica)."""

    clave: str
    rotulo: str
    marca: Caja
    digitos: tuple[Caja, ...]


@dataclass(frozen=True, slots=True)
class Maqueta:
    """The whole form. ``suma`` (3 + 4) is written by people but is not data of the PREP, so it is not a field."""

    clave: str
    nombre: str
    eleccion: str
    entidad: str
    codigo: str
    etiqueta: Caja
    sello: Caja
    distrito: Caja
    municipio: Caja
    lugar: tuple[Caja, ...]
    seccion: Cantidad
    tipos: tuple[TipoMarca, ...]
    apartados: tuple[Apartado, ...]
    suma: Apartado
    renglones: tuple[Renglon, ...]
    comparaciones: tuple[tuple[Caja, Caja], ...]
    funcionarios: tuple[Firmante, ...]
    representaciones: tuple[Firmante, ...]

    @property
    def cantidades(self) -> tuple[Cantidad, ...]:
        """The fields of ``plantilla.json``, in the order of the sheet."""
        previas = tuple(a.cantidad for a in self.apartados[:-1])
        return (self.seccion, *previas, *(r.cantidad for r in self.renglones), self.apartados[-1].cantidad)

    @property
    def votos(self) -> tuple[str, ...]:
        """Keys of the vote rows, without the total."""
        return tuple(r.cantidad.clave for r in self.renglones if r.contendiente is not None)

    @property
    def reservado(self) -> tuple[Caja, ...]:
        """Names and signatures: what the public copy of an image covers."""
        return tuple(caja for f in (*self.funcionarios, *self.representaciones) for caja in (f.nombre, f.firma))


def maquetar(
    clave: str, nombre: str, eleccion: str, entidad: str, codigo: str, contendientes: Sequence[Contendiente]
) -> Maqueta:
    """Lay out the acta of one set of contenders.

    Args:
        clave: key of the form.
        nombre: name a person sees in a list of forms.
        eleccion: what the printed title says is elected, as ``DIPUTACIONES LOCALES``.
        entidad: printed name of the entity.
        codigo: acta code inside the circle (TIPO_ACTA of an ordinary casilla).
        contendientes: vote rows in the order of the acta; unregistered and null votes included.
    """
    renglones = _renglones(contendientes)
    fin_tabla = renglones[-1].caja.y + renglones[-1].caja.alto
    apartados, suma = _apartados_columna_1()
    sacados = Apartado(
        7,
        "TOTAL DE VOTOS SACADOS DE LA URNA",
        "Escriba el total de votos de esta elección que se sacaron de todas las urnas.",
        fin_tabla + 4.0,
        _cantidad("SACADOS", TipoCampo.SACADOS, COLUMNA_2, fin_tabla + 11.5, 6.2),
    )
    return Maqueta(
        clave=clave,
        nombre=nombre,
        eleccion=eleccion,
        entidad=entidad,
        codigo=codigo,
        etiqueta=Caja(20.0, 8.0, 48.0, 19.0),
        sello=Caja(71.0, 8.0, 43.0, 19.0),
        distrito=Caja(84.0, 62.2, 28.0, 5.4),
        municipio=Caja(32.0, 68.6, 80.0, 5.4),
        lugar=(Caja(12.0, 88.8, 43.0, 5.0), Caja(12.0, 94.0, 100.0, 5.0)),
        seccion=_seccion(),
        tipos=_tipos(),
        apartados=(*apartados, sacados),
        suma=suma,
        renglones=renglones,
        comparaciones=tuple(
            (Caja(213.0, y, 5.4, 5.4), Caja(221.0, y, 5.4, 5.4)) for y in (fin_tabla + 24.0, fin_tabla + 33.5)
        ),
        funcionarios=_funcionarios(),
        representaciones=_representaciones(contendientes),
    )


def _casilleros(x_fin: float, y: float, alto: float, cuantos: int = 3) -> tuple[Caja, ...]:
    ancho, alto_max = _CASILLERO
    alto_caja = min(alto_max, alto)
    inicio = x_fin - (cuantos - 1) * _PASO_CASILLERO - ancho
    return tuple(Caja(round(inicio + i * _PASO_CASILLERO, 3), round(y, 3), ancho, alto_caja) for i in range(cuantos))


def _cantidad(clave: str, tipo: TipoCampo, columna: tuple[float, float], y: float, alto: float) -> Cantidad:
    digitos = _casilleros(columna[1] - 1.0, y, alto)
    izquierda = columna[0] + 1.0
    return Cantidad(clave, tipo, digitos, Caja(izquierda, round(y, 3), digitos[0].x - 2.0 - izquierda, alto))


def _apartados_columna_1() -> tuple[tuple[Apartado, ...], Apartado]:
    textos = (
        (2, "BOLETAS SOBRANTES", "Escriba el total de boletas no usadas que se cancelaron con dos líneas diagonales."),
        (3, "PERSONAS QUE VOTARON", "Escriba el total de marcas “Votó” de la lista nominal y de las sentencias."),
        (4, "REPRESENTANTES QUE VOTARON", "Escriba el total de marcas “Votó” de la relación de representaciones."),
        (5, "SUMA DE PERSONAS Y REPRESENTANTES", "Sume las cantidades de los apartados 3 y 4."),
    )
    claves = (
        ("SOBRANTES", TipoCampo.SOBRANTES),
        ("PERSONAS", TipoCampo.PERSONAS),
        ("REPRESENTANTES", TipoCampo.REPRESENTANTES),
        ("SUMA", TipoCampo.PERSONAS),
    )
    filas: list[Apartado] = []
    for i, ((numero, titulo, instruccion), (clave, tipo)) in enumerate(zip(textos, claves, strict=True)):
        y = 103.0 + 23.5 * i
        filas.append(Apartado(numero, titulo, instruccion, y, _cantidad(clave, tipo, COLUMNA_1, y + 9.5, 6.4)))
    return tuple(filas[:3]), filas[3]


def _renglones(contendientes: Sequence[Contendiente]) -> tuple[Renglon, ...]:
    x, x_fin = COLUMNA_2
    alto = round(min(_RENGLON_MAX_MM, _TABLA_ALTO / (len(contendientes) + 1)), 3)
    filas: list[Renglon] = []
    for i, contendiente in enumerate((*contendientes, None)):
        y = round(_TABLA_Y + i * alto, 3)
        digitos = _casilleros(x_fin - 0.6, y + (alto - min(5.8, alto - 0.7)) / 2, alto - 0.7)
        letra = Caja(x + 19.6, round(y + 0.3, 3), round(digitos[0].x - 1.6 - x - 19.6, 3), round(alto - 0.6, 3))
        clave = TOTAL if contendiente is None else contendiente.clave
        tipo = TipoCampo.TOTAL if contendiente is None else TipoCampo.VOTOS
        filas.append(
            Renglon(
                contendiente,
                Caja(x, y, x_fin - x, alto),
                Caja(x + 3.6, y, 15.4, alto),
                Cantidad(clave, tipo, digitos, letra),
            )
        )
    return tuple(filas)


def _seccion() -> Cantidad:
    cajas = tuple(Caja(round(26.0 + 6.2 * i, 3), 76.6, 5.6, 6.2) for i in range(4))
    return Cantidad(SECCION, TipoCampo.IDENTIFICACION, cajas, None)


def _tipos() -> tuple[TipoMarca, ...]:
    rotulos = (("B", "BÁSICA"), ("C", "CONTIGUA"), ("E", "EXTRAORD."), ("EC", "EXT. CONT."), ("S", "ESPECIAL"))
    filas: list[TipoMarca] = []
    for i, (clave, rotulo) in enumerate(rotulos):
        x = 57.0 + 11.2 * i
        digitos = () if clave == "B" else tuple(Caja(round(x + 0.5 + 5.1 * j, 3), 86.4, 4.8, 5.0) for j in range(2))
        filas.append(TipoMarca(clave, rotulo, Caja(round(x, 3), 80.2, 10.6, 5.0), digitos))
    return tuple(filas)


def _funcionarios() -> tuple[Firmante, ...]:
    cargos = (
        "PRESIDENTE/A",
        "1er. SECRETARIO/A",
        "2do. SECRETARIO/A",
        "1er. ESCRUTADOR/A",
        "2do. ESCRUTADOR/A",
        "3er. ESCRUTADOR/A",
    )
    alto = 5.4
    return tuple(
        Firmante(
            c, Caja(254.0, round(38.0 + alto * i, 3), 52.0, alto), Caja(306.0, round(38.0 + alto * i, 3), 24.0, alto)
        )
        for i, c in enumerate(cargos)
    )


def _representaciones(contendientes: Sequence[Contendiente]) -> tuple[Firmante, ...]:
    con_representante = (TipoContendiente.PARTIDO, TipoContendiente.INDEPENDIENTE, TipoContendiente.CANDIDATURA_COMUN)
    presentes = [c for c in contendientes if c.tipo in con_representante]
    alto = round(min(8.0, 84.0 / max(1, len(presentes))), 3)
    return tuple(
        Firmante(
            c.nombre,
            Caja(243.0, round(87.0 + alto * i, 3), 47.0, alto),
            Caja(298.0, round(87.0 + alto * i, 3), 24.0, alto),
            c,
        )
        for i, c in enumerate(presentes)
    )
