"""``actario corte``: make cuts and the key that signs them, move the close, and check cuts without the database."""

import argparse
from collections.abc import Sequence
from datetime import datetime

from actario.composicion import componer, reloj
from actario.cuentas import CONSOLA
from actario.firma import cambiar_llave, hacer_llave
from actario.ordenes.argumentos import (
    SubOrdenes,
    con_json,
    configuracion,
    de_instalacion,
    huella_de_llave,
    imprimir_json,
)
from publicacion.comprobacion import Comprobacion, comprobar, confiar, encadenar
from publicacion.errores import CorteInvalido, LlaveInvalida
from publicacion.fuente import EnCarpeta, Fuente, abrir, cortes_de
from publicacion.publicar import publicar
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos.cierre import con_cierre_vigente, extender


def agregar(sub: SubOrdenes) -> None:
    """Register the verbs."""
    parser = sub.add_parser(
        "corte", help="publica un corte o comprueba los publicados", description="Cortes publicados."
    )
    ordenes = parser.add_subparsers(metavar="ORDEN", required=True)
    hacer_ = ordenes.add_parser("hacer", help="publica ahora lo verificado hasta este momento")
    hacer_.add_argument("--ultimo", action="store_true", help="es el corte de cierre")
    con_json(hacer_)
    de_instalacion(hacer_)
    hacer_.set_defaults(orden=hacer)
    llave_ = ordenes.add_parser("llave", help="hace la llave que firma los cortes, o la cambia")
    llave_.add_argument("--rotar", action="store_true", help="cambia la llave; la anterior presenta a la nueva")
    llave_.add_argument(
        "--sin-anterior", action="store_true", help="la anterior se perdió o la robaron: no presenta a la nueva"
    )
    llave_.add_argument("--motivo", default="", help="por qué se cambia; se publica")
    con_json(llave_)
    de_instalacion(llave_)
    llave_.set_defaults(orden=llave)
    cierre_ = ordenes.add_parser("cierre", help="dice cuándo cierra la publicación, o lo pospone")
    cierre_.add_argument(
        "--hasta", type=datetime.fromisoformat, metavar="AAAA-MM-DDTHH:MM", help="hora local de la elección"
    )
    cierre_.add_argument("--motivo", default="", help="acuerdo que lo autoriza; queda en la bitácora")
    de_instalacion(cierre_)
    cierre_.set_defaults(orden=cierre)
    verificar_ = ordenes.add_parser("verificar", help="comprueba cortes en cualquier máquina, sin la base de datos")
    verificar_.add_argument("donde", metavar="CARPETA|ZIP|URL", help="un corte, o la carpeta que los tiene todos")
    verificar_.add_argument(
        "--llave", metavar="HUELLA|PEM", help="llave en que se confía: su huella, o el archivo .pem de la autoridad"
    )
    con_json(verificar_)
    verificar_.set_defaults(orden=verificar)


def hacer(args: argparse.Namespace) -> int:
    """Publish a cut of what is settled now."""
    conf = configuracion(args)
    i = componer(conf)
    corte = publicar(
        i.engine, i.proceso, i.almacen.leer, conf.carpeta_publica, reloj(), ultimo=args.ultimo, llave=conf.archivo_llave
    )
    if args.json:
        imprimir_json({"numero": corte.numero, "carpeta": str(corte.carpeta), "huella": corte.huella})
    else:
        print(f"Corte {corte.numero} en {corte.carpeta}")
    return 0


def llave(args: argparse.Namespace) -> int:
    """Make or replace the key; what was done goes to the log."""
    conf = configuracion(args)
    i, ruta, ahora = componer(conf), conf.archivo_llave, reloj()
    if args.rotar and not args.motivo:
        raise LlaveInvalida(str(ruta), "para cambiarla diga por qué, con --motivo")
    if args.rotar:
        firmante = cambiar_llave(i.engine, ruta, ahora, args.motivo, sin_anterior=args.sin_anterior)
    else:
        firmante = hacer_llave(i.engine, ruta, ahora)
    if args.json:
        imprimir_json({"archivo": str(ruta), "huella": firmante.actual.huella})
    else:
        print(f"Llave en {ruta}: guárdela también fuera de este equipo.\nHuella, publíquela: {firmante.actual.huella}")
    return 0


def cierre(args: argparse.Namespace) -> int:
    """Tell or move the close."""
    i = componer(configuracion(args))
    if args.hasta is not None:
        hasta = args.hasta if args.hasta.tzinfo is not None else args.hasta.replace(tzinfo=i.proceso.zona)
        with transaccion(i.engine) as session:
            extender(session, i.proceso, hasta, args.motivo or "sin motivo escrito", CONSOLA, reloj())
    with consulta(i.engine) as session:
        vigente = con_cierre_vigente(session, i.proceso).cierre
    print(f"La publicación cierra el {vigente.astimezone(i.proceso.zona):%d/%m/%Y a las %H:%M}, hora de la elección.")
    return 0


def verificar(args: argparse.Namespace) -> int:
    """Check every file, figure and signature of one cut or of the whole chain."""
    fuente = abrir(args.donde)
    cortes, fallas = _comprobar(cortes_de(fuente))
    anteriores, rotas = _comprobar(_anterior(fuente, cortes), a_fondo=False)
    problemas = [f"{c.nombre}: {p}" for c in cortes for p in c.problemas] + fallas + rotas
    problemas += encadenar([*anteriores, *cortes])
    if args.llave:
        problemas += confiar(cortes, huella_de_llave(args.llave))
    if args.json:
        vistos = [
            {"corte": c.nombre, "huella": c.huella, "firmado": c.firmado, "problemas": c.problemas} for c in cortes
        ]
        imprimir_json({"integro": not problemas, "cortes": vistos, "problemas": problemas})
    else:
        _contar(cortes, problemas, confiada=bool(args.llave))
    return 1 if problemas else 0


def _comprobar(fuentes: Sequence[Fuente], *, a_fondo: bool = True) -> tuple[list[Comprobacion], list[str]]:
    cortes: list[Comprobacion] = []
    fallas: list[str] = []
    for fuente in fuentes:
        try:
            cortes.append(comprobar(fuente, a_fondo=a_fondo))
        except CorteInvalido as error:
            fallas += [f"{error.corte}: {p}" for p in error.problemas]
    return cortes, fallas


def _anterior(fuente: Fuente, cortes: Sequence[Comprobacion]) -> list[Fuente]:
    """A cut alone is chained to the one beside it, when that one is there."""
    if len(cortes) != 1 or not isinstance(fuente, EnCarpeta) or fuente.nombre != cortes[0].nombre:
        return []
    numero = cortes[0].numero - 1
    return [EnCarpeta(p) for p in fuente.ruta.resolve().parent.glob(f"{numero:04}-*")]


def _contar(cortes: list[Comprobacion], problemas: list[str], *, confiada: bool) -> None:
    for corte in cortes:
        estado = "NO ES ÍNTEGRO" if corte.problemas else "íntegro"
        firma = f"firmado por {corte.llaves[-1].huella}" if corte.firmado else "SIN FIRMA (simulacro)"
        print(f"{corte.nombre}: {estado}, {len(corte.archivos)} archivos, {firma}")
    for problema in problemas:
        print(f"  {problema}")
    if not problemas and cortes and cortes[-1].firmado and not confiada:
        print("Compare la huella de la llave con la que publicó la autoridad, o dígala con --llave.")
