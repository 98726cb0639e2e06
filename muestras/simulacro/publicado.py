"""What was published, read back from the official database as anyone would."""

from collections.abc import Mapping

from publicacion.disposicion import COLUMNA_DE_CAMPO
from publicacion.lectura_base import BasePublicada, FilaBase, leer_cifra
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.conteo import Cifra, Conteo, numero
from verificacion.dominio.eleccion import Proceso


def conteos_publicados(base: BasePublicada, proceso: Proceso) -> dict[str, Conteo]:
    """Acta key to every figure that its row publishes, by field of its form; actas without figures are left out."""
    return {
        fila.celdas["CLAVE_ACTA"]: _conteo(fila, proceso)
        for fila in base.filas
        if fila.en_catalogo and fila.votos and fila.capturada
    }


def _conteo(fila: FilaBase, proceso: Proceso) -> Conteo:
    acta = proceso.por_clave[ClaveActa.de_texto(fila.celdas["CLAVE_ACTA"])]
    votos: dict[str, Cifra] = {c.clave: fila.votos[c.columna] for c in proceso.contendientes if c.columna in fila.votos}
    for campo in proceso.forma_de(acta).campos:
        columna = COLUMNA_DE_CAMPO.get(campo.tipo)
        cifra = leer_cifra(fila.celdas[columna]) if columna else None
        if cifra is not None:
            votos[campo.clave] = cifra
    return votos


def votos_publicados(base: BasePublicada, proceso: Proceso) -> Mapping[str, int]:
    """Votes of each row of the acta over the actas that the database counts."""
    contadas = [fila for fila in base.filas if fila.en_catalogo and fila.celdas["CONTABILIZADA"] == "1"]
    return {
        c.clave: sum(numero(fila.votos[c.columna]) for fila in contadas if c.columna in fila.votos)
        for c in proceso.contendientes
    }
