"""``docs/roles.md``: what each role may do and each route asks, written from the program itself (``make roles``)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from fastapi import APIRouter

from api.acceso import RutaConAcceso, acceso_de
from api.app import RUTAS
from api.permisos import QUIEN, Permiso
from verificacion.dominio.registro import ROLES_DE_CUENTA, Rol

ARCHIVO = Path(__file__).parents[1] / "docs" / "roles.md"

CABEZA = """# Roles y rutas

Este archivo lo escribe `make roles` a partir de `api/permisos.py` y de lo que declara cada ruta; una prueba comprueba
que esté al día y otra recorre cada ruta con cada rol y cada estado de la sesión
(`tests/api/test_api_rutas_y_roles.py`). Una ruta que no declara quién entra impide que la aplicación arranque.
"""


def rutas(routers: Sequence[APIRouter] = RUTAS) -> Iterator[tuple[str, str, Permiso | None]]:
    """Every route: method, path and the permission it asks; None where anybody enters."""
    for router in routers:
        for ruta in router.routes:
            acceso = acceso_de(ruta.endpoint) if isinstance(ruta, RutaConAcceso) else None
            if isinstance(ruta, RutaConAcceso) and acceso is not None:
                for metodo in sorted(ruta.methods or ()):
                    yield metodo, ruta.path, acceso.permiso


def cuenta() -> dict[Rol, int]:
    """How many closed routes let each role in."""
    pedidos = [permiso for _, _, permiso in rutas() if permiso is not None]
    return {rol: sum(rol in QUIEN[permiso] for permiso in pedidos) for rol in ROLES_DE_CUENTA}


def tabla() -> str:
    """The whole document."""
    todas = list(rutas())
    cerradas = sum(permiso is not None for _, _, permiso in todas)
    entra = cuenta()
    permitidas = sum(entra.values())
    lineas = [
        CABEZA,
        f"**{len(todas)} rutas**: {len(todas) - cerradas} abiertas a cualquiera y {cerradas} que piden sesión. Por "
        f"{len(ROLES_DE_CUENTA)} roles son {cerradas * len(ROLES_DE_CUENTA)} casos: {permitidas} permitidos y "
        f"{cerradas * len(ROLES_DE_CUENTA) - permitidas} negados.\n",
        "## Qué puede cada rol\n",
        f"| Permiso | {' | '.join(ROLES_DE_CUENTA)} |",
        f"|---|{':-:|' * len(ROLES_DE_CUENTA)}",
        *(f"| {permiso.value} | {_marcas(permiso)} |" for permiso in Permiso),
        f"| **rutas que lo dejan entrar** | {' | '.join(str(entra[rol]) for rol in ROLES_DE_CUENTA)} |",
        f"| **rutas que lo rechazan** | {' | '.join(str(cerradas - entra[rol]) for rol in ROLES_DE_CUENTA)} |",
        "\n## Qué pide cada ruta\n",
        "| Ruta | Permiso |",
        "|---|---|",
        *(f"| `{metodo} {ruta}` | {permiso.value if permiso else '*cualquiera*'} |" for metodo, ruta, permiso in todas),
    ]
    return "\n".join(lineas) + "\n"


def _marcas(permiso: Permiso) -> str:
    return " | ".join("sí" if rol in QUIEN[permiso] else "" for rol in ROLES_DE_CUENTA)


if __name__ == "__main__":
    ARCHIVO.write_text(tabla(), encoding="utf-8")
