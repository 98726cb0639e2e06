"""``actario plantilla``: propose the form of an acta from its blank sheet, edit it, and prove it on photos."""

import argparse
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import cv2

from actario.ordenes.argumentos import SubOrdenes, con_json, imprimir_json
from actario.plantilla_nueva import FormaNueva, crear
from actario.plantilla_prueba import FotoProbada, dibujar_forma, probar
from api.mensajes import mensaje as explicar
from captura.plantilla import Plantilla, cargar_plantilla
from ocr.tesseract import Tesseract
from verificacion.dominio.errores import NoExiste
from verificacion.proceso import cargar_proceso

PUERTO = 8022


def agregar(sub: SubOrdenes) -> None:
    """Register the verbs."""
    parser = sub.add_parser(
        "plantilla", help="propone, edita y revisa la forma de un acta", description="Carpetas de formas."
    )
    ordenes = parser.add_subparsers(metavar="ORDEN", required=True)
    nueva_ = ordenes.add_parser("nueva", help="propone una forma a partir de la hoja en blanco")
    nueva_.description = (
        "Propone plantilla.json y referencia.png a partir del PDF, escaneo o foto de la hoja (mejor en blanco)."
    )
    nueva_.add_argument("hoja", type=Path, metavar="FORMA", help="PDF, PNG o JPEG")
    nueva_.add_argument("-o", "--salida", type=Path, required=True, metavar="CARPETA", help="carpeta de la forma")
    nueva_.add_argument("--pagina", type=int, default=1, help="del PDF (si no se dice, %(default)s)")
    nueva_.add_argument(
        "--hoja", dest="hoja_mm", type=medida_mm, metavar="ANCHOxALTO", help="milímetros, si el archivo no lo sabe"
    )
    nueva_.add_argument("--proceso", type=Path, metavar="CARPETA", help="enlaza los renglones con sus contendientes")
    con_json(nueva_)
    nueva_.set_defaults(orden=nueva)
    editar_ = ordenes.add_parser("editar", help="abre el editor de una forma en el navegador")
    editar_.description = "Sirve el editor de una forma en esta máquina hasta que se interrumpe con Ctrl+C."
    editar_.add_argument("carpeta", type=Path, metavar="CARPETA")
    editar_.add_argument("--proceso", type=Path, metavar="CARPETA", help="elección cuyos contendientes se enlazan")
    editar_.add_argument("--puerto", type=int, default=PUERTO, help="en que escucha (si no se dice, %(default)s)")
    editar_.set_defaults(orden=editar)
    revisar_ = ordenes.add_parser("revisar", help="comprueba el contrato, dibuja la forma y la prueba en fotos")
    revisar_.description = (
        "Comprueba plantilla.json y referencia.png; dice cada falla con su renglón y su remedio. "
        "Con fotos, dice en cuáles se halla la hoja y cuánto confiar en sus esquinas."
    )
    revisar_.add_argument("carpeta", type=Path, metavar="CARPETA")
    revisar_.add_argument("fotos", nargs="*", type=Path, metavar="FOTO")
    revisar_.add_argument("--dibujar", type=Path, metavar="CARPETA", help="guarda la forma y cada hoja con sus cajas")
    con_json(revisar_)
    revisar_.set_defaults(orden=revisar)


def medida_mm(texto: str) -> tuple[float, float]:
    """``340x216`` as millimetres."""
    partes = re.fullmatch(r"(\d+(?:\.\d+)?)[xX×](\d+(?:\.\d+)?)", texto.strip())
    if not partes:
        raise argparse.ArgumentTypeError("escriba ancho y alto en milímetros, por ejemplo 340x216")
    return float(partes[1]), float(partes[2])


def nueva(args: argparse.Namespace) -> int:
    """Write the proposal of a form; exit status 1 when it still has faults to correct in the editor."""
    cv2.setNumThreads(1)
    if not args.hoja.is_file():
        raise NoExiste("archivo", args.hoja)
    proceso = cargar_proceso(args.proceso) if args.proceso else None
    forma = crear(args.hoja, args.salida, Tesseract.buscar(), args.pagina, args.hoja_mm, proceso)
    if args.json:
        imprimir_json(_resumen_nueva(forma))
    else:
        _contar_nueva(forma)
    return 1 if forma.fallas else 0


def _resumen_nueva(forma: FormaNueva) -> dict[str, object]:
    propuesta = forma.propuesta
    return {
        "carpeta": str(forma.carpeta),
        "hoja_mm": list(forma.hoja_mm),
        "campos": [{"clave": c.clave, "tipo": c.tipo, "rotulo": c.rotulo} for c in propuesta.campos],
        "sumas": len(propuesta.sumas),
        "qr": propuesta.qr is not None,
        "reservado": len(propuesta.reservado),
        "avisos": list(propuesta.avisos),
        "fallas": [p.que for p in forma.fallas.problemas] if forma.fallas else [],
    }


def _contar_nueva(forma: FormaNueva) -> None:
    propuesta = forma.propuesta
    print(f"Propuesta en {forma.carpeta}: hoja de {forma.hoja_mm[0]:g} × {forma.hoja_mm[1]:g} mm")
    recuadros = sum(len(c.digitos) for c in propuesta.campos)
    con_letra = sum(c.letra is not None for c in propuesta.campos)
    print(f"  {len(propuesta.campos)} campos, {recuadros} recuadros, {con_letra} con letra")
    qr = "con lugar para la etiqueta QR" if propuesta.qr else "sin lugar para la etiqueta QR"
    print(f"  {len(propuesta.sumas)} sumas, {qr}, {len(propuesta.reservado)} zonas con datos personales")
    for aviso in propuesta.avisos:
        print(f"  · {aviso}")
    for falla in forma.fallas.problemas if forma.fallas else ():
        print(f"  ✗ {falla.que}. {falla.remedio}")
    print(f"Véala y corríjala: actario plantilla editar {forma.carpeta}")


def editar(args: argparse.Namespace) -> int:
    """Serve the editor of one form until interrupted."""
    from actario.editor import servir_editor

    proceso = cargar_proceso(args.proceso) if args.proceso else None
    servir_editor(args.carpeta, proceso, args.puerto, lambda direccion: print(_invitacion(direccion), flush=True))
    return 0


def _invitacion(direccion: str) -> str:
    termine = "Termine con Ctrl+C; lo que no guarde queda en borrador.json."
    return f"Abra en el navegador de esta máquina:\n  {direccion}\n{termine}"


def revisar(args: argparse.Namespace) -> int:
    """Validate a form folder, draw it and try it; exit status 1 when some photo's sheet was not found."""
    cv2.setNumThreads(1)
    plantilla = cargar_plantilla(args.carpeta)
    if args.dibujar:
        args.dibujar.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(args.dibujar / f"{plantilla.carpeta.resolve().name}.png"), dibujar_forma(plantilla))
    probadas: Iterable[FotoProbada] = probar(plantilla, args.fotos, args.dibujar)
    if args.json:
        fotos = [_resumen_foto(f) for f in probadas]
        imprimir_json({**_resumen(plantilla), "fotos": fotos})
        return int(any(not f["hallada"] for f in fotos))
    _contar(plantilla)
    perdidas = 0
    for foto in probadas:
        perdidas += not foto.hallada
        print(f"  {_renglon_foto(foto)}")
        sys.stdout.flush()
    return int(perdidas > 0)


def _resumen(plantilla: Plantilla) -> dict[str, object]:
    return {
        "clave": plantilla.clave,
        "nombre": plantilla.nombre,
        "hoja_mm": list(plantilla.hoja_mm),
        "campos": len(plantilla.campos),
        "recuadros": sum(len(campo.digitos) for campo in plantilla.campos),
        "con_letra": sum(campo.letra is not None for campo in plantilla.campos),
        "sumas": len(plantilla.sumas),
        "reservado": len(plantilla.reservado),
    }


def _contar(plantilla: Plantilla) -> None:
    resumen = _resumen(plantilla)
    print(f"{plantilla.nombre} ({plantilla.clave}): correcta")
    print(f"  hoja de {plantilla.hoja_mm[0]:g} × {plantilla.hoja_mm[1]:g} mm")
    print(f"  {resumen['campos']} campos, {resumen['recuadros']} recuadros, {resumen['con_letra']} con letra")
    print(f"  {resumen['sumas']} sumas, {resumen['reservado']} zonas con datos personales")


def _resumen_foto(foto: FotoProbada) -> dict[str, object]:
    return {
        "archivo": foto.nombre,
        "hallada": foto.hallada,
        "parecido": round(foto.parecido, 3),
        "error_mm": None if foto.error_mm is None else round(foto.error_mm, 2),
        "esquinas": {donde: round(c, 2) for donde, c in foto.esquinas.items()},
        "metodo": foto.metodo,
        "falla": explicar(foto.falla).detalle if foto.falla else None,
        "remedio": explicar(foto.falla).remedio if foto.falla else None,
    }


def _renglon_foto(foto: FotoProbada) -> str:
    if foto.falla:
        mensaje = explicar(foto.falla)
        return f"{foto.nombre}: no se halló. {mensaje.detalle} {mensaje.remedio}"
    esquinas = ", ".join(f"{donde} {confianza:.0%}" for donde, confianza in foto.esquinas.items())
    return (
        f"{foto.nombre}: hallada por {foto.metodo}, parecido {foto.parecido:.2f}, "
        f"error {foto.error_mm or 0:.2f} mm; esquinas: {esquinas}"
    )
