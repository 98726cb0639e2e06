"""Records of a night of any size, without photographs: what the publisher is measured with.

Votes follow the measured shares of each district; actas arrive in an order of their own, urban ones earlier, as they
do; observations come at the rates of ``muestras.escenarios``. Same seed, same night.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from muestras.durango.distritos import leer_distritos
from muestras.escenarios import TASA_ILEGIBLE, TASA_SIN_ACTA
from verificacion.dominio.conteo import Cifra, Leyenda
from verificacion.dominio.eleccion import ActaEsperada, Proceso, TipoCampo
from verificacion.dominio.registro import (
    CausaSinActa,
    Digitalizacion,
    EstadoActa,
    ImagenPublicable,
    Origen,
    RegistroActa,
)

_PARTICIPACION = 0.43
_HORAS_DE_LLEGADA = 11.0


@dataclass(frozen=True)
class Noche:
    """Every acta as it ends, in the order of the catalogue, and the place of each in the order of arrival."""

    finales: tuple[RegistroActa, ...]
    lugar: tuple[int, ...]

    def al(self, fraccion: float) -> tuple[RegistroActa, ...]:
        """The records when that share of the actas (0..1) has arrived."""
        llegadas = round(fraccion * len(self.finales))
        return tuple(
            r if lugar < llegadas else RegistroActa(r.acta, EstadoActa.ESPERADA)
            for r, lugar in zip(self.finales, self.lugar, strict=True)
        )


def noche(proceso: Proceso, semilla: int, imagenes: dict[str, bytes], retrato: bytes = b"\xff\xd8\xff\xe0") -> Noche:
    """Invent the whole night.

    Args:
        proceso: an election of the sample (its districts are Durango's).
        semilla: chance.
        imagenes: filled with a stand-in image per acta, ``retrato`` and its key, by SHA-256.
        retrato: what every stand-in image starts with.
    """
    rng = np.random.default_rng(semilla)
    cuotas = {d.distrito: d.cuotas for d in leer_distritos()}
    orden = rng.permutation(len(proceso.actas)) + np.array(
        [0.0 if a.casilla.urbana else 0.35 * len(proceso.actas) for a in proceso.actas]
    )
    lugar = np.argsort(np.argsort(orden))
    finales = tuple(
        _final(acta, proceso, cuotas[acta.casilla.distrito], lugar[i] / len(proceso.actas), rng, imagenes, retrato)
        for i, acta in enumerate(proceso.actas)
    )
    return Noche(finales, tuple(int(n) for n in lugar))


def _final(
    acta: ActaEsperada,
    proceso: Proceso,
    cuotas: Mapping[str, float],
    cuando: float,
    rng: np.random.Generator,
    imagenes: dict[str, bytes],
    retrato: bytes,
) -> RegistroActa:
    if rng.random() < TASA_SIN_ACTA:
        return RegistroActa(acta, EstadoActa.SIN_ACTA, causa=CausaSinActa.PAQUETE_NO_ENTREGADO)
    contenido = retrato + str(acta.clave).encode()
    sha256 = hashlib.sha256(contenido).hexdigest()
    imagenes[sha256] = contenido
    acopio = proceso.apertura + timedelta(hours=cuando * _HORAS_DE_LLEGADA)
    movil = bool(rng.random() < 0.4)
    return RegistroActa(
        acta=acta,
        estado=EstadoActa.VERIFICADA,
        conteo=_conteo(acta, proceso, cuotas, rng),
        imagen=ImagenPublicable(
            sha256,
            Origen.CASILLA if movil else Origen.CATD,
            Digitalizacion.MOVIL if movil else Digitalizacion.ESCANER,
            acopio,
        ),
        capturada_en=acopio + timedelta(minutes=21),
        verificada_en=acopio + timedelta(minutes=24),
    )


def _conteo(
    acta: ActaEsperada, proceso: Proceso, cuotas: Mapping[str, float], rng: np.random.Generator
) -> dict[str, Cifra]:
    filas = [c.clave for c in proceso.contendientes_en(acta.casilla.distrito)]
    pesos = np.array([cuotas.get(clave, 0.0) for clave in filas])
    pesos = pesos * rng.gamma(12, 1 / 12, len(filas)) + 1e-6
    electores = acta.casilla.lista_nominal or 300
    total = int(rng.binomial(electores, _PARTICIPACION))
    votos: dict[str, Cifra] = dict(zip(filas, map(int, rng.multinomial(total, pesos / pesos.sum())), strict=True))
    if rng.random() < TASA_ILEGIBLE * len(filas):
        votos[filas[int(rng.integers(len(filas)))]] = Leyenda.SIN_DATO
    forma = proceso.forma_de(acta)
    valores = {
        TipoCampo.TOTAL: total,
        TipoCampo.SACADOS: total,
        TipoCampo.PERSONAS: total - 2,
        TipoCampo.REPRESENTANTES: 2,
        TipoCampo.SOBRANTES: electores - total,
    }
    return votos | {clave: valor for tipo, valor in valores.items() for clave in forma.de_tipo(tipo)}
