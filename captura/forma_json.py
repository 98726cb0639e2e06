"""plantilla.json at the door: every fault listed at once, with its line and its remedy."""

import json
import math
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Annotated, Any, NamedTuple, cast

from PIL import Image
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from captura.texto_json import Lineas, Ruta, leer_json
from verificacion.dominio.eleccion import TipoCampo
from verificacion.dominio.errores import DatoInvalido

MAX_BYTES_JSON = 4_000_000  # a form of 60 fields is 30 kB; more than this is another file
MAX_PIXELES_REFERENCIA = 60_000_000
MAX_LADO_MM = 1_200.0  # A0 is 1189 mm
MIN_LADO_MM = 50.0
ROCE_MM = 0.3  # neighbouring boxes share their printed line; rounding may make them overlap by this much
MAX_DESPROPORCION = 1.25  # between the shapes of the reference and of hoja_mm; more means another sheet or a turned one


class Problema(NamedTuple):
    """One fault of a form folder.

    ``linea`` is of plantilla.json, from 1, and ``ruta`` the keys that lead there; None where the fault has no place.
    """

    linea: int | None
    que: str
    remedio: str
    ruta: Ruta | None = None


class PlantillaInvalida(DatoInvalido):
    """The form folder has faults; ``problemas`` lists all of them. Correct them and load it again."""

    codigo = "plantilla_invalida"

    def __init__(self, carpeta: Path, problemas: list[Problema]):
        self.carpeta = carpeta
        self.problemas = problemas
        super().__init__(f"{carpeta}: " + " | ".join(self._linea(p) for p in problemas))

    @staticmethod
    def _linea(problema: Problema) -> str:
        donde = f"línea {problema.linea}: " if problema.linea else ""
        return f"{donde}{problema.que}. {problema.remedio}"


class _Estricto(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


_Mm = Annotated[float, Field(ge=0, le=MAX_LADO_MM, strict=True)]
_Lado = Annotated[float, Field(ge=MIN_LADO_MM, le=MAX_LADO_MM, strict=True)]
_Clave = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^\S(.*\S)?$", strict=True)]


class CajaJson(_Estricto):
    """A box of plantilla.json, mm."""

    x: _Mm
    y: _Mm
    ancho: Annotated[float, Field(gt=0, le=MAX_LADO_MM, strict=True)]
    alto: Annotated[float, Field(gt=0, le=MAX_LADO_MM, strict=True)]


class CampoJson(_Estricto):
    """A field of plantilla.json."""

    clave: _Clave
    tipo: TipoCampo
    digitos: Annotated[tuple[CajaJson, ...], Field(min_length=1, max_length=4)]
    letra: CajaJson | None = None


class SumaJson(_Estricto):
    """A sum of plantilla.json."""

    total: _Clave
    sumandos: Annotated[tuple[_Clave, ...], Field(min_length=1)]
    cuadra: Annotated[float, Field(ge=0.05, le=0.99)] | None = None


class FormaJson(_Estricto):
    """The whole of plantilla.json."""

    clave: _Clave
    nombre: Annotated[str, Field(min_length=1, max_length=300, strict=True)]
    hoja_mm: tuple[_Lado, _Lado]
    referencia: Annotated[str, Field(min_length=1, strict=True)] = "referencia.png"
    campos: Annotated[tuple[CampoJson, ...], Field(min_length=1)]
    sumas: tuple[SumaJson, ...] = ()
    qr: CajaJson | None = None
    reservado: tuple[CajaJson, ...] = ()
    mascara: tuple[CajaJson, ...] = ()


def _en(lineas: Lineas, ruta: Ruta, que: str, remedio: str) -> Problema:
    return Problema(lineas.de(ruta), que, remedio, ruta)


def leer_forma(carpeta: Path, archivo: str) -> tuple[FormaJson, Path]:
    """Read plantilla.json and check it and the reference beside it; as ``comprobar_forma``."""
    return comprobar_forma(carpeta, _abrir(carpeta, archivo), archivo)


def comprobar_forma(carpeta: Path, texto: str, archivo: str) -> tuple[FormaJson, Path]:
    """Check the text of a plantilla.json, in its folder or about to be, and the reference beside it.

    Returns:
        The checked form and the path of its reference image.

    Raises:
        PlantillaInvalida: with every fault found.
    """
    crudo, lineas = _analizar(carpeta, texto, archivo)
    problemas = [
        Problema(linea, f"la llave «{clave}» está repetida", "Deje una sola.") for clave, linea in lineas.repetidas
    ]
    forma: FormaJson | None = None
    try:
        forma = FormaJson.model_validate(crudo)
    except ValidationError as e:
        problemas += [_en_espanol(error, lineas) for error in e.errors()]
    datos: dict[str, Any] = cast("dict[str, Any]", crudo) if isinstance(crudo, dict) else {}
    problemas += _problemas_de_claves(datos, lineas)
    problemas += _problemas_de_cajas(datos, lineas)
    problemas += _problemas_de_sumas(datos, lineas)
    problemas += _problemas_de_referencia(carpeta, datos, lineas)
    if problemas or forma is None:
        raise PlantillaInvalida(carpeta, sorted(problemas, key=lambda p: p.linea or 0))
    return forma, carpeta / forma.referencia


def _abrir(carpeta: Path, archivo: str) -> str:
    ruta = carpeta / archivo
    try:
        if ruta.stat().st_size > MAX_BYTES_JSON:
            remedio = "Revise que sea el archivo de la forma."
            raise PlantillaInvalida(carpeta, [Problema(None, f"{archivo} es demasiado grande", remedio)])
        return ruta.read_text(encoding="utf-8-sig")
    except OSError as e:
        remedio = f"Ponga en la carpeta un archivo {archivo} que se pueda leer."
        raise PlantillaInvalida(carpeta, [Problema(None, f"no se puede abrir {archivo}", remedio)]) from e
    except UnicodeDecodeError as e:
        remedio = "Guárdelo como UTF-8."
        raise PlantillaInvalida(carpeta, [Problema(None, f"{archivo} no está en UTF-8", remedio)]) from e


def _analizar(carpeta: Path, texto: str, archivo: str) -> tuple[Any, Lineas]:
    try:
        return leer_json(texto)
    except json.JSONDecodeError as e:
        que = f"no es JSON válido (columna {e.colno}: {e.msg})"
        remedio = "Revise comas, comillas y llaves en ese lugar."
        raise PlantillaInvalida(carpeta, [Problema(e.lineno, que, remedio)]) from e
    except RecursionError as e:
        remedio = "Revise que sea el archivo de la forma."
        raise PlantillaInvalida(carpeta, [Problema(None, f"{archivo} está anidado sin medida", remedio)]) from e


def _en_espanol(error: ErrorDetails, lineas: Lineas) -> Problema:
    """Put one Pydantic fault in Spanish, with its line and its remedy."""
    ruta: Ruta = error["loc"]
    donde = ".".join(map(str, ruta)) or "plantilla.json"
    contexto = error.get("ctx", {})
    tipos = ", ".join(TipoCampo)
    match error["type"]:
        case "extra_forbidden":
            que, remedio = f"llave desconocida «{ruta[-1]}»", "Quítela o corrija su nombre."
        case "missing":
            que, remedio = f"falta «{donde}»", "Agréguela."
        case "enum":
            que, remedio = f"«{donde}» es {error['input']!r}", f"Use uno de: {tipos}."
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            limite = next(iter(contexto.values()), "")
            que = f"«{donde}» vale {error['input']} y está fuera de rango"
            remedio = f"Son milímetros: el límite es {limite}."
        case "too_short":
            que, remedio = f"«{donde}» tiene menos elementos de los necesarios", "Ponga al menos uno."
            if donde == "hoja_mm":
                remedio = "Son dos: ancho y alto."
        case "too_long":
            que, remedio = f"«{donde}» tiene demasiados elementos", f"Deje {contexto.get('max_length')} o menos."
        case "float_type" | "float_parsing" | "finite_number":
            que, remedio = f"«{donde}» no es un número", "Escriba un número en milímetros, sin comillas."
        case "string_type" | "string_too_short" | "string_too_long" | "string_pattern_mismatch":
            que, remedio = (
                f"«{donde}» no es un texto válido",
                "Escriba un texto corto entre comillas, sin blancos al borde.",
            )
        case "tuple_type":
            que, remedio = f"«{donde}» no es una lista", "Escríbala entre corchetes [ ]."
        case _:
            que, remedio = f"«{donde}» no tiene la forma esperada", "Compárela con el ejemplo de docs/plantilla.md."
    return _en(lineas, ruta, que, remedio)


def _lista(datos: dict[str, Any], llave: str) -> list[Any]:
    """A list of the raw document, or an empty one where it is missing or something else (Pydantic tells that)."""
    valor = datos.get(llave)
    return cast("list[Any]", valor) if isinstance(valor, list) else []


def _objetos(datos: dict[str, Any], llave: str) -> Iterator[tuple[Ruta, dict[str, Any]]]:
    for i, valor in enumerate(_lista(datos, llave)):
        if isinstance(valor, dict):
            yield (llave, i), cast("dict[str, Any]", valor)


def _problemas_de_claves(datos: dict[str, Any], lineas: Lineas) -> list[Problema]:
    vistas: set[str] = set()
    problemas: list[Problema] = []
    for ruta, campo in _objetos(datos, "campos"):
        clave = campo.get("clave")
        if isinstance(clave, str) and clave in vistas:
            que = f"la clave «{clave}» está repetida en los campos"
            problemas.append(_en(lineas, (*ruta, "clave"), que, "Dé a cada campo una clave propia."))
        vistas.add(str(clave))
    return problemas


class _CajaSituada(NamedTuple):
    ruta: Ruta
    nombre: str
    caja: CajaJson


def _caja(ruta: Ruta, nombre: str, valor: Any) -> list[_CajaSituada]:
    try:
        return [_CajaSituada(ruta, nombre, CajaJson.model_validate(valor))]
    except ValidationError:
        return []  # told by the validation of the whole document


def _cajas(datos: dict[str, Any]) -> tuple[list[_CajaSituada], list[_CajaSituada], list[_CajaSituada]]:
    """Well-formed boxes: of digits, of words and QR, and areas (``reservado`` and ``mascara``)."""
    digitos: list[_CajaSituada] = []
    otras: list[_CajaSituada] = []
    for ruta, campo in _objetos(datos, "campos"):
        for j, valor in enumerate(_lista(campo, "digitos")):
            digitos += _caja((*ruta, "digitos", j), f"el dígito {j + 1} de {campo.get('clave')}", valor)
        if campo.get("letra") is not None:
            otras += _caja((*ruta, "letra"), f"la letra de {campo.get('clave')}", campo["letra"])
    if datos.get("qr") is not None:
        otras += _caja(("qr",), "el QR", datos["qr"])
    areas = [
        caja
        for llave in ("reservado", "mascara")
        for i, valor in enumerate(_lista(datos, llave))
        for caja in _caja((llave, i), f"el área {i + 1} de {llave}", valor)
    ]
    return digitos, otras, areas


def _se_enciman(a: CajaJson, b: CajaJson) -> bool:
    en_x = min(a.x + a.ancho, b.x + b.ancho) - max(a.x, b.x)
    en_y = min(a.y + a.alto, b.y + b.alto) - max(a.y, b.y)
    return en_x > ROCE_MM and en_y > ROCE_MM


def _problemas_de_cajas(datos: dict[str, Any], lineas: Lineas) -> list[Problema]:
    digitos, otras, areas = _cajas(datos)
    problemas = [
        _en(lineas, b.ruta, f"{b.nombre} se encima con {a.nombre}", "Corrija las medidas de una de las dos.")
        for a, b in combinations(digitos + otras, 2)
        if _se_enciman(a.caja, b.caja)
    ]
    problemas += [
        _en(lineas, b.ruta, f"{b.nombre} tapa {a.nombre}", "Reduzca el área reservada: taparía una cifra.")
        for b in areas
        if b.ruta[0] == "reservado"
        for a in digitos
        if _se_enciman(a.caja, b.caja)
    ]
    hoja = _hoja(datos)
    if hoja is None:
        return problemas
    for situada in digitos + otras + areas:
        caja = situada.caja
        if caja.x + caja.ancho > hoja[0] + 1e-6 or caja.y + caja.alto > hoja[1] + 1e-6:
            que = f"{situada.nombre} se sale de la hoja de {hoja[0]:g} × {hoja[1]:g} mm"
            remedio = "Mida en milímetros desde la esquina superior izquierda."
            problemas.append(_en(lineas, situada.ruta, que, remedio))
    return problemas


def _hoja(datos: dict[str, Any]) -> tuple[float, float] | None:
    match datos.get("hoja_mm"):
        case [int() | float() as ancho, int() | float() as alto] if ancho > 0 and alto > 0:
            return float(ancho), float(alto)
        case _:
            return None


def _problemas_de_sumas(datos: dict[str, Any], lineas: Lineas) -> list[Problema]:
    claves = {str(campo.get("clave")) for _, campo in _objetos(datos, "campos")}
    problemas: list[Problema] = []
    totales: set[str] = set()
    for ruta, suma in _objetos(datos, "sumas"):
        total, sumandos = suma.get("total"), _lista(suma, "sumandos")
        nombrados = [((*ruta, "total"), total), *(((*ruta, "sumandos", i), s) for i, s in enumerate(sumandos))]
        for lugar, clave in nombrados:
            if isinstance(clave, str) and clave not in claves:
                que = f"la suma nombra el campo «{clave}», que no existe"
                problemas.append(_en(lineas, lugar, que, "Agregue el campo o corrija la clave."))
        repetidos = sorted({str(s) for s in sumandos if sumandos.count(s) > 1})
        if repetidos or total in sumandos:
            que = f"la suma de «{total}» cuenta dos veces {', '.join(repetidos) or total}"
            problemas.append(_en(lineas, (*ruta, "sumandos"), que, "Nombre cada sumando una sola vez."))
        if isinstance(total, str) and total in totales:
            que = f"hay dos sumas para «{total}»"
            problemas.append(_en(lineas, (*ruta, "total"), que, "Deje una sola."))
        totales.add(str(total))
    return problemas


def _problemas_de_referencia(carpeta: Path, datos: dict[str, Any], lineas: Lineas) -> list[Problema]:
    nombre = datos.get("referencia", "referencia.png")
    if not isinstance(nombre, str) or not nombre:
        return []  # told by the validation of the whole document
    donde: Ruta = ("referencia",)
    ruta = carpeta / nombre
    if not ruta.resolve().is_relative_to(carpeta.resolve()):
        return [_en(lineas, donde, f"«{nombre}» está fuera de la carpeta", "Copie la imagen dentro de la carpeta.")]
    if not ruta.is_file():
        return [_en(lineas, donde, f"falta la imagen «{nombre}»", "Ponga en la carpeta la imagen de la hoja completa.")]
    try:
        with Image.open(ruta) as imagen:
            ancho, alto = imagen.size
            if ancho * alto > MAX_PIXELES_REFERENCIA:
                que = f"«{nombre}» mide {ancho} × {alto} píxeles"
                return [_en(lineas, donde, que, "Redúzcala: bastan 8 píxeles por milímetro.")]
            imagen.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return [_en(lineas, donde, f"no se puede leer la imagen «{nombre}»", "Guárdela de nuevo como PNG.")]
    hoja = _hoja(datos)
    if hoja and abs(math.log((ancho / alto) / (hoja[0] / hoja[1]))) > math.log(MAX_DESPROPORCION):
        que = f"«{nombre}» ({ancho} × {alto} píxeles) no tiene la proporción de la hoja {hoja[0]:g} × {hoja[1]:g} mm"
        return [_en(lineas, donde, que, "Use una imagen de la hoja completa, derecha y sin márgenes ajenos.")]
    return []
