"""The clock of a drill: minutes of the night, which may go by faster than those of the wall."""

import asyncio
import math
import time
from dataclasses import dataclass, field


@dataclass
class Reloj:
    """Simulated time since the night began.

    ``velocidad`` is how many simulated seconds pass in a real one; infinite means that nobody waits for anything, as
    in a demonstration.
    """

    velocidad: float = math.inf
    _inicio: float = field(default_factory=time.monotonic)

    @property
    def minuto(self) -> float:
        """Minutes of the night so far; real ones where nobody waits."""
        return self.a_minutos(time.monotonic() - self._inicio)

    def a_minutos(self, segundos_reales: float) -> float:
        """Real seconds as minutes of the night."""
        return segundos_reales * (self.velocidad if math.isfinite(self.velocidad) else 1.0) / 60

    async def hasta(self, minuto: float) -> None:
        """Sleep until a minute of the night; not at all when it has passed."""
        if math.isfinite(self.velocidad):
            while (falta := minuto - self.minuto) > 0:  # a sleep may end a hair before its time
                await asyncio.sleep(falta * 60 / self.velocidad)

    async def durante(self, segundos: float) -> None:
        """Let ``segundos`` of the night pass, which is how long somebody takes to do something."""
        if math.isfinite(self.velocidad):
            await asyncio.sleep(segundos / self.velocidad)
