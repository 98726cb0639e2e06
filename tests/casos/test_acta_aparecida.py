from tests.mesa import BASICA, Mesa, conteo_de
from verificacion.bd.sesion import consulta, transaccion
from verificacion.casos import registros, sin_acta
from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.registro import CausaSinActa, EstadoActa, Rol


def test_an_acta_declared_missing_that_turns_up_is_captured_and_counted(mesa: Mesa) -> None:
    """Its image was once kept aside and the acta stayed without figures for ever."""
    ana, beto = mesa.persona("ana"), mesa.persona("beto")
    supervisora = mesa.persona("supervisora", Rol.SUPERVISOR)
    with transaccion(mesa.engine) as session:
        causa = CausaSinActa.PAQUETE_NO_ENTREGADO
        sin_acta.declarar(session, ClaveActa.de_texto(BASICA), causa, supervisora, mesa.ahora)
    with consulta(mesa.engine) as session:
        _, cursor = registros.verificados_desde(session, mesa.proceso, 0, 10)
    sha256 = mesa.llega(BASICA, supervisora)
    conteo = conteo_de(mesa.proceso, BASICA, PAN=7)
    mesa.captura(mesa.turno(ana), conteo, ana)
    mesa.captura(mesa.turno(beto), conteo, beto)

    registro = mesa.registro(BASICA)
    assert (registro.estado, registro.causa, registro.conteo) == (EstadoActa.VERIFICADA, None, conteo)
    assert registro.imagen is not None
    assert registro.imagen.sha256 == sha256
    with consulta(mesa.engine) as session:
        nuevos, _ = registros.verificados_desde(session, mesa.proceso, cursor, 10)
    assert [nuevo for _, nuevo in nuevos] == [registro]
