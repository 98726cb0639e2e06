"""Comparison of two accounts of the same acta."""

from verificacion.dominio.conteo import Conteo
from verificacion.dominio.lectura import LecturaActa


def diferencias(una: Conteo, otra: Conteo) -> frozenset[str]:
    """Fields in which two counts of the same acta differ. A blank differs from a zero, and a missing field too."""
    return frozenset(campo for campo in una.keys() | otra.keys() if una.get(campo) != otra.get(campo))


def contradichos(conteo: Conteo, testigo: LecturaActa) -> frozenset[str]:
    """Fields where the reader, with an accepted reading, says something else than ``conteo``."""
    return frozenset(
        campo
        for campo, cifra in conteo.items()
        if (leido := testigo.campos.get(campo)) is not None and leido.aceptado and leido.cifra != cifra
    )
