"""Errors of the publication."""

from verificacion.dominio.errores import DatoInvalido, ErrorActario


class CorteInvalido(ErrorActario):
    """A cut does not prove itself: what it prints is not what its rows add up to, or a file was changed.

    ``problemas`` names each mismatch. Before release nothing was published; after it, do not trust the folder.
    """

    codigo = "corte_invalido"

    def __init__(self, corte: str, problemas: list[str]):
        super().__init__(f"{corte}: " + "; ".join(problemas))
        self.corte = corte
        self.problemas = problemas


class BaseIlegible(DatoInvalido):
    """A file does not have the form of an official database. ``linea`` is None when it is about the whole file."""

    codigo = "base_ilegible"

    def __init__(self, linea: int | None, que: str):
        super().__init__(f"línea {linea}: {que}" if linea else que)
        self.linea = linea
        self.que = que
