from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from verificacion.bd.sesion import transaccion
from verificacion.bd.tablas import (
    SOLO_SE_AGREGA,
    Acta,
    Apartado,
    CapturaHecha,
    CopiaPublica,
    EntradaBitacora,
    Forma,
    Identificacion,
    Imagen,
    ImagenElegida,
    Lectura,
    Reapertura,
    ResolucionHecha,
    Turno,
    Usuario,
)
from verificacion.bd.tablas_control import ActaMuestreada, CotejoHecho, Muestra, Recaptura, Revision
from verificacion.bd.tablas_propuestas import Propuesta, RespuestaAPropuesta
from verificacion.bd.tablas_publicas import CierreDeReporte, CierreExtendido, Reporte
from verificacion.dominio.registro import EstadoActa

AHORA = datetime(2021, 6, 7, 3, 0, tzinfo=UTC)


def sembrar(session: Session) -> None:
    """One row in every insert-only table."""
    session.add_all(
        (
            Forma(clave="f", campos=["PAN"]),
            Usuario(id=1, usuario="ana", contrasena="x", roles="capturista", creado_en=AHORA),
            imagen("a" * 64, 1),
        )
    )
    session.flush()
    session.add(Acta(id=1, clave="100001B01003", distrito=1, forma="f", estado=EstadoActa.DIGITALIZADA, imagen_id=1))
    session.flush()
    session.add(turno("t1"))
    session.flush()
    session.add_all(
        (
            Apartado(sha256="c" * 64, nombre="a.gif", bytes=1, codigo="x", detalle="", terminal="", recibido_en=AHORA),
            CopiaPublica(imagen_id=1, sha256="d" * 64, areas=[], hecho_en=AHORA),
            ImagenElegida(acta_id=1, imagen_id=1, anterior_id=1, motivo="", usuario_id=1, hecha_en=AHORA),
            Reapertura(acta_id=1, imagen_id=1, tipo="recapturar", ronda=0, motivo="", usuario_id=1, hecha_en=AHORA),
            Lectura(imagen_id=1, campos={}, calidad={}, ms={}, error="sin_esquinas", hecha_en=AHORA),
            CierreExtendido(hasta=AHORA, motivo="", usuario="ana", hecho_en=AHORA),
            Reporte(id=1, folio="f1", acta_id=1, motivo="", recibido_en=AHORA),
            Identificacion(imagen_id=1, acta_id=1, hecha_en=AHORA),
            CapturaHecha(acta_id=1, usuario_id=1, turno_id="t1", cifras={"PAN": 1}, hecha_en=AHORA),
            ResolucionHecha(acta_id=1, usuario_id=1, turno_id="t1", cifras={"PAN": 1}, hecha_en=AHORA),
            CotejoHecho(
                acta_id=1, imagen_id=1, usuario_id=1, turno_id="t1", asiento=1, resultado=1, campos=[], hecho_en=AHORA
            ),
            Muestra(id=1, desde=AHORA, hasta=AHORA, asiento=1, huella="", semilla="", poblacion=1, hecha_en=AHORA),
            Recaptura(
                acta_id=1,
                imagen_id=1,
                usuario_id=1,
                turno_id="t1",
                destino="muestra",
                cifras={},
                verificadas={},
                distintos=[],
                difiere=False,
                hecha_en=AHORA,
            ),
            Revision(acta_id=1, imagen_id=1, ronda=0, campo="PAN", decisiones=0, usuario_id=1, hecha_en=AHORA),
            EntradaBitacora(
                numero=1,
                hecho_en=AHORA,
                usuario="ana",
                roles="",
                terminal="",
                evento="prueba",
                datos={},
                anterior="0" * 64,
                huella="1" * 64,
            ),
        )
    )
    session.flush()
    session.add(ActaMuestreada(muestra_id=1, acta_id=1))
    session.add(Propuesta(id=1, acto="cerrar", datos={}, motivo="", usuario_id=1, hecha_en=AHORA, vence_en=AHORA))
    session.flush()
    session.add(RespuestaAPropuesta(propuesta_id=1, confirmada=True, usuario_id=1, hecha_en=AHORA))
    session.add(CierreDeReporte(reporte_id=1, procede=True, respuesta="", usuario_id=1, cerrado_en=AHORA))


def imagen(sha256: str, numero: int) -> Imagen:
    return Imagen(
        id=numero,
        sha256=sha256,
        original_sha256=sha256,
        nombre="acta.jpg",
        mime="image/jpeg",
        bytes=1,
        origen="CATD",
        digitalizacion="ESCANER",
        acopio_en=AHORA,
        recibida_en=AHORA,
    )


def turno(clave: str) -> Turno:
    return Turno(
        id=clave,
        tipo="captura",
        acta_id=1,
        imagen_id=1,
        usuario_id=1,
        terminal="",
        dado_en=AHORA,
        vence_en=AHORA,
    )


@pytest.mark.parametrize("tabla", SOLO_SE_AGREGA)
@pytest.mark.parametrize("acto", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_the_database_refuses_to_rewrite_evidence(engine: Engine, tabla: str, acto: str) -> None:
    with transaccion(engine) as session:
        sembrar(session)
    claves = {"bitacora": "numero", "reportes_cerrados": "reporte_id", "propuestas_respondidas": "propuesta_id"}
    columna = claves.get(tabla, "id")
    with pytest.raises(DBAPIError, match="solo se agrega"), transaccion(engine) as session:
        session.execute(text(acto.format(tabla, columna, columna)))
    with transaccion(engine) as session:
        assert session.scalar(text(f"SELECT count(*) FROM {tabla}")) == 1


def test_the_database_refuses_two_captures_of_one_acta_by_one_person(engine: Engine) -> None:
    with transaccion(engine) as session:
        sembrar(session)
        session.add(turno("t2"))
    with pytest.raises(IntegrityError), transaccion(engine) as session:
        session.add(CapturaHecha(acta_id=1, usuario_id=1, turno_id="t2", cifras={"PAN": 1}, hecha_en=AHORA))


def test_the_database_refuses_an_unknown_state(engine: Engine) -> None:
    with transaccion(engine) as session:
        sembrar(session)
    with pytest.raises(IntegrityError), transaccion(engine) as session:
        session.execute(text("UPDATE actas SET estado = 'contada'"))


def test_the_database_refuses_rows_that_point_nowhere(engine: Engine) -> None:
    with pytest.raises(IntegrityError), transaccion(engine) as session:
        session.add(Identificacion(imagen_id=99, hecha_en=AHORA))


def test_a_time_comes_back_aware_and_equal(engine: Engine) -> None:
    with transaccion(engine) as session:
        sembrar(session)
    with transaccion(engine) as session:
        recibida = session.scalars(select(Imagen.recibida_en)).one()
    assert recibida == AHORA
    assert recibida.tzinfo is not None


def test_a_time_without_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(Exception, match="fecha sin zona"), transaccion(engine) as session:
        session.add(Usuario(usuario="x", contrasena="x", roles="", creado_en=AHORA.replace(tzinfo=None)))
