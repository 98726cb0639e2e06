"""``actario leer``: one JSON object per image, with what every box says and how sure that is."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import cv2

from actario.lectura import ImagenLeida, leer_imagen
from actario.ordenes.argumentos import SubOrdenes, con_json, imprimir_json
from api.mensajes import mensaje as explicar
from captura.plantilla import Plantilla, cargar_plantilla
from captura.recepcion import ImagenRecibida, recibir
from captura.traza import SIN_TRAZA, TrazaEnCarpeta
from ocr.dibujo import dibujar
from ocr.identidad import Nombrada
from ocr.motor import Lector
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.conteo import Cifra, Leyenda
from verificacion.dominio.errores import ErrorActario, NoExiste

_CLAVE_ACTA = re.compile(r"\d{6}[BCESAPVM]\d{4}\d{1,2}(?:EMR|ERP|E)?(?![0-9A-Z])")

_ALTERADA = {"casilleros": " (parece alterado el número)", "letra": " (parece alterada la letra)"}


def agregar(sub: SubOrdenes) -> None:
    """Register the verb."""
    parser = sub.add_parser("leer", help="lee fotos o escaneos de actas con una plantilla", description=__doc__)
    parser.description = "Lee fotos o escaneos de actas (JPEG, PNG, HEIC, WebP, TIFF o PDF de varias hojas)."
    parser.add_argument("--plantilla", type=Path, required=True, metavar="CARPETA", help="carpeta de la forma")
    parser.add_argument("--dibujar", type=Path, metavar="CARPETA", help="guarda cada hoja con lo leído encima")
    parser.add_argument("--traza", type=Path, metavar="CARPETA", help="guarda cada paso del enderezado")
    parser.add_argument("--riesgo", type=float, default=0.001, help="error admitido entre lo aceptado (%(default)s)")
    parser.add_argument(
        "--letras", choices=("donde_cambia", "todas", "ninguna"), default="donde_cambia", help="renglones con letra"
    )
    con_json(parser)
    parser.add_argument("imagenes", nargs="+", type=Path, metavar="IMAGEN")
    parser.set_defaults(orden=leer)


def leer(args: argparse.Namespace) -> int:
    """Read every image; exit status 1 when some could not be read."""
    cv2.setNumThreads(1)
    plantilla = cargar_plantilla(args.plantilla)
    lector = Lector(riesgo=args.riesgo)
    fallas = 0
    for archivo in args.imagenes:
        for objeto in _leer_archivo(archivo, plantilla, lector, args):
            fallas += objeto["error"] is not None
            if args.json:
                imprimir_json(objeto)
            else:
                _imprimir(objeto)
    return 1 if fallas else 0


def _leer_archivo(
    archivo: Path, plantilla: Plantilla, lector: Lector, args: argparse.Namespace
) -> Iterator[dict[str, object]]:
    try:
        try:
            contenido = archivo.read_bytes()
        except OSError as e:
            raise NoExiste("archivo", archivo) from e
        imagenes = recibir(contenido, archivo.name)
    except ErrorActario as e:
        yield _objeto(str(archivo), None, None, e)
        return
    for imagen in imagenes:
        nombre = str(archivo) if len(imagenes) == 1 else f"{archivo}#{imagen.pagina}"
        traza = TrazaEnCarpeta(args.traza / imagen.sha256[:12]) if args.traza else SIN_TRAZA
        try:
            leida = leer_imagen(
                imagen.contenido,
                lector,
                lambda _: (plantilla,),
                lambda _: None,
                traza,
                letras=args.letras,
                nombrada=_nombrada,
            )
        except ErrorActario as e:
            yield _objeto(nombre, imagen, None, e)
            continue
        if args.dibujar and leida.hoja and leida.lectura:
            args.dibujar.mkdir(parents=True, exist_ok=True)
            dibujo = dibujar(leida.hoja, plantilla, leida.lectura)
            cv2.imwrite(str(args.dibujar / f"{archivo.stem}-{imagen.sha256[:8]}.png"), dibujo)
        yield _objeto(nombre, imagen, leida, leida.error)


def _objeto(
    archivo: str, imagen: ImagenRecibida | None, leida: ImagenLeida | None, error: ErrorActario | None
) -> dict[str, object]:
    campos = leida.lectura.campos if leida and leida.lectura else {}
    acta = leida.nombrada if leida else None
    return {
        "archivo": archivo,
        "sha256": imagen.sha256 if imagen else None,
        "clave": str(acta.clave) if acta else leida.propuesta if leida else None,
        "identidad": _identidad(leida) if leida and leida.hoja else None,
        "campos": {
            campo: {
                "valor": lectura.valor,
                "leyenda": lectura.leyenda,
                "confianza": round(lectura.confianza, 4),
                "aceptado": lectura.aceptado,
                "letra": lectura.letra,
                "discrepa": lectura.discrepa,
                "alterada": lectura.alterada,
                "alternativas": [{"cifra": _texto(c), "probabilidad": round(p, 4)} for c, p in lectura.alternativas],
                "fuentes": {
                    fuente: {"cifra": _texto(c), "probabilidad": round(p, 4)}
                    for fuente, (c, p) in lectura.fuentes.items()
                },
            }
            for campo, lectura in campos.items()
        },
        "calidad": dict(leida.calidad) if leida else {},
        "ms": dict(leida.ms) if leida else {},
        "error": _error(error) if error else None,
    }


def _nombrada(qr: str | None) -> Nombrada | None:
    """The acta whose key stands in the text of a code; here is no catalogue to look it up in."""
    clave = _CLAVE_ACTA.search(qr) if qr else None
    return None if clave is None else Nombrada(ClaveActa.de_texto(clave.group()))


def _identidad(leida: ImagenLeida) -> dict[str, object]:
    """What the sheet says beside its QR, each datum with its probability, and whether both agree."""
    escrita = leida.identidad.seccion_escrita
    vistos = {**leida.identidad.impreso, **({"seccion_escrita": escrita} if escrita else {})}
    datos = {dato: {"texto": texto, "probabilidad": round(p, 4)} for dato, (texto, p) in vistos.items()}
    return {"cotejo": leida.cotejo and str(leida.cotejo), "datos": datos}


def _texto(cifra: Cifra) -> int | str:
    return cifra.value if isinstance(cifra, Leyenda) else cifra


def _error(error: ErrorActario) -> dict[str, str]:
    mensaje = explicar(error)
    return {"codigo": error.codigo, "detalle": mensaje.detalle, "remedio": mensaje.remedio}


def _imprimir(objeto: dict[str, object]) -> None:
    from rich.console import Console
    from rich.table import Table

    consola = Console()
    if error := objeto["error"]:
        assert isinstance(error, dict)
        consola.print(f"[bold]{objeto['archivo']}[/]: {error['detalle']} {error['remedio']}")
        return
    tabla = Table(title=f"{objeto['archivo']} · {objeto['clave'] or 'sin clave'}")
    for titulo in ("campo", "cifra", "con letra", "confianza", ""):
        tabla.add_column(titulo, justify="right" if titulo in ("cifra", "confianza") else "left")
    campos = objeto["campos"]
    assert isinstance(campos, dict)
    for clave, campo in campos.items():
        cifra = campo["leyenda"] or str(campo["valor"])
        aviso = "" if campo["aceptado"] else "[yellow]a revisión[/]"
        if campo["discrepa"]:
            aviso += " [red]letra y número difieren" + _ALTERADA.get(campo["alterada"], "") + "[/]"
        tabla.add_row(clave, cifra, campo["letra"] or "", f"{campo['confianza']:.4f}", aviso)
    consola.print(tabla)
