"""``actario bitacora``: check that the evidence is whole, and that the record is what the acts say."""

import argparse
from collections.abc import Sequence

from actario.composicion import Instalacion, componer
from actario.hallazgos import en_palabras, imagenes_alteradas
from actario.ordenes.argumentos import SubOrdenes, con_json, configuracion, de_instalacion, imprimir_json
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
