"""Whether the tables hold exactly what the log says: the chain first, then every row against the replay."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Executable, String, cast, select
from sqlalchemy.orm import Session, aliased

from verificacion.bd import bitacora
from verificacion.bd.tablas import (
    Acta,
    Apartado,
    CapturaHecha,
    CopiaPublica,
    Forma,
    Identificacion,
    Imagen,
    ImagenElegida,
    Lectura,
    ProcesoAbierto,
    Reapertura,
    ResolucionHecha,
    Turno,
    Usuario,
)
from verificacion.bd.tablas_control import ActaMuestreada, CotejoHecho, Muestra, Recaptura, Revision
from verificacion.bd.tablas_propuestas import Propuesta, RespuestaAPropuesta
from verificacion.bd.tablas_publicas import CierreDeReporte, CierreExtendido, Reporte
from verificacion.dominio import repaso_actos as _reglas_de_cada_acto
from verificacion.dominio.repaso import (
    Fila,
    Hallazgo,
    Repaso,
    Tablas,
    clave_libre,
    comparar,
    instante,
    repasar,
)

__all__ = ["Informe", "verificar"]
_ = _reglas_de_cada_acto  # importing it registers the rules


@dataclass(frozen=True, slots=True)
class Informe:
    """What was checked: how many entries, the SHA-256 of the last one, and all that does not fit.

    ``archivos`` are the SHA-256 that the image store must hold, by the log.
    """

    entradas: int
    huella: str
    hallazgos: tuple[Hallazgo, ...]
    archivos: tuple[str, ...]


def verificar(session: Session) -> Informe:
    """Check the chain of the log, replay it, and compare the result with every row.

    Raises:
        BitacoraRota: the chain itself does not hold, naming the first entry; nothing that it says can be trusted.
    """
    entradas, huella = bitacora.SIN_ENTRADAS
    repaso = Repaso()
    for eslabon in bitacora.recorrer_integra(session):
        repasar(repaso, eslabon.asiento)
        entradas, huella = eslabon.asiento.numero, eslabon.huella
    return Informe(entradas, huella, (*repaso.hallazgos, *contrastar(session, repaso)), archivos_de(repaso))


def contrastar(session: Session, repaso: Repaso) -> list[Hallazgo]:
    """Every row that is not as a finished replay says."""
    halladas = _halladas(session)
    return comparar(halladas, {tabla: {} for tabla in halladas} | dict(repaso.tablas()))


def archivos_de(repaso: Repaso) -> tuple[str, ...]:
    """SHA-256 of all that the image store must hold, by a replay: images as received and covered copies."""
    filas = repaso.filas
    copias = (str(fila["publicada"]) for fila in filas.get("resguardos", {}).values())
    return tuple(dict.fromkeys((*filas.get("imagenes", {}), *copias)))


def _halladas(session: Session) -> Tablas:
    return {
        tabla: _por_clave(nombrar(fila) for fila in session.execute(consulta()))
        for tabla, (consulta, nombrar) in FUENTES.items()
    }


def _por_clave(filas: Iterable[tuple[str, Fila]]) -> Mapping[str, Fila]:
    nombradas: dict[str, Fila] = {}
    for clave, fila in filas:
        nombradas[clave_libre(clave, nombradas)] = fila
    return nombradas


def _consulta_actas() -> Executable:
    return select(Acta, Imagen.sha256).outerjoin(Imagen, Imagen.id == Acta.imagen_id)


def _acta(fila: Any) -> tuple[str, Fila]:
    acta, imagen = fila
    columnas = ("distrito", "forma", "estado", "causa", "en_supervision", "ronda", "cotejada", "cursor")
    horas = {c: instante(getattr(acta, c)) for c in ("capturada_en", "verificada_en")}
    return acta.clave, {c: getattr(acta, c) for c in columnas} | horas | {"imagen": imagen}


def _consulta_escritos(tabla: type[CapturaHecha | ResolucionHecha]) -> Executable:
    return (
        select(tabla, Acta.clave, Usuario.usuario, Imagen.sha256)
        .join(Acta, Acta.id == tabla.acta_id)
        .join(Usuario, Usuario.id == tabla.usuario_id)
        .join(Turno, Turno.id == tabla.turno_id)
        .join(Imagen, Imagen.id == Turno.imagen_id)
        .order_by(tabla.id)
    )


def _escrito(fila: Any) -> tuple[str, Fila]:
    escrito, acta, usuario, imagen = fila
    columnas = {c: getattr(escrito, c) for c in ("cifras", "por_letra", "ronda")}
    return f"{acta} de {usuario}", columnas | {"imagen": imagen}


def _consulta_identificaciones() -> Executable:
    return (
        select(Imagen.sha256, Acta.clave)
        .select_from(Identificacion)
        .join(Imagen, Imagen.id == Identificacion.imagen_id)
        .outerjoin(Acta, Acta.id == Identificacion.acta_id)
        .order_by(Identificacion.id)
    )


def _consulta_elegidas() -> Executable:
    anterior = aliased(Imagen)
    return (
        select(Acta.clave, Imagen.sha256, anterior.sha256, ImagenElegida.motivo, Usuario.usuario)
        .select_from(ImagenElegida)
        .join(Acta, Acta.id == ImagenElegida.acta_id)
        .join(Imagen, Imagen.id == ImagenElegida.imagen_id)
        .join(anterior, anterior.id == ImagenElegida.anterior_id)
        .join(Usuario, Usuario.id == ImagenElegida.usuario_id)
        .order_by(ImagenElegida.id)
    )


def _consulta_reaperturas() -> Executable:
    return (
        select(Acta.clave, Reapertura.tipo, Reapertura.ronda, Imagen.sha256, Reapertura.motivo, Usuario.usuario)
        .select_from(Reapertura)
        .join(Acta, Acta.id == Reapertura.acta_id)
        .join(Imagen, Imagen.id == Reapertura.imagen_id)
        .join(Usuario, Usuario.id == Reapertura.usuario_id)
        .order_by(Reapertura.id)
    )


def _consulta_cotejos() -> Executable:
    return (
        select(
            Acta.clave,
            CotejoHecho.ronda,
            CotejoHecho.resultado,
            CotejoHecho.campos,
            CotejoHecho.remedio,
            Usuario.usuario,
        )
        .join(CotejoHecho, CotejoHecho.acta_id == Acta.id)
        .join(Usuario, Usuario.id == CotejoHecho.usuario_id)
        .order_by(CotejoHecho.id)
    )


def _consulta_revisiones() -> Executable:
    return (
        select(Acta.clave, Imagen.sha256, Usuario.usuario, Revision)
        .join(Acta, Acta.id == Revision.acta_id)
        .join(Imagen, Imagen.id == Revision.imagen_id)
        .join(Usuario, Usuario.id == Revision.usuario_id)
        .order_by(Revision.id)
    )


def _revision(fila: Any) -> tuple[str, Fila]:
    acta, imagen, usuario, revision = fila
    columnas = {"ronda": revision.ronda, "decisiones": revision.decisiones}
    return f"{acta} {revision.campo}", columnas | {"imagen": imagen, "usuario": usuario}


def _consulta_muestra_actas() -> Executable:
    return (
        select(Acta.clave, Muestra.semilla, ActaMuestreada.ronda)
        .join(ActaMuestreada, ActaMuestreada.acta_id == Acta.id)
        .join(Muestra, Muestra.id == ActaMuestreada.muestra_id)
        .order_by(ActaMuestreada.id)
    )


def _consulta_recapturas() -> Executable:
    return (
        select(Acta.clave, Usuario.usuario, Recaptura)
        .join(Recaptura, Recaptura.acta_id == Acta.id)
        .join(Usuario, Usuario.id == Recaptura.usuario_id)
        .order_by(Recaptura.id)
    )


def _recaptura(fila: Any) -> tuple[str, Fila]:
    acta, usuario, recaptura = fila
    return f"{acta} de {usuario}", {c: getattr(recaptura, c) for c in ("ronda", "destino", "distintos")}


def _consulta_reportes_cerrados() -> Executable:
    return select(Reporte.folio, CierreDeReporte.procede).join(
        CierreDeReporte, CierreDeReporte.reporte_id == Reporte.id
    )


def _con(*columnas: str) -> Callable[[Any], tuple[str, Fila]]:
    """The first value of a row calls it; the others are its columns."""

    def nombrar(fila: Any) -> tuple[str, Fila]:
        clave, *valores = fila
        return str(clave), dict(zip(columnas, valores, strict=True))

    return nombrar


def _imagen(fila: Any) -> tuple[str, Fila]:
    [imagen] = fila
    columnas = {c: getattr(imagen, c) for c in ("bytes", "origen", "digitalizacion")}
    return imagen.sha256, columnas | {"original": imagen.original_sha256, "acopio_en": instante(imagen.acopio_en)}


def _lectura(fila: Any) -> tuple[str, Fila]:
    imagen, lector, error, campos = fila
    return imagen, {"lector": lector, "error": error, "huella": bitacora.huella(campos)}


def _cierre(fila: Any) -> tuple[str, Fila]:
    [cierre] = fila
    return cierre.usuario, {"motivo": cierre.motivo, "hasta": instante(cierre.hasta)}


def _usuario(fila: Any) -> tuple[str, Fila]:
    usuario, roles = fila
    return usuario, {"roles": ",".join(sorted(roles.split(",")))}


def _consulta_propuestas() -> Executable:
    return select(cast(Propuesta.id, String), Propuesta.acto, Propuesta.datos, Propuesta.motivo, Usuario.usuario).join(
        Usuario, Usuario.id == Propuesta.usuario_id
    )


def _consulta_respondidas() -> Executable:
    return select(cast(RespuestaAPropuesta.propuesta_id, String), RespuestaAPropuesta.confirmada, Usuario.usuario).join(
        Usuario, Usuario.id == RespuestaAPropuesta.usuario_id
    )


FUENTES: dict[str, tuple[Callable[[], Executable], Callable[[Any], tuple[str, Fila]]]] = {
    "proceso": (
        lambda: select(ProcesoAbierto.clave, ProcesoAbierto.huella, ProcesoAbierto.politica),
        _con("huella", "politica"),
    ),
    "formas": (lambda: select(Forma.clave, Forma.campos), _con("campos")),
    "usuarios": (lambda: select(Usuario.usuario, Usuario.roles), _usuario),
    "imagenes": (
        lambda: select(Imagen).order_by(Imagen.id),
        _imagen,
    ),
    "lecturas": (
        lambda: select(Imagen.sha256, Lectura.lector, Lectura.error, Lectura.campos).join(
            Imagen, Imagen.id == Lectura.imagen_id
        ),
        _lectura,
    ),
    "identificaciones": (_consulta_identificaciones, _con("acta")),
    "capturas": (partial(_consulta_escritos, CapturaHecha), _escrito),
    "resoluciones": (partial(_consulta_escritos, ResolucionHecha), _escrito),
    "imagenes_elegidas": (_consulta_elegidas, _con("imagen", "anterior", "motivo", "usuario")),
    "reaperturas": (_consulta_reaperturas, _con("tipo", "ronda", "imagen", "motivo", "usuario")),
    "resguardos": (
        lambda: (
            select(Imagen.sha256, CopiaPublica.sha256, CopiaPublica.forma)
            .join(CopiaPublica, CopiaPublica.imagen_id == Imagen.id)
            .order_by(CopiaPublica.id)
        ),
        _con("publicada", "forma"),
    ),
    "cuarentena": (
        lambda: select(Apartado.sha256, Apartado.bytes, Apartado.codigo).order_by(Apartado.id),
        _con("bytes", "codigo"),
    ),
    "cotejos": (_consulta_cotejos, _con("ronda", "resultado", "campos", "remedio", "usuario")),
    "muestras": (lambda: select(Muestra.semilla, Muestra.poblacion).order_by(Muestra.id), _con("poblacion")),
    "muestra_actas": (_consulta_muestra_actas, _con("semilla", "ronda")),
    "recapturas": (_consulta_recapturas, _recaptura),
    "revisiones": (_consulta_revisiones, _revision),
    "propuestas": (_consulta_propuestas, _con("acto", "datos", "motivo", "usuario")),
    "propuestas_respondidas": (_consulta_respondidas, _con("confirmada", "usuario")),
    "cierres": (
        lambda: select(CierreExtendido).order_by(CierreExtendido.id),
        _cierre,
    ),
    "reportes": (
        lambda: select(Reporte.folio, Acta.clave).join(Acta, Acta.id == Reporte.acta_id).order_by(Reporte.id),
        _con("acta"),
    ),
    "reportes_cerrados": (_consulta_reportes_cerrados, _con("procede")),
    "actas": (_consulta_actas, _acta),
}
"""Table to its rows in order of arrival, and how a row is called and what it holds, as the rules of the replay say."""
