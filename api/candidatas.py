"""Actas of the catalogue offered to whoever says which one an image is, and how people call them."""

from collections.abc import Iterable

from api.salidas import Candidata
from verificacion.dominio.eleccion import ActaEsperada, Proceso

MAX_CANDIDATAS = 60  # the largest section of Durango 2021 has 38 casillas
_LARGO_SECCION = 4
_HASTA_SECCION = 6
"""Of a key: entidad (2) and section (4)."""

TIPOS = {
    "B": "Básica",
    "C": "Contigua",
    "E": "Extraordinaria",
    "S": "Especial",
    "A": "Voto anticipado",
    "P": "Prisión preventiva",
    "V": "Prisión preventiva federal",
    "M": "Mesa",
}


def buscar(proceso: Proceso, texto: str) -> list[Candidata]:
    """Actas by section number, or by the beginning of their key."""
    texto = texto.strip().upper()
    seccion = int(texto) if texto.isdecimal() and len(texto) <= _LARGO_SECCION else None
    return _primeras(
        a
        for a in proceso.actas
        if (a.clave.casilla.seccion == seccion if seccion is not None else str(a.clave).startswith(texto))
    )


def candidatas(proceso: Proceso, propuesta: str) -> list[Candidata]:
    """Actas that what the reader saw suggests: those of a key first, then the rest of its section.

    Nothing is offered where the section is not in the catalogue: a guess would be worse than a search. Of two
    suggestions, a space between (the QR names one acta and the sheet another), the actas of both.
    """
    vistas: dict[str, Candidata] = {}
    for parte in propuesta.upper().split():
        vistas |= {c.clave_acta: c for c in _de_una(proceso, parte) if c.clave_acta not in vistas}
    return list(vistas.values())[:MAX_CANDIDATAS]


def _de_una(proceso: Proceso, propuesta: str) -> list[Candidata]:
    if len(propuesta) <= _LARGO_SECCION:
        return buscar(proceso, propuesta) if propuesta.isdecimal() else []
    de_la_seccion = [a for a in proceso.actas if str(a.clave).startswith(propuesta[:_HASTA_SECCION])]
    return _primeras(sorted(de_la_seccion, key=lambda a: not str(a.clave).startswith(propuesta)))


def _primeras(actas: Iterable[ActaEsperada]) -> list[Candidata]:
    return [_candidata(a) for a, _ in zip(actas, range(MAX_CANDIDATAS), strict=False)]


def _candidata(acta: ActaEsperada) -> Candidata:
    casilla = acta.casilla
    return Candidata(
        clave_acta=str(acta.clave),
        seccion=casilla.clave.seccion,
        casilla=nombre_casilla(acta),
        distrito=casilla.distrito,
        distrito_nombre=casilla.distrito_nombre,
        municipio=casilla.municipio_nombre,
        domicilio=casilla.domicilio,
        principio=acta.principio,
    )


def nombre_casilla(acta: ActaEsperada) -> str:
    """How people call a casilla: «Básica», «Contigua 2», «Extraordinaria 1 contigua 1»."""
    clave = acta.clave.casilla
    nombre = TIPOS.get(clave.tipo.value, f"Tipo {clave.tipo}")
    if clave.tipo.value == "B":
        return nombre
    contigua = f" contigua {clave.ext_contigua}" if clave.ext_contigua else ""
    return f"{nombre} {clave.numero}{contigua}"
