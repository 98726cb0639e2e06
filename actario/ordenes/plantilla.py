"""``actario plantilla``: check and look at a form folder."""

import argparse
from pathlib import Path

from actario.ordenes.argumentos import SubOrdenes, con_json, imprimir_json
from captura.plantilla import cargar_plantilla


def agregar(sub: SubOrdenes) -> None:
    """Register the verbs."""
    parser = sub.add_parser("plantilla", help="revisa la carpeta de una forma", description="Carpetas de formas.")
    ordenes = parser.add_subparsers(metavar="ORDEN", required=True)
    revisar_ = ordenes.add_parser("revisar", help="comprueba el contrato y resume la forma")
    revisar_.description = "Comprueba plantilla.json y referencia.png; dice cada falla con su renglón y su remedio."
    revisar_.add_argument("carpeta", type=Path, metavar="CARPETA")
    con_json(revisar_)
    revisar_.set_defaults(orden=revisar)


def revisar(args: argparse.Namespace) -> int:
    """Validate one form folder and print what it holds."""
    plantilla = cargar_plantilla(args.carpeta)
    resumen = {
        "clave": plantilla.clave,
        "nombre": plantilla.nombre,
        "hoja_mm": list(plantilla.hoja_mm),
        "campos": len(plantilla.campos),
        "recuadros": sum(len(campo.digitos) for campo in plantilla.campos),
        "con_letra": sum(campo.letra is not None for campo in plantilla.campos),
        "sumas": len(plantilla.sumas),
        "reservado": len(plantilla.reservado),
    }
    if args.json:
        imprimir_json(resumen)
    else:
        print(f"{plantilla.nombre} ({plantilla.clave}): correcta")
        print(f"  hoja de {plantilla.hoja_mm[0]:g} × {plantilla.hoja_mm[1]:g} mm")
        print(f"  {resumen['campos']} campos, {resumen['recuadros']} recuadros, {resumen['con_letra']} con letra")
        print(f"  {resumen['sumas']} sumas, {resumen['reservado']} zonas con datos personales")
    return 0
