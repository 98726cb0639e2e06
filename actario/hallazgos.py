"""What the audit of the record finds, said to a person; and the images that are no longer those received."""

from collections.abc import Iterable

from captura.almacen import Almacen, ContenidoAlterado
from verificacion.dominio.errores import NoExiste
from verificacion.dominio.repaso import Hallazgo


def imagenes_alteradas(almacen: Almacen, archivos: Iterable[str]) -> list[Hallazgo]:
    """Files whose bytes are gone, or are no longer those whose SHA-256 was recorded."""
    hallazgos: list[Hallazgo] = []
    for sha256 in archivos:
        try:
            almacen.leer(sha256)
        except NoExiste:
            hallazgos.append(Hallazgo("almacén", sha256, "", "falta", "una fila"))
        except ContenidoAlterado as e:
            hallazgos.append(Hallazgo("almacén", sha256, "SHA-256", e.hallado, sha256))
    return hallazgos


def en_palabras(hallazgo: Hallazgo) -> str:
    """One line that names the row and says what it holds and what the acts say."""
    donde = f"{hallazgo.tabla} {hallazgo.clave}"
    match hallazgo.hallado, hallazgo.columna:
        case "falta", "":
            return f"{donde}: falta, y la bitácora dice que existe"
        case "sobra", "":
            return f"{donde}: sobra; ningún acto la creó"
        case hallado, columna if hallazgo.tabla == "bitacora":
            return f"{donde}: el acto no cabe en lo anterior ({columna}: {hallado})"
        case hallado, columna:
            return f"{donde}: {columna} dice {hallado!r} y según los actos es {hallazgo.esperado!r}"
