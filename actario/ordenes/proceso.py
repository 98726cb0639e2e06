"""``actario proceso``: check an election folder, write a sample one, open it as the zero state."""

import argparse
from datetime import datetime, timedelta
from pathlib import Path

from actario.composicion import componer, reloj
from actario.ordenes.argumentos import SubOrdenes, con_json, configuracion, de_instalacion, imprimir_json
from captura.plantilla import cargar_plantilla
from muestras.durango import escribir_proceso
from verificacion.bd.sesion import migrar, transaccion
from verificacion.casos import catalogo
from verificacion.proceso import cargar_proceso


def agregar(sub: SubOrdenes) -> None:
    """Register the verbs."""
    parser = sub.add_parser("proceso", help="revisa, abre o genera una elección", description="Carpetas de elección.")
    ordenes = parser.add_subparsers(metavar="ORDEN", required=True)
    revisar_ = ordenes.add_parser("revisar", help="comprueba la carpeta de una elección y sus formas")
    revisar_.add_argument("carpeta", type=Path, metavar="CARPETA")
    con_json(revisar_)
    revisar_.set_defaults(orden=revisar)
    muestra_ = ordenes.add_parser("muestra", help="escribe una elección de muestra, para ver cómo se hace una")
    muestra_.add_argument("carpeta", type=Path, metavar="CARPETA")
    muestra_.add_argument("--casillas", type=int, default=60, help="cuántas casillas (si no se dice, %(default)s)")
    muestra_.add_argument("--semilla", type=int, default=2021, help="del azar (si no se dice, %(default)s)")
    muestra_.add_argument("--apertura", type=datetime.fromisoformat, help="AAAA-MM-DDTHH:MM; si no se dice, ahora")
    muestra_.set_defaults(orden=muestra)
    abrir_ = ordenes.add_parser("abrir", help="estado en ceros: una fila por cada acta esperada")
    de_instalacion(abrir_)
    abrir_.set_defaults(orden=abrir)


def revisar(args: argparse.Namespace) -> int:
    """Validate an election folder and every form in it."""
    proceso = cargar_proceso(args.carpeta)
    for forma in proceso.formas:
        cargar_plantilla(Path(proceso.carpeta) / forma.carpeta)
    resumen = {
        "clave": proceso.clave,
        "nombre": proceso.nombre,
        "ejercicio": proceso.ejercicio,
        "actas": len(proceso.actas),
        "casillas": len({acta.clave.casilla for acta in proceso.actas}),
        "distritos": len({acta.casilla.distrito for acta in proceso.actas}),
        "contendientes": len(proceso.contendientes),
        "formas": [forma.clave for forma in proceso.formas],
        "apertura": proceso.apertura.isoformat(),
        "cierre": proceso.cierre.isoformat(),
        "huella": proceso.huella,
    }
    if args.json:
        imprimir_json(resumen)
    else:
        print(f"{proceso.nombre} ({proceso.clave}): correcta")
        print("  {actas} actas de {casillas} casillas en {distritos} distritos".format(**resumen))
        formas = ", ".join(forma.clave for forma in proceso.formas)
        print(f"  {len(proceso.contendientes)} renglones de votos; formas: {formas}")
        print(f"  del {proceso.apertura:%d/%m/%Y %H:%M} al {proceso.cierre:%d/%m/%Y %H:%M} ({proceso.zona})")
        print(f"  huella {proceso.huella}")
    return 0


def muestra(args: argparse.Namespace) -> int:
    """Write the sample election."""
    apertura = args.apertura or reloj() - timedelta(minutes=5)
    escribir_proceso(args.carpeta, args.casillas, args.semilla, apertura)
    print(f"Elección de muestra en {args.carpeta}. Revísela: actario proceso revisar {args.carpeta}")
    return 0


def abrir(args: argparse.Namespace) -> int:
    """Create the database and the zero state of the election."""
    instalacion = componer(configuracion(args))
    migrar(instalacion.configuracion.url_bd)
    with transaccion(instalacion.engine) as session:
        catalogo.abrir(session, instalacion.proceso, reloj())
    print(f"{instalacion.proceso.nombre}: {len(instalacion.proceso.actas)} actas esperadas, en ceros.")
    return 0
