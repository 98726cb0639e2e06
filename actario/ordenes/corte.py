"""``actario corte``: make a cut now, and check cuts without the database."""

import argparse
from pathlib import Path

from actario.composicion import componer, reloj
from actario.ordenes.argumentos import SubOrdenes, con_json, configuracion, de_instalacion, imprimir_json
from publicacion.corte import verificar_corte
from publicacion.publicar import publicar


def agregar(sub: SubOrdenes) -> None:
    """Register the verbs."""
    parser = sub.add_parser("corte", help="publica un corte o comprueba uno", description="Cortes publicados.")
    ordenes = parser.add_subparsers(metavar="ORDEN", required=True)
    hacer_ = ordenes.add_parser("hacer", help="publica ahora lo verificado hasta este momento")
    hacer_.add_argument("--ultimo", action="store_true", help="es el corte de cierre")
    con_json(hacer_)
    de_instalacion(hacer_)
    hacer_.set_defaults(orden=hacer)
    verificar_ = ordenes.add_parser("verificar", help="comprueba un corte publicado, en cualquier máquina")
    verificar_.add_argument("carpeta", type=Path, metavar="CARPETA")
    verificar_.set_defaults(orden=verificar)


def hacer(args: argparse.Namespace) -> int:
    """Publish a cut of what is settled now."""
    i = componer(configuracion(args))
    corte = publicar(i.engine, i.proceso, i.almacen.leer, i.configuracion.carpeta_publica, reloj(), ultimo=args.ultimo)
    if args.json:
        imprimir_json({"numero": corte.numero, "carpeta": str(corte.carpeta), "huella": corte.huella})
    else:
        print(f"Corte {corte.numero} en {corte.carpeta}")
    return 0


def verificar(args: argparse.Namespace) -> int:
    """Check every file of a cut against its manifest."""
    verificar_corte(args.carpeta)
    print(f"{args.carpeta}: íntegro")
    return 0
