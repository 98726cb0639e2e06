"""Common Mexican first names and surnames, to invent people and to divide a section by surname."""

from itertools import pairwise

import numpy as np

APELLIDOS = (
    "AGUILAR", "ALVARADO", "ARREOLA", "AVILA", "BARRAZA", "BUENO", "CABRERA", "CAMPOS", "CARRILLO", "CASTAÑEDA",
    "CASTRO", "CERVANTES", "CHAVEZ", "CISNEROS", "CONTRERAS", "CORRAL", "DE LA CRUZ", "DELGADO", "DIAZ", "DOMINGUEZ",
    "ESPARZA", "ESQUIVEL", "ESTRADA", "FERNANDEZ", "FLORES", "GALLEGOS", "GALVAN", "GARCIA", "GOMEZ", "GONZALEZ",
    "GUERRERO", "GUTIERREZ", "GUZMAN", "HERNANDEZ", "HERRERA", "IBARRA", "JIMENEZ", "JUAREZ", "LARA", "LOPEZ",
    "LUNA", "MARTINEZ", "MEDINA", "MEDRANO", "MEJIA", "MENDEZ", "MENDOZA", "MERAZ", "MONTES", "MORALES",
    "MORENO", "MUÑOZ", "NAJERA", "NAVA", "NEVAREZ", "NUÑEZ", "OCHOA", "ONTIVEROS", "OROZCO", "ORTEGA",
    "ORTIZ", "PALACIOS", "PEREZ", "QUIÑONES", "RAMIREZ", "RAMOS", "RANGEL", "REYES", "RIOS", "RIVERA",
    "ROBLES", "RODRIGUEZ", "ROJAS", "ROMERO", "ROSALES", "RUIZ", "SALAS", "SALAZAR", "SANCHEZ", "SANDOVAL",
    "SANTILLAN", "SARIÑANA", "SILVA", "SOLIS", "SOTO", "TORRES", "TREVIÑO", "VALDEZ", "VALENZUELA", "VALLES",
    "VARGAS", "VAZQUEZ", "VELAZQUEZ", "VILLA", "VILLARREAL", "YAÑEZ", "ZAMORA", "ZAPATA", "ZAVALA", "ZUÑIGA",
)  # fmt: skip
MUJERES = (
    "ADRIANA", "ALEJANDRA", "ANA LAURA", "BEATRIZ", "BLANCA ESTELA", "CAROLINA", "CLAUDIA", "DIANA", "ELENA",
    "GABRIELA", "GUADALUPE", "IRMA", "JUANA", "LETICIA", "LUZ MARIA", "MARGARITA", "MARIA DEL CARMEN", "MARTHA",
    "NORMA", "PATRICIA", "ROCIO", "ROSA ISELA", "SANDRA", "SILVIA", "SOFIA", "TERESA", "VERONICA", "YOLANDA",
)  # fmt: skip
HOMBRES = (
    "ALBERTO", "ALEJANDRO", "ARTURO", "CARLOS", "DANIEL", "EDUARDO", "ENRIQUE", "FERNANDO", "FRANCISCO", "GERARDO",
    "HECTOR", "IGNACIO", "JAVIER", "JESUS", "JOSE LUIS", "JUAN MANUEL", "LUIS ANGEL", "MANUEL", "MARIO", "MIGUEL ANGEL",
    "OSCAR", "PEDRO", "RAFAEL", "RAMON", "RICARDO", "ROBERTO", "SERGIO", "VICTOR HUGO",
)  # fmt: skip


def persona(rng: np.random.Generator, mujer: bool) -> str:
    """Invent a full name."""
    pila = MUJERES if mujer else HOMBRES
    primero, segundo = (APELLIDOS[int(i)] for i in rng.integers(len(APELLIDOS), size=2))
    return f"{pila[int(rng.integers(len(pila)))]} {primero} {segundo}"


def tramos_de_apellidos(cuantos: int) -> tuple[tuple[str, str], ...]:
    """Divide the alphabet of surnames among the casillas of a section, as the roll is divided: (first, last) of each.

    A surname between two ranges votes in the earlier one: look for the last range that starts at or before it.
    """
    cortes = np.linspace(0, len(APELLIDOS), cuantos + 1).round().astype(int)
    return tuple(
        ("A" if i == 0 else APELLIDOS[desde], "ZZ" if i == cuantos - 1 else APELLIDOS[hasta - 1])
        for i, (desde, hasta) in enumerate(pairwise(cortes))
    )
