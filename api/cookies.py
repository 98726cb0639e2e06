"""The cookies of the application: out of reach of scripts and, over https, guarded by the browser to their origin."""

from fastapi import Request, Response

SESION = "actario"
TERMINAL = "actario-terminal"


def nombre_cookie(request: Request, cookie: str) -> str:
    """What a cookie is called here; over https the ``__Host-`` prefix makes the browser guard its origin."""
    return f"__Host-{cookie}" if request.url.scheme == "https" else cookie


def guardar_cookie(request: Request, response: Response, cookie: str, valor: str, dura_s: int | None) -> None:
    """Have the browser keep a cookie; until it is closed when ``dura_s`` is None."""
    response.set_cookie(
        nombre_cookie(request, cookie),
        valor,
        max_age=dura_s,
        path="/",
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
