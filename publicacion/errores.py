"""Errors of the publication."""

from verificacion.dominio.errores import DatoInvalido, ErrorActario, InstalacionIncompleta, NoExiste


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


class LlaveInvalida(InstalacionIncompleta):
    """The key that signs the cuts cannot be used. ``cual`` is its file; ``que`` says what is wrong with it."""

    codigo = "llave_invalida"

    def __init__(self, cual: str, que: str):
        super().__init__(f"{cual}: {que}", "docs/base-de-datos.md")
        self.cual = cual
        self.que = que


class SinFirma(InstalacionIncompleta):
    """An election is not published unsigned; only a drill may be."""

    codigo = "sin_firma"


class FuenteInalcanzable(NoExiste):
    """A file of a cut could not be brought: the other server does not answer, or does not have it."""

    codigo = "fuente_inalcanzable"

    def __init__(self, de: str, que: str):
        super().__init__("el archivo", que)
        self.de = de
        self.que = que


class PruebaIlegible(DatoInvalido):
    """A file is not the proof of an acta. ``que`` says why."""

    codigo = "prueba_ilegible"

    def __init__(self, que: str):
        super().__init__(que)
        self.que = que


class HuellaIlegible(DatoInvalido):
    """A file is not a listing of what runs. ``que`` says why."""

    codigo = "huella_ilegible"

    def __init__(self, que: str):
        super().__init__(que)
        self.que = que
