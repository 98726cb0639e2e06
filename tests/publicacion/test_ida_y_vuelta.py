"""Whatever is captured, the database written from it holds by its own figures and says the same votes."""

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from publicacion.auditoria.auditar import auditar
from publicacion.base_datos import escribir_base
from verificacion.dominio.agregacion import agregar
from verificacion.dominio.conteo import Leyenda
from verificacion.dominio.registro import CausaSinActa, EstadoActa, RegistroActa
from verificacion.proceso import cargar_proceso

PROCESO = cargar_proceso(Path(__file__).parents[1] / "procesos" / "mini")
AHORA = datetime(2021, 6, 7, 3, 15, tzinfo=UTC)
CIFRAS = st.one_of(st.integers(0, 999), st.sampled_from(Leyenda))


@st.composite
def registro(draw, acta):
    estado = draw(
        st.sampled_from((EstadoActa.ESPERADA, EstadoActa.VERIFICADA, EstadoActa.VERIFICADA, EstadoActa.SIN_ACTA))
    )
    if estado is EstadoActa.SIN_ACTA:
        return RegistroActa(acta, estado, causa=draw(st.sampled_from(CausaSinActa)), capturada_en=AHORA)
    if estado is EstadoActa.ESPERADA:
        return RegistroActa(acta, estado)
    conteo = {clave: draw(CIFRAS) for clave in PROCESO.forma_de(acta).claves}
    return RegistroActa(acta, estado, conteo, capturada_en=AHORA, verificada_en=AHORA)


@settings(max_examples=40, deadline=None)
@given(st.tuples(*(registro(acta) for acta in PROCESO.actas)), st.booleans())
def test_what_is_written_is_audited_equal(registros, ultimo):
    auditoria = auditar(escribir_base(registros, PROCESO, AHORA, ultimo_corte=ultimo))
    entidad = agregar(registros, PROCESO).entidad

    assert auditoria.diferencias == []
    assert [n for n, c in auditoria.encabezado.items() if not c.igual] == []
    assert auditoria.votos == {c.columna: entidad.votos.get(c.clave, 0) for c in PROCESO.contendientes}
