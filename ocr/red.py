"""What the digit net answers."""

from typing import Final

BLANCO: Final = 10
RAYA: Final = 11
OTRO: Final = 12
CLASES: Final = 13
"""0..9, an empty box, a dash or struck mark, anything else (scribble, overwritten, two digits)."""
