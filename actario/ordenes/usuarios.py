"""``actario usuarios``: accounts. Passwords are generated and shown once; none is ever a default."""

import argparse

from actario.composicion import componer, reloj
from actario.cuentas import CONSOLA, generar_contrasena
from actario.ordenes.argumentos import SubOrdenes, con_json, configuracion, de_instalacion, imprimir_json
from verificacion.bd.sesion import transaccion
from verificacion.casos import usuarios
from verificacion.dominio.registro import Rol


def agregar(sub: SubOrdenes) -> None:
    """Register the verbs."""
    parser = sub.add_parser("usuarios", help="crea cuentas", description="Cuentas de la instalación.")
    ordenes = parser.add_subparsers(metavar="ORDEN", required=True)
    crear_ = ordenes.add_parser("crear", help="crea una cuenta y muestra su contraseña una sola vez")
    crear_.add_argument("usuario")
    roles = [rol.value for rol in Rol if rol is not Rol.SISTEMA]
    crear_.add_argument("--rol", action="append", required=True, choices=roles, help="puede repetirse")
    con_json(crear_)
    de_instalacion(crear_)
    crear_.set_defaults(orden=crear)


def crear(args: argparse.Namespace) -> int:
    """Create one account with a generated password."""
    instalacion = componer(configuracion(args))
    contrasena = generar_contrasena()
    with transaccion(instalacion.engine) as session:
        usuarios.crear(session, args.usuario, contrasena, frozenset(map(Rol, args.rol)), CONSOLA, reloj())
    if args.json:
        imprimir_json({"usuario": args.usuario, "contrasena": contrasena, "roles": args.rol})
    else:
        print(f"{args.usuario}  {contrasena}  ({', '.join(args.rol)})")
    return 0
