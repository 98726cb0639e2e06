"""One row of the official CSV, from an acta already evaluated.

A country has 170,000 rows of some 45 cells: what the rows of an election, of a district or of a place share is written
once, and each row is put together from its parts.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from operator import itemgetter

from publicacion.disposicion import COLUMNA_DE_CAMPO, citar, columnas, columnas_votos, disposicion_de
from publicacion.horas import hora_acta
from verificacion.dominio.agregacion import ActaEvaluada
from verificacion.dominio.conteo import Cifra, Leyenda
from verificacion.dominio.eleccion import ActaEsperada, FormatoBase, Proceso
from verificacion.dominio.inconsistencia import Observacion, esta_capturada, imprimir
from verificacion.dominio.registro import EstadoActa, ImagenPublicable, RegistroActa

NO_APLICA = "N/A"
_IMAGEN = 7
"""Cells of the image: hash, three times, origin, digitalisation and kind of document."""


def cifra(valor: Cifra, formato: FormatoBase) -> str:
    """A figure as this election prints it."""
    match valor:
        case Leyenda.ILEGIBLE:
            return formato.ilegible
        case Leyenda.SIN_DATO:
            return formato.sin_dato
        case _:
            return str(valor)


class Renglones:
    """Writes the rows of one election. Every cell is quoted as its layout asks when it is first met."""

    def __init__(self, proceso: Proceso):
        disposicion = disposicion_de(proceso.formato)
        formato = proceso.formato
        self._proceso = proceso
        self._disposicion = disposicion
        self._nombres = columnas(disposicion, proceso.contendientes)
        self._citadas = _Citadas(disposicion.comillas)
        self._cifras = _Impresas(formato, self._citadas)
        self._observaciones: dict[Hashable, str] = {}
        self._por_distrito: dict[int, _Distrito] = {}
        apostrofo = disposicion.con_apostrofo if formato.apostrofo else frozenset[str]()
        marcas = ("CLAVE_CASILLA", "CLAVE_ACTA", "ID_AMBITO", "SECCION", "EXT_CONTIGUA")
        self._clave, self._acta, self._ambito, self._seccion, self._ext = ("'" * (m in apostrofo) for m in marcas)
        marca = "'" * (f"ID_{disposicion.entidad}" in apostrofo)
        self._entidad = [f"{marca}{proceso.entidad:02}", self._citadas[proceso.entidad_nombre]]
        self._comilla = '"' * (" " in disposicion.comillas)
        self._votos = len(proceso.contendientes)
        self._finales = [""] * len(disposicion.urna)

    def linea(self, evaluada: ActaEvaluada) -> str:
        """The row of an acta, with its line feed."""
        registro = evaluada.registro
        acta = registro.acta
        if acta is None:
            celdas = self._fuera(evaluada)
        elif esta_capturada(registro):
            celdas = self._capturada(evaluada, acta)
        else:
            lista = str(acta.casilla.lista_nominal)
            celdas = [*self._identificacion(acta), *[""] * (self._votos + 6), lista]
            celdas += [""] * (len(self._nombres) - len(celdas))
        return self._disposicion.separador.join(celdas) + "\n"

    def _identificacion(self, acta: ActaEsperada) -> list[str]:
        casilla = acta.casilla
        clave, texto = casilla.clave, str(casilla.clave)
        return [
            self._clave + texto,
            f"{self._acta}{texto}{acta.clave.tipo_acta}",
            *self._entidad,
            f"{self._ambito}{casilla.distrito:03}",
            self._citadas[casilla.distrito_nombre],
            self._seccion + texto[2:6],
            texto[7:9],
            clave.tipo.value,
            self._ext + texto[9:],
            _UBICACION[casilla.urbana],
            acta.clave.tipo_acta.lstrip("0"),  # Campeche: key ...03, column 3
        ]

    def _capturada(self, evaluada: ActaEvaluada, acta: ActaEsperada) -> list[str]:
        registro, casilla, citadas = evaluada.registro, acta.casilla, self._citadas
        distrito = self._por_distrito.get(casilla.distrito)
        if distrito is None:
            distrito = self._por_distrito[casilla.distrito] = _Distrito(acta, self._proceso)
        contabilizada = evaluada.contabilizada
        return [
            *self._identificacion(acta),
            *distrito.celdas(evaluada, self._cifras),
            str(evaluada.total) if evaluada.total is not None else citadas[self._proceso.formato.sin_acta],
            str(casilla.lista_nominal),
            str(casilla.representantes),
            self._observacion(evaluada.observaciones),
            str(contabilizada.value) if contabilizada is not None else "",
            "",
            *(self._imagen(registro) if registro.estado is not EstadoActa.SIN_ACTA else [NO_APLICA] * _IMAGEN),
            *self._finales,
            *([str(registro.cotejada)] if self._disposicion.cotejada else ()),
        ]

    def _fuera(self, evaluada: ActaEvaluada) -> list[str]:
        """A row out of the catalogue: nothing but its image, at the end of the file."""
        disposicion, registro = self._disposicion, evaluada.registro
        celdas = dict(zip(self._nombres, [""] * len(self._nombres), strict=True))
        celdas[f"ID_{disposicion.entidad}"], celdas[disposicion.entidad] = self._entidad
        celdas["UBICACION_CASILLA"] = disposicion.fuera_ubicacion
        celdas["OBSERVACIONES"] = self._observacion(evaluada.observaciones)
        celdas["CONTABILIZADA"] = disposicion.fuera_contabilizada
        if registro.imagen is not None:
            primera = self._nombres.index(disposicion.integridad)
            imagen = zip(self._nombres[primera : primera + _IMAGEN], self._imagen(registro), strict=True)
            celdas |= dict(imagen) | {"FECHA_HORA_CAPTURA": "", "FECHA_HORA_VERIFICACION": ""}
        return list(celdas.values())

    def _observacion(self, observaciones: frozenset[Observacion]) -> str:
        texto = self._observaciones.get(observaciones)
        if texto is None:
            texto = self._citadas[imprimir(observaciones, self._proceso.formato)]
            self._observaciones[observaciones] = texto
        return texto

    def _imagen(self, registro: RegistroActa) -> list[str]:
        imagen: ImagenPublicable | None = registro.imagen
        return [
            (imagen.sha256 or "") if imagen else "",  # blank while its copy waits to be covered
            self._momento(imagen.acopio_en) if imagen else "",
            self._momento(registro.capturada_en),
            self._momento(registro.verificada_en),
            imagen.origen.value if imagen else "",
            imagen.digitalizacion.value if imagen else "",
            self._citadas[imagen.tipo_documento] if imagen else "",
        ]

    def _momento(self, momento: datetime | None) -> str:
        if momento is None:
            return ""
        return f"{self._comilla}{hora_acta(momento, self._proceso.zona)}{self._comilla}"


_UBICACION = {True: "1", False: "2", None: ""}


class _Citadas(dict[str, str]):
    """Texts as cells, quoted where they need it."""

    def __init__(self, comillas: str):
        super().__init__()
        self._comillas = comillas

    def __missing__(self, texto: str) -> str:
        self[texto] = celda = citar(texto, self._comillas)
        return celda


class _Impresas(dict[Cifra | None, str]):
    """Figures as cells; None is who does not contend in the district."""

    def __init__(self, formato: FormatoBase, citadas: _Citadas):
        super().__init__({leyenda: citadas[cifra(leyenda, formato)] for leyenda in Leyenda})
        self[None] = citadas[formato.ausente]
        self.sin_acta = citadas[formato.sin_acta]

    def __missing__(self, valor: Cifra) -> str:
        self[valor] = texto = str(valor)
        return texto


class _Distrito:
    """Where each cell of the figures comes from, in the actas of a district."""

    def __init__(self, acta: ActaEsperada, proceso: Proceso):
        presentes = proceso.votos_en(acta.casilla.distrito)
        lugares = {clave: i for i, clave in enumerate(presentes)}
        orden = [c.clave for c in columnas_votos(proceso.contendientes)]
        self._votos: Callable[[Sequence[Cifra | None]], tuple[Cifra | None, ...]] = itemgetter(
            *(lugares.get(clave, len(presentes)) for clave in orden)
        )
        self._contienden = [clave in lugares for clave in orden]
        forma = proceso.forma_de(acta)
        campos = [next(iter(forma.de_tipo(tipo)), None) for tipo in COLUMNA_DE_CAMPO]
        self._cantidades, self._asentado = campos[:-1], campos[-1]

    def celdas(self, evaluada: ActaEvaluada, cifras: _Impresas) -> Iterable[str]:
        """Quantities, votes and written total. A contender absent from the district is not "sin dato"."""
        conteo, votos = evaluada.registro.conteo, evaluada.votos
        if conteo is None or votos is None:
            todas = [
                *(campo is not None for campo in self._cantidades),
                *self._contienden,
                self._asentado is not None,
            ]
            vacias = [""] * len(self._cantidades) + [cifras[None]] * len(self._contienden) + [""]
            return [cifras.sin_acta if esta else vacia for esta, vacia in zip(todas, vacias, strict=True)]
        return [
            *[cifras[conteo[c]] if c is not None else "" for c in self._cantidades],
            *map(cifras.__getitem__, self._votos((*votos, None))),
            cifras[conteo[self._asentado]] if self._asentado is not None else "",
        ]
