"""What runs: the hash of this installation, for whoever audits it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from api.acceso import RutaConAcceso, permitido
from api.huella_viva import HuellaViva, huella_viva
from api.permisos import Permiso

router = APIRouter(prefix="/api/v1/huella", tags=["auditoría"], route_class=RutaConAcceso)

HuellaDep = Annotated[HuellaViva, Depends(huella_viva)]


class ParteSalida(BaseModel):
    """One of the things that run: file, or package and version, to SHA-256."""

    nombre: str
    huella: str
    archivos: dict[str, str]


class HuellaSalida(BaseModel):
    """As ``actario huella --json`` writes it, so that ``actario huella --comparar`` takes either.

    ``cambios``: what is no longer on the disk as it was when the server started.
    """

    version: int
    huella: str
    partes: list[ParteSalida]
    cambios: list[str]


@router.get("")
@permitido(Permiso.VER_HUELLA)
def ver(viva: HuellaDep) -> HuellaSalida:
    """Hash of code, models, forms, election and dependencies, part by part."""
    vista = viva.ver()
    return HuellaSalida.model_validate({**vista.huella.a_json(), "cambios": list(vista.cambios)})
