"""How the night goes, in counts."""

from fastapi import APIRouter

from api.acceso import ContextoDep, RutaConAcceso, permitido
from api.salidas import AvanceSalida, ColaSalida, DistritoSalida
from verificacion.bd.sesion import consulta
from verificacion.casos import avance
from verificacion.dominio.registro import Rol

router = APIRouter(prefix="/api/v1/avance", tags=["avance"], route_class=RutaConAcceso)


@router.get("")
@permitido(Rol.SUPERVISOR, Rol.AUDITOR, Rol.PUBLICADOR, Rol.ADMINISTRADOR)
def ver(contexto: ContextoDep) -> AvanceSalida:
    """Actas by state and district, and what waits in each queue."""
    with consulta(contexto.engine) as session:
        foto = avance.avance(session)
    nombres = {a.casilla.distrito: a.casilla.distrito_nombre for a in contexto.proceso.actas}
    return AvanceSalida(
        hora=contexto.ahora(),
        esperadas=len(contexto.proceso.actas),
        por_estado=dict(foto.por_estado),
        por_cola={
            nombre: ColaSalida(cuantas=cola.cuantas, mas_antigua_en=cola.mas_antigua_en)
            for nombre, cola in foto.por_cola.items()
        },
        por_distrito=[
            DistritoSalida(
                distrito=distrito, nombre=nombres[distrito], esperadas=sum(estados.values()), por_estado=dict(estados)
            )
            for distrito, estados in foto.por_distrito.items()
        ],
        imagenes=foto.imagenes,
    )
