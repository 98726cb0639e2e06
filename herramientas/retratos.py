"""Copy the screenshots that the staff manual shows, made by the browser tests, as small images of few colours."""

import re
import sys
from pathlib import Path

from PIL import Image

MANUAL = Path(__file__).parents[1] / "docs" / "manual"
COLORES = 128


def nombres() -> list[str]:
    """Every image that a page of the manual shows."""
    paginas = "".join(p.read_text() for p in MANUAL.glob("*.md"))
    return sorted(set(re.findall(r"\(imagenes/([\w.-]+)\)", paginas)))


def copiar(retratos: Path) -> None:
    """Write them under ``docs/manual/imagenes``."""
    (MANUAL / "imagenes").mkdir(exist_ok=True)
    for nombre in nombres():
        with Image.open(retratos / nombre) as retrato:
            retrato.convert("RGB").quantize(COLORES).save(MANUAL / "imagenes" / nombre, optimize=True)


if __name__ == "__main__":
    copiar(Path(sys.argv[1]))
