"""``actario usuarios``: accounts. Passwords are generated, shown once and changed at the first log-in."""

import argparse
from pathlib import Path

from actario.composicion import Instalacion, componer, reloj
from actario.cuentas import CONSOLA
from actario.ordenes.argumentos import SubOrdenes, con_json, configuracion, de_instalacion, imprimir_json
from actario.personal_csv import Hoja, Persona, escribir_hojas, leer_personal
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import contrasenas, usuarios
from verificacion.casos.credenciales import generar_contrasena
from verificacion.dominio.errores import EstadoIncompatible
from verificacion.dominio.registro import ROLES_DE_CUENTA, Rol


class YaHayCuentas(EstadoIncompatible):
    """The first administrator is made once; the others are made by them, and stay in the log under their name."""

    codigo = "ya_hay_cuentas"


class HojasEscritas(EstadoIncompatible):
    """There is a file where the slips would go: passwords are never written over others."""

    codigo = "hojas_escritas"

    def __init__(self, archivo: Path):
        super().__init__(str(archivo))
        self.archivo = archivo


def agregar(sub: SubOrdenes) -> None:
    """Register the verbs."""
    parser = sub.add_parser("usuarios", help="crea cuentas", description="Cuentas de la instalación.")
    ordenes = parser.add_subparsers(metavar="ORDEN", required=True)
    primero_ = ordenes.add_parser("primero", help="crea a quien administra; solo si aún no hay cuentas")
    primero_.add_argument("usuario")
    con_json(primero_)
    de_instalacion(primero_)
    primero_.set_defaults(orden=primero)
    crear_ = ordenes.add_parser("crear", help="crea una cuenta y muestra su contraseña una sola vez")
    crear_.add_argument("usuario")
    roles = [rol.value for rol in ROLES_DE_CUENTA]
    crear_.add_argument("--rol", action="append", required=True, choices=roles, help="puede repetirse")
    crear_.add_argument("--centro", help="CATD o CCV al que pertenece")
    crear_.add_argument("--de-programa", action="store_true", help="no se cambia al entrar: es para «actario vigilar»")
    con_json(crear_)
    de_instalacion(crear_)
    crear_.set_defaults(orden=crear)
    importar_ = ordenes.add_parser(
        "importar",
        help="crea las cuentas de una lista y sus hojas de credenciales",
        description="ARCHIVO: CSV en UTF-8 con las columnas usuario, roles (separados por |) y, si se quiere, centro y "
        "nombre. O se crean todas o ninguna.",
    )
    importar_.add_argument("archivo", type=Path, metavar="ARCHIVO")
    importar_.add_argument("--hojas", type=Path, required=True, metavar="HTML", help="página por imprimir y recortar")
    importar_.add_argument("--direccion", default="", help="dirección de la aplicación, para las hojas")
    de_instalacion(importar_)
    importar_.set_defaults(orden=importar)


def primero(args: argparse.Namespace) -> int:
    """Create the first administrator of an installation without accounts."""
    instalacion = componer(configuracion(args))
    with consulta(instalacion.engine) as session:
        if usuarios.hay_alguna(session):
            raise YaHayCuentas
    return _mostrar(args, instalacion, Persona(args.usuario, frozenset({Rol.ADMINISTRADOR}), None, ""), temporal=True)


def crear(args: argparse.Namespace) -> int:
    """Create one account with a generated password."""
    persona = Persona(args.usuario, frozenset(map(Rol, args.rol)), args.centro, "")
    return _mostrar(args, componer(configuracion(args)), persona, temporal=not args.de_programa)


def importar(args: argparse.Namespace) -> int:
    """Create the accounts of a list, all or none, and write their slips."""
    personas = leer_personal(args.archivo)
    instalacion = componer(configuracion(args))
    if args.hojas.exists():
        raise HojasEscritas(args.hojas)
    hojas = _contratar(instalacion, personas, temporal=True)
    escribir_hojas(hojas, instalacion.proceso.nombre, args.direccion, args.hojas)
    print(f"{len(hojas)} cuentas. Imprima {args.hojas}, reparta las hojas y borre el archivo.")
    return 0


def _mostrar(args: argparse.Namespace, instalacion: Instalacion, persona: Persona, *, temporal: bool) -> int:
    (hoja,) = _contratar(instalacion, [persona], temporal=temporal)
    if args.json:
        imprimir_json({"usuario": hoja.usuario, "contrasena": hoja.contrasena, "roles": sorted(persona.roles)})
    else:
        print(f"{hoja.usuario}  {hoja.contrasena}  ({hoja.roles})")
    return 0


def _contratar(instalacion: Instalacion, personas: list[Persona], *, temporal: bool) -> list[Hoja]:
    """Make accounts in one transaction. Hashing, which is slow on purpose, comes before it."""
    hojas: list[Hoja] = []
    nuevas: list[usuarios.CuentaNueva] = []
    for p in personas:
        contrasena = generar_contrasena()
        hojas.append(Hoja(p.usuario, contrasena, ", ".join(sorted(p.roles)), p.centro, p.nombre))
        resumen = contrasenas.resumir(contrasena)
        nuevas.append(usuarios.CuentaNueva(p.usuario, resumen, p.roles, p.centro, temporal=temporal))
    with transaccion(instalacion.engine) as session:
        for nueva in nuevas:
            usuarios.crear(session, nueva, CONSOLA, reloj())
    return hojas
