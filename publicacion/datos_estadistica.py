"""Counts of actas by place, kind of casilla, observation and origin, each set gone over once."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from publicacion.horas import iso_utc
from verificacion.dominio.agregacion import ActaEvaluada, Ambito, Resultado
from verificacion.dominio.claves import TipoCasilla
from verificacion.dominio.eleccion import Casilla
from verificacion.dominio.inconsistencia import Observacion, esta_capturada
from verificacion.dominio.registro import Digitalizacion, Origen

_UBICACIONES = {True: "urbanas", False: "no_urbanas", None: "sin_dato"}


def estadistica(resultado: Resultado, *, ultimo: bool) -> Mapping[str, Any]:
    """Counts of the entity and of each district. ``ultimo``: special casillas enter the turnout."""
    return {
        "entidad": _estadistica(resultado.entidad, ultimo),
        "distritos": {str(d): _estadistica(a, ultimo) for d, a in resultado.distritos.items()},
        "fuera_de_catalogo": [
            {
                "sha256": e.registro.imagen.sha256,
                "origen": e.registro.imagen.origen.value,
                "digitalizacion": e.registro.imagen.digitalizacion.value,
                "acopio_en": iso_utc(e.registro.imagen.acopio_en),
            }
            for e in resultado.entidad.actas
            if e.registro.acta is None and e.registro.imagen is not None
        ],
    }


def casilla_de(evaluada: ActaEvaluada) -> Casilla:
    """The casilla of an acta of the catalogue."""
    acta = evaluada.registro.acta
    assert acta is not None
    return acta.casilla


def _estadistica(ambito: Ambito, ultimo: bool) -> Mapping[str, Any]:
    grupos: dict[tuple[bool | None, TipoCasilla], _Grupo] = {}
    observaciones: Counter[frozenset[Observacion]] = Counter()
    origenes: Counter[tuple[Origen, Digitalizacion]] = Counter()
    for evaluada in ambito.actas:
        observaciones[evaluada.observaciones] += 1
        registro = evaluada.registro
        if registro.imagen is not None:
            origenes[registro.imagen.origen, registro.imagen.digitalizacion] += 1
        if registro.acta is not None:
            casilla = registro.acta.casilla
            clase = (casilla.urbana, casilla.clave.tipo)
            grupo = grupos.get(clase)
            if grupo is None:
                grupo = grupos[clase] = _Grupo()
            grupo.sumar(evaluada, casilla)
    tipos = [tipo for tipo in TipoCasilla if any(t is tipo for _, t in grupos)]
    return {
        "encabezado": asdict(ambito.encabezado(ultimo_corte=ultimo)),
        "lista_nominal": sum(g.lista_nominal for g in grupos.values()),
        "por_ubicacion": {
            nombre: _cuentas(g for (urbana, _), g in grupos.items() if urbana is valor)
            for valor, nombre in _UBICACIONES.items()
        },
        "por_tipo": {tipo.value: _cuentas(g for (_, t), g in grupos.items() if t is tipo) for tipo in tipos},
        "observaciones": {o.value: sum(n for juntas, n in observaciones.items() if o in juntas) for o in Observacion},
        "por_origen": {f"{o.value}/{d.value}": n for (o, d), n in sorted(origenes.items())},
    }


class _Grupo:
    """Actas of one kind of casilla in one kind of place."""

    __slots__ = ("capturadas", "contabilizadas", "esperadas", "lista_nominal", "votos")

    def __init__(self):
        self.esperadas = self.capturadas = self.contabilizadas = self.votos = self.lista_nominal = 0

    def sumar(self, evaluada: ActaEvaluada, casilla: Casilla) -> None:
        self.esperadas += 1
        self.lista_nominal += casilla.lista_nominal
        if esta_capturada(evaluada.registro):
            self.capturadas += 1
        if evaluada.cuenta:
            self.contabilizadas += 1
            self.votos += evaluada.total or 0


def _cuentas(grupos: Iterable[_Grupo]) -> Mapping[str, int]:
    juntos = list(grupos)
    return {
        cuenta: sum(getattr(g, cuenta) for g in juntos)
        for cuenta in ("esperadas", "capturadas", "contabilizadas", "votos")
    }
