"""From the record to what anyone can see: one consistent read, one cut, one renewed site."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from publicacion.anuncio import anunciar
from publicacion.asiento import exclusivo
from publicacion.corte import Corte, hacer_corte
from publicacion.llaves import leer as leer_llave
from publicacion.reportes import ReporteCerrado
from publicacion.sitio import generar
from verificacion.bd import bitacora
from verificacion.bd.sesion import consulta
from verificacion.casos import registros, reportes
from verificacion.casos.cierre import con_cierre_vigente
from verificacion.dominio.eleccion import Proceso


def publicar(
    engine: Engine,
    proceso: Proceso,
    almacen_leer: Callable[[str], bytes],
    destino: Path,
    ahora: datetime,
    *,
    ultimo: bool,
    llave: Path | None = None,
) -> Corte:
    """Make a cut of what is settled now and publish the results site from it.

    Args:
        engine: the database.
        proceso: the election.
        almacen_leer: gives the bytes of an image by SHA-256.
        destino: public folder; the cut appears under ``cortes`` and the site under ``sitio``.
        ahora: aware moment of the cut.
        ultimo: whether this is the closing cut.
        llave: file of the key that signs; None, or missing, leaves the cut unsigned, which only a drill may.

    Raises:
        SinFirma, LlaveInvalida: this is no drill and there is no key, or it cannot be used.
        CorteInvalido: the cut does not add up; nothing was released and the site stays as it was.
    """
    firmante = leer_llave(llave) if llave is not None and llave.exists() else None
    with consulta(engine) as session:
        proceso = con_cierre_vigente(session, proceso)
        todos = registros.todos(session, proceso)
        contestados = [_publicable(r) for r in reportes.cerrados(session)]
        cabeza = bitacora.cabeza(session)
    corte = hacer_corte(
        todos,
        proceso,
        ahora,
        destino,
        almacen_leer,
        ultimo_corte=ultimo,
        reportes=contestados,
        firmante=firmante,
        bitacora=cabeza,
    )
    with exclusivo(destino / "cortes"):
        generar(corte, proceso, destino / "sitio", almacen_leer)
        anunciar(destino, proceso, firmante)
    return corte


def _publicable(reporte: reportes.ReporteVisto) -> ReporteCerrado:
    assert reporte.cerrado_en is not None
    return ReporteCerrado(
        folio=reporte.folio,
        acta=reporte.acta,
        motivo=reporte.motivo,
        recibido_en=reporte.recibido_en,
        cerrado_en=reporte.cerrado_en,
        procede=bool(reporte.procede),
        respuesta=reporte.respuesta or "",
    )
