"""Which terminal is calling: an identity of the browser, not its address, which a whole centre shares.

Two people at two machines are two terminals; two people who sign in one after the other in one browser are one.
"""

import hashlib
import secrets

from fastapi import Request, Response

from api.cookies import TERMINAL, guardar_cookie, nombre_cookie

DURACION_S = 400 * 24 * 3600
"""The longest that browsers keep a cookie."""


def identidad_de(request: Request) -> str:
    """The identity that this browser keeps, or a new one for it to keep."""
    return request.cookies.get(nombre_cookie(request, TERMINAL)) or secrets.token_urlsafe(16)


def nombre_de(identidad: str) -> str:
    """What the record calls a terminal: it tells it from the others without letting anybody pass for it."""
    return hashlib.sha256(identidad.encode()).hexdigest()[:12]


def recordar_terminal(request: Request, response: Response, identidad: str) -> None:
    """Have the browser keep its identity."""
    guardar_cookie(request, response, TERMINAL, identidad, DURACION_S)
