"""When a drill breaks its own installation, and how."""

from collections.abc import Sequence

from actario.instalacion_viva import InstalacionViva
from actario.postgresql_propio import PostgresqlPropio
from muestras.simulacro.fallas import Falla


def calendario(
    viva: InstalacionViva, base: PostgresqlPropio | None, duracion_min: float, cuantas: int
) -> Sequence[Falla]:
    """Faults spread over the busy part of a night: readers, server and database die in turn, and the power goes once.

    ``base`` is None where the database is a file, which has no process that could die.
    """
    clases = [("muere un lector", viva.matar_lector), ("muere el servidor", viva.matar_servidor)]
    if base is not None:
        clases.insert(1, ("muere la base", base.matar))
    fallas = [
        Falla(duracion_min * (0.05 + 0.6 * k / max(1, cuantas)), *clases[k % len(clases)]) for k in range(cuantas)
    ]
    if cuantas:
        fallas[cuantas // 2] = Falla(fallas[cuantas // 2].minuto, "se va la luz", viva.cortar_la_luz)
    return fallas
