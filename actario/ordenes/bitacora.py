"""``actario bitacora``: check that the evidence is whole, and prove to anyone that an acta is in a published cut."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from actario.composicion import Instalacion, componer
from actario.hallazgos import en_palabras, imagenes_alteradas
from actario.ordenes.argumentos import (
    SubOrdenes,
    con_json,
    configuracion,
    de_instalacion,
    huella_de_llave,
    imprimir_json,
)
from publicacion import prueba
from publicacion.errores import PruebaIlegible
from publicacion.fuente import abrir, cortes_de
from verificacion.bd.sesion import consulta
from verificacion.casos import auditoria
from verificacion.dominio.repaso import Hallazgo


def agregar(sub: SubOrdenes) -> None:
    """Register the verb."""
    parser = sub.add_parser("bitacora", help="comprueba la bitácora", description="La bitácora de actos.")
    ordenes = parser.add_subparsers(metavar="ORDEN", required=True)
    verificar_ = ordenes.add_parser(
        "verificar", help="comprueba la cadena, repasa los actos y compara cada fila y cada imagen con ellos"
    )
    con_json(verificar_)
    de_instalacion(verificar_)
    verificar_.set_defaults(orden=verificar)
    prueba_ = ordenes.add_parser("prueba", help="la prueba, en un archivo pequeño, de que un acta está en un corte")
    prueba_.add_argument("acta", metavar="CLAVE_ACTA")
    prueba_.add_argument(
        "--corte", metavar="CARPETA|ZIP|URL", help="corte, o carpeta de cortes; si no se dice, el último publicado"
    )
    prueba_.add_argument("-o", "--salida", type=Path, metavar="ARCHIVO", help="si no se dice, prueba-CLAVE.json")
    de_instalacion(prueba_)
    prueba_.set_defaults(orden=probar)
    comprobar_ = ordenes.add_parser("comprobar", help="comprueba una prueba sin conexión, en cualquier máquina")
    comprobar_.add_argument("prueba", type=Path, metavar="PRUEBA.json")
    comprobar_.add_argument("--llave", metavar="HUELLA|PEM", help="llave en que se confía")
    con_json(comprobar_)
    comprobar_.set_defaults(orden=comprobar)


def verificar(args: argparse.Namespace) -> int:
    """Walk the whole chain, replay it, and name whatever does not fit; 1 when something does not."""
    informe, hallazgos = hallar(componer(configuracion(args)))
    if args.json:
        imprimir_json(
            {
                "entradas": informe.entradas,
                "huella": informe.huella,
                "hallazgos": [
                    {"tabla": h.tabla, "clave": h.clave, "columna": h.columna, "hallado": h.hallado, "debe": h.esperado}
                    for h in hallazgos
                ],
            }
        )
    else:
        contar(informe, hallazgos)
    return 1 if hallazgos else 0


def probar(args: argparse.Namespace) -> int:
    """Write the proof of an acta, from the last of some cuts."""
    donde = args.corte or str(configuracion(args).carpeta_publica)
    fuente = cortes_de(abrir(donde))[-1]
    hecha = prueba.probar(fuente, args.acta)
    salida = args.salida or Path(f"prueba-{args.acta}.json")
    salida.write_text(json.dumps(hecha, ensure_ascii=False, indent=1) + "\n")
    print(f"Prueba del acta {args.acta} en el corte {fuente.nombre}: {salida}")
    print("Se comprueba con actario bitacora comprobar, o en la página prueba.html del sitio, sin conexión.")
    return 0


def comprobar(args: argparse.Namespace) -> int:
    """Check a proof; 1 when it does not hold."""
    try:
        leida = json.loads(args.prueba.read_bytes())
    except (OSError, ValueError) as error:
        raise PruebaIlegible(str(error)) from error
    v = prueba.comprobar(leida, huella_de_llave(args.llave) if args.llave else None)
    if args.json:
        imprimir_json(asdict(v))
        return 1 if v.problemas else 0
    for problema in v.problemas:
        print(f"  {problema}")
    if v.problemas:
        print("NO es la prueba de un acta publicada.")
        return 1
    print(f"El acta {v.acta} está en el corte {v.corte}, de {v.momento}, exactamente así:")
    for campo, cifra in (v.registro["conteo"] or {}).items():
        print(f"  {campo}: {cifra}")
    print(f"Firmado por la llave {v.llave}" if v.llave else "SIN FIRMA (simulacro)")
    if v.llave and not args.llave:
        print("Compare la huella de la llave con la que publicó la autoridad, o dígala con --llave.")
    return 0


def hallar(instalacion: Instalacion) -> tuple[auditoria.Informe, list[Hallazgo]]:
    """What the log holds, and all that does not fit with it: rows and images.

    Raises:
        BitacoraRota: the chain itself does not hold.
    """
    with consulta(instalacion.engine) as session:
        informe = auditoria.verificar(session)
    return informe, [*informe.hallazgos, *imagenes_alteradas(instalacion.almacen, informe.archivos)]


def contar(informe: auditoria.Informe, hallazgos: Sequence[Hallazgo]) -> None:
    """Say it to a person."""
    print(f"{informe.entradas} entradas, cadena íntegra; cabeza {informe.huella}")
    for hallazgo in hallazgos:
        print(en_palabras(hallazgo))
    print(f"{len(hallazgos)} diferencias" if hallazgos else "El registro es exactamente lo que dicen los actos.")
