"""What was published, read back from the official database as anyone would."""

from collections.abc import Mapping

from publicacion.auditoria.lectura import BaseLeida
from publicacion.auditoria.textos import leer_cifra
from publicacion.disposicion import COLUMNA_DE_CAMPO
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.conteo import Cifra, Conteo, numero
from verificacion.dominio.eleccion import Proceso


def conteos_publicados(base: BaseLeida, proceso: Proceso) -> dict[str, Conteo]:
    """Acta key to every figure that its row publishes, by field of its form; actas without figures are left out."""
    conteos: dict[str, Conteo] = {}
    for i, clave in enumerate(base.columna("CLAVE_ACTA")):
        if base.columna("CONTABILIZADA")[i] in ("0", "1") and clave:
            conteo = _conteo(base, i, clave, proceso)
            if any(c.clave in conteo for c in proceso.contendientes):
                conteos[clave] = conteo
    return conteos


def _conteo(base: BaseLeida, i: int, clave: str, proceso: Proceso) -> Conteo:
    columnas = {c.clave: c.columna for c in proceso.contendientes}
    forma = proceso.forma_de(proceso.por_clave[ClaveActa.de_texto(clave)])
    columnas |= {c.clave: COLUMNA_DE_CAMPO[c.tipo] for c in forma.campos if c.tipo in COLUMNA_DE_CAMPO}
    cifras = {campo: leer_cifra(base.columna(columna)[i]) for campo, columna in columnas.items()}
    conteo: dict[str, Cifra] = {campo: cifra for campo, cifra in cifras.items() if cifra is not None}
    return conteo


def votos_publicados(base: BaseLeida, proceso: Proceso) -> Mapping[str, int]:
    """Votes of each row of the acta over the actas that the database counts."""
    contadas = [marca == "1" for marca in base.columna("CONTABILIZADA")]
    return {
        c.clave: sum(
            numero(leer_cifra(texto) or 0)
            for texto, cuenta in zip(base.columna(c.columna), contadas, strict=True)
            if cuenta
        )
        for c in proceso.contendientes
    }
