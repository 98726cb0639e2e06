"""Whatever is captured, the database written from it holds by its own figures and says the same votes."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
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


FORMATOS = {
    "2021": {},
    "2024": {"disposicion": "2024", "ausente": "-"},
    "ayuntamientos": {"disposicion": "2024", "ambito": "MUNICIPIO"},
    "federal": {"disposicion": "federal", "entidad_siglas": "", "eleccion_siglas": "Diputaciones"},
}


@pytest.mark.parametrize("disposicion", FORMATOS)
@settings(max_examples=20, deadline=None)
@given(registros=st.tuples(*(registro(acta) for acta in PROCESO.actas)), ultimo=st.booleans())
def test_what_is_written_is_audited_equal(disposicion, registros, ultimo):
    proceso = replace(PROCESO, formato=replace(PROCESO.formato, **FORMATOS[disposicion]))

    auditoria = auditar(escribir_base(registros, proceso, AHORA, ultimo_corte=ultimo))

    entidad = agregar(registros, proceso).entidad
    assert auditoria.diferencias == []
    assert len(auditoria.encabezado) == 13
    assert [n for n, c in auditoria.encabezado.items() if not c.igual] == []
    assert auditoria.votos == {c.columna: entidad.votos.get(c.clave, 0) for c in proceso.contendientes}
