"""Who contends in the sample election: the field of Durango's local deputies of 2021, as its official count prints it.

Acronyms and the coalitions' composition are facts; colours are our own approximations and no emblem is copied.
"""

from verificacion.dominio.eleccion import Coalicion, Contendiente, TipoContendiente

DISTRITOS_CON_INDEPENDIENTE = frozenset({2, 3, 5})

_PARTIDOS = (
    ("PAN", "Partido Acción Nacional", "#0a4d9c"),
    ("PRI", "Partido Revolucionario Institucional", "#1b8a4b"),
    ("PRD", "Partido de la Revolución Democrática", "#f2c500"),
    ("PT", "Partido del Trabajo", "#d0202a"),
    ("PVEM", "Partido Verde Ecologista de México", "#5cab2d"),
    ("MC", "Movimiento Ciudadano", "#f08021"),
    ("PD", "Partido Duranguense", "#c98a1b"),
    ("MORENA", "Morena", "#8a1f34"),
    ("PES", "Partido Encuentro Solidario", "#6a3a93"),
    ("RSP", "Redes Sociales Progresistas", "#3b3b3b"),
    ("FXM", "Fuerza por México", "#d6437c"),
)
_COMBINACIONES = (
    ("PAN", "PRI", "PRD"),
    ("PAN", "PRI"),
    ("PAN", "PRD"),
    ("PRI", "PRD"),
    ("PT", "MORENA"),
)

COALICIONES = (
    Coalicion("VA_POR_DURANGO", "Va por Durango", ("PAN", "PRI", "PRD"), "#2b6cb0"),
    Coalicion("JUNTOS_HACEMOS_HISTORIA", "Juntos Hacemos Historia", ("PT", "MORENA"), "#8a1f34"),
)


def contendientes() -> tuple[Contendiente, ...]:
    """Every vote row, in the order of the acta: parties, combinations, independent, unregistered, null."""
    colores = {clave: color for clave, _, color in _PARTIDOS}
    partidos = (
        Contendiente(clave, nombre, TipoContendiente.PARTIDO, clave, (clave,), color)
        for clave, nombre, color in _PARTIDOS
    )
    combinaciones = (
        Contendiente(
            "_".join(miembros),
            " - ".join(miembros),
            TipoContendiente.COMBINACION,
            "C_" + "_".join(miembros),
            miembros,
            colores[miembros[0]],
        )
        for miembros in _COMBINACIONES
    )
    return (
        *partidos,
        *combinaciones,
        Contendiente(
            "CAND_IND_1",
            "Candidatura independiente 1",
            TipoContendiente.INDEPENDIENTE,
            "CAND_IND_1",
            (),
            "#4a4a8a",
            DISTRITOS_CON_INDEPENDIENTE,
        ),
        Contendiente(
            "NO_REGISTRADAS", "Candidaturas no registradas", TipoContendiente.NO_REGISTRADAS, "NO_REGISTRADOS"
        ),
        Contendiente("NULOS", "Votos nulos", TipoContendiente.NULOS, "NULOS"),
    )
