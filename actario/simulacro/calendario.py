"""When a drill breaks its own installation, and how."""

from collections.abc import Sequence

from actario.instalacion_viva import InstalacionViva
from muestras.simulacro.fallas import Falla


def calendario(viva: InstalacionViva, duracion_min: float, cuantas: int) -> Sequence[Falla]:
    """Faults spread over the busy part of a night: readers and the server die in turn, and the power goes once."""
    clases = (("muere un lector", viva.matar_lector), ("muere el servidor", viva.matar_servidor))
    fallas = [
        Falla(duracion_min * (0.05 + 0.6 * k / max(1, cuantas)), *clases[k % len(clases)]) for k in range(cuantas)
    ]
    if cuantas:
        fallas[cuantas // 2] = Falla(fallas[cuantas // 2].minuto, "se va la luz", viva.cortar_la_luz)
    return fallas
