"""One acta: its record, its absence, and the catalogue in which it is looked up."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.acceso import ContextoDep, RutaConAcceso, YoDep, permitido
from api.entradas import SinActa
from api.openapi import problemas
from api.salidas import Candidata, EstadoSalida, RegistroSalida
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import registros, sin_acta
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.eleccion import ActaEsperada
from verificacion.dominio.errores import NoExiste
from verificacion.dominio.registro import Rol

router = APIRouter(prefix="/api/v1", tags=["actas"], route_class=RutaConAcceso)

MAX_CANDIDATAS = 60  # the largest section of Durango 2021 has 38 casillas


@router.get("/actas/{clave_acta}", responses=problemas(404, 422))
@permitido(Rol.SUPERVISOR, Rol.AUDITOR, Rol.PUBLICADOR, Rol.ADMINISTRADOR)
def acta(clave_acta: str, contexto: ContextoDep) -> RegistroSalida:
    """State of an acta; its figures only once it is verified."""
    clave = ClaveActa.de_texto(clave_acta)
    if clave not in contexto.proceso.por_clave:
        raise NoExiste("el acta", clave)
    with consulta(contexto.engine) as session:
        return RegistroSalida.de(registros.uno(session, contexto.proceso, clave))


@router.post("/actas/{clave_acta}/sin-acta", responses=problemas(404, 409, 422))
@permitido(Rol.DIGITALIZADOR, Rol.SUPERVISOR)
def declarar_sin_acta(clave_acta: str, cuerpo: SinActa, contexto: ContextoDep, yo: YoDep) -> EstadoSalida:
    """Record that there is no acta to capture, and why."""
    clave = ClaveActa.de_texto(clave_acta)
    with transaccion(contexto.engine) as session:
        sin_acta.declarar(session, clave, cuerpo.causa, yo, contexto.ahora())
    return EstadoSalida(estado=None)


@router.get("/catalogo", responses=problemas(422))
@permitido(Rol.DIGITALIZADOR, Rol.VERIFICADOR, Rol.SUPERVISOR)
def buscar(buscar: Annotated[str, Query(min_length=1, max_length=20)], contexto: ContextoDep) -> list[Candidata]:
    """Actas of the catalogue by section number, or by the beginning of their key."""
    texto = buscar.strip().upper()
    seccion = int(texto) if texto.isdecimal() and len(texto) <= 4 else None
    halladas = (
        a
        for a in contexto.proceso.actas
        if (a.clave.casilla.seccion == seccion if seccion is not None else str(a.clave).startswith(texto))
    )
    return [_candidata(a) for a, _ in zip(halladas, range(MAX_CANDIDATAS), strict=False)]


def _candidata(acta: ActaEsperada) -> Candidata:
    casilla = acta.casilla
    return Candidata(
        clave_acta=str(acta.clave),
        seccion=casilla.clave.seccion,
        casilla=nombre_casilla(acta),
        distrito=casilla.distrito,
        distrito_nombre=casilla.distrito_nombre,
        municipio=casilla.municipio_nombre,
        domicilio=casilla.domicilio,
        principio=acta.principio,
    )


def nombre_casilla(acta: ActaEsperada) -> str:
    """How people call a casilla: «Básica», «Contigua 2», «Extraordinaria 1 contigua 1»."""
    clave = acta.clave.casilla
    nombre = TIPOS.get(clave.tipo.value, f"Tipo {clave.tipo}")
    if clave.tipo.value == "B":
        return nombre
    contigua = f" contigua {clave.ext_contigua}" if clave.ext_contigua else ""
    return f"{nombre} {clave.numero}{contigua}"


TIPOS = {
    "B": "Básica",
    "C": "Contigua",
    "E": "Extraordinaria",
    "S": "Especial",
    "A": "Voto anticipado",
    "P": "Prisión preventiva",
    "V": "Prisión preventiva federal",
    "M": "Mesa",
}
