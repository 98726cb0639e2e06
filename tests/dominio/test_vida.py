"""The whole life of an acta: the drawing of docs/estados.md, walked at random, and what must hold on every path."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from verificacion.dominio import vida as reglas
from verificacion.dominio.captura_doble import Captura, Discrepante, EnSupervision, Resolucion, Verificada
from verificacion.dominio.claves import UsuarioId
from verificacion.dominio.conteo import Cifra, Leyenda
from verificacion.dominio.cotejada import Cotejada
from verificacion.dominio.eleccion import Politica
from verificacion.dominio.errores import (
    ErrorActario,
    MismaTerminal,
    MismoCapturista,
    MismoCotejador,
    TransicionInvalida,
)
from verificacion.dominio.lectura import LecturaActa, LecturaCampo
from verificacion.dominio.registro import CausaSinActa
from verificacion.dominio.vida import TRANSICIONES, Acto, Etapa, Vida

DIBUJO = Path(__file__).parents[2] / "docs" / "estados.md"
CAMPOS = ("PAN", "PRI", "NULOS")
HISTORIAS = 10_000
PASOS = (24, 40)
GENTE = tuple(map(UsuarioId, range(1, 15)))

CON_IMAGEN = frozenset(Etapa) - {Etapa.ESPERADA, Etapa.SIN_ACTA}
CONJUNTOS = {"con_imagen": CON_IMAGEN, "con_captura": CON_IMAGEN - {Etapa.DIGITALIZADA}}


def dibujadas() -> frozenset[tuple[Etapa, Acto, Etapa]]:
    """The arrows of the drawing, its two sets of boxes unfolded. Choosing an image never leads to ``cotejada``."""
    flechas = re.findall(r"^    (\w+) --> (\w+): (\w+)$", DIBUJO.read_text(encoding="utf-8"), re.MULTILINE)
    return frozenset(
        (antes, Acto(acto), despues)
        for una, otra, acto in flechas
        for antes in CONJUNTOS.get(una) or {Etapa(una)}
        for despues in (CONJUNTOS[otra] - {Etapa.COTEJADA} if otra in CONJUNTOS else {Etapa(otra)})
    )


def test_the_drawing_and_the_rules_have_the_same_arrows() -> None:
    assert dibujadas() == TRANSICIONES


@dataclass
class Voz:
    """Whoever said a figure of an image in a round."""

    quien: UsuarioId | None
    imagen: str
    ronda: int
    cifras: dict[str, Cifra]


class Paseo:
    """One random history: acts drawn at random, refused ones too, with the voices that back each figure kept apart."""

    def __init__(self, azar: Random):
        self.azar = azar
        self.vida = Vida(CAMPOS, azar.choice(tuple(Politica)))
        self.voces: list[Voz] = []
        self.imagenes = 0
        self.larga = azar.random() < 0.2  # long ones change the image often, so that every arrow is walked
        elige, reabre = (6, 0) if self.larga else azar.choice(((1, 1), (0, 2)))
        self.pesos = (1, 4, elige, 14, 12, 3, reabre, reabre, reabre, 4)

    def paso(self) -> Acto | None:
        """Try one act; None when the rules refused it."""
        acto = self.azar.choices(tuple(Acto), weights=self.pesos)[0]
        nuevos = [p for p in GENTE if p not in self.vida.participantes]
        quien = self.azar.choice(nuevos if nuevos and self.azar.random() < 0.9 else GENTE)
        try:
            self.vida = self._hacer(acto, quien)
        except ErrorActario:
            return None
        return acto

    def _hacer(self, acto: Acto, quien: UsuarioId) -> Vida:
        vida, azar = self.vida, self.azar
        match acto:
            case Acto.SIN_ACTA:
                return reglas.declarar_sin_acta(vida, azar.choice(tuple(CausaSinActa)))
            case Acto.IMAGEN:
                return self._llega()
            case Acto.ELEGIR:
                if vida.imagen is None:
                    raise TransicionInvalida(vida.etapa, acto)
                return reglas.elegir(vida, f"i{azar.randint(max(1, self.imagenes - 1), self.imagenes)}", quien)
            case Acto.CAPTURA:
                dicho = self._cifras(CAMPOS)
                nueva = reglas.capturar(vida, Captura(quien, dicho, azar.choice("abcdefgh")))
                return self._dicho(quien, dicho, nueva)
            case Acto.RESOLUCION:
                mesa = vida.mesa
                en_duda = mesa.campos if isinstance(mesa, Discrepante | EnSupervision) else frozenset(CAMPOS)
                dicho = self._cifras(tuple(sorted(en_duda)))
                return self._dicho(quien, dicho, reglas.resolver(vida, Resolucion(quien, dicho)))
            case Acto.REVISAR:
                return reglas.revisar(vida, azar.choice(CAMPOS), quien)
            case Acto.RECAPTURAR:
                return reglas.recapturar(vida, quien)
            case Acto.REDIGITALIZAR:
                return reglas.redigitalizar(vida, quien)
            case Acto.DECLARACION:
                return reglas.declarar(vida, quien)
            case Acto.COTEJO:
                return reglas.cotejar(vida, azar.random() < 0.7, quien)

    def _llega(self) -> Vida:
        if self.vida.imagen is not None and self.azar.random() < 0.7:
            raise TransicionInvalida(self.vida.etapa, "otra imagen")  # second images are rarer
        self.imagenes += 1
        imagen = f"i{self.imagenes}"
        leida = {c: LecturaCampo(v, 0.99, self.azar.random() < 0.9) for c, v in self._cifras(CAMPOS).items()}
        lectura = self.azar.choice((None, LecturaActa(leida, "lector")))
        nueva = reglas.recibir(self.vida, imagen, lectura)
        if lectura is not None and type(nueva.mesas[imagen] if nueva.mesas else None).__name__ == "PrimeraHecha":
            self.voces.append(Voz(None, imagen, nueva.ronda, dict(lectura.conteo())))
        return nueva

    def _cifras(self, campos: tuple[str, ...]) -> dict[str, Cifra]:
        """Mostly the truth, so that people often agree."""
        azar = self.azar
        return {c: 5 if azar.random() < 0.8 else azar.choice((0, 5, 6, *Leyenda)) for c in campos}

    def _dicho(self, quien: UsuarioId, cifras: dict[str, Cifra], nueva: Vida) -> Vida:
        self.voces.append(Voz(quien, self.vida.imagen or "", self.vida.ronda, cifras))
        return nueva

    def revisar(self) -> None:
        """What must hold in every verified acta, however it came there."""
        vida = self.vida
        if vida.cotejada in (Cotejada.CONFORME, Cotejada.CORREGIDA):
            assert vida.etapa is Etapa.COTEJADA
        if not isinstance(vida.mesa, Verificada):
            return
        suyas = [v for v in self.voces if (v.imagen, v.ronda) == (vida.imagen, vida.ronda)]
        personas = [v.quien for v in suyas if v.quien is not None]
        assert len(set(personas)) == len(personas)
        assert len(suyas) >= 2
        assert vida.ronda == 0 or len(personas) >= 2
        assert vida.mesa.conteo.keys() == set(CAMPOS)
        for campo, cifra in vida.mesa.conteo.items():
            opiniones = [v.cifras[campo] for v in suyas if campo in v.cifras]
            # no figure is invented, and one voice alone settles it only after three others were heard
            assert opiniones.count(cifra) >= (1 if len(opiniones) >= 4 else 2)


def test_ten_thousand_histories_follow_the_drawing_and_never_verify_on_one_word() -> None:
    permitidas, vistas, verificadas = dibujadas(), Counter[tuple[Etapa, Acto, Etapa]](), 0
    for semilla in range(HISTORIAS):
        paseo = Paseo(Random(semilla))
        for _ in range(PASOS[paseo.larga]):
            antes, con_imagen = paseo.vida, paseo.vida.imagen
            acto = paseo.paso()
            if acto is None:
                assert paseo.vida is antes
                continue
            flecha = (antes.etapa, acto, paseo.vida.etapa)
            if acto is Acto.IMAGEN and con_imagen is not None:
                assert flecha[0] is flecha[2]  # kept beside the one in use
                continue
            assert flecha in permitidas or antes == paseo.vida
            vistas[flecha] += 1
            paseo.revisar()
        verificadas += isinstance(paseo.vida.mesa, Verificada)
    faltan = permitidas - vistas.keys()  # two images half typed, changed at the right moment, are too rare for chance
    assert len(faltan) <= 4
    assert all(acto is Acto.ELEGIR for _, acto, _ in faltan)
    assert verificadas > HISTORIAS / 10


def digitalizada(ronda: int = 0) -> Vida:
    return reglas.recibir(Vida(CAMPOS, Politica.DOBLE_CIEGA, ronda=ronda), "i1", None)


def captura(persona: int, terminal: str = "", **cifras: Cifra) -> Captura:
    return Captura(UsuarioId(persona), {**dict.fromkeys(CAMPOS, 0), **cifras}, terminal)


def verificada() -> Vida:
    return reglas.capturar(reglas.capturar(digitalizada(), captura(1)), captura(2))


def test_the_second_capture_comes_from_another_terminal() -> None:
    una = reglas.capturar(digitalizada(), captura(1, "t1"))
    with pytest.raises(MismaTerminal):
        reglas.capturar(una, captura(2, "t1"))
    assert reglas.capturar(una, captura(2, "t2")).etapa is Etapa.VERIFICADA


def test_correcting_what_was_published_takes_two_new_people() -> None:
    abierta = reglas.recapturar(verificada(), UsuarioId(9))
    assert (abierta.etapa, abierta.cotejada) == (Etapa.DIGITALIZADA, Cotejada.EN_CORRECCION)
    for participo in (1, 2, 9):
        with pytest.raises(MismoCapturista):
            reglas.capturar(abierta, captura(participo))
    corregida = reglas.capturar(reglas.capturar(abierta, captura(3, PAN=1)), captura(4, PAN=1))
    assert isinstance(corregida.mesa, Verificada)
    assert corregida.mesa.conteo["PAN"] == 1


def test_a_correction_is_validated_by_somebody_else() -> None:
    abierta = reglas.recapturar(verificada(), UsuarioId(9))
    corregida = reglas.capturar(reglas.capturar(abierta, captura(3)), captura(4))
    with pytest.raises(MismoCotejador):
        reglas.cotejar(corregida, True, UsuarioId(9))
    assert reglas.cotejar(corregida, True, UsuarioId(8)).cotejada is Cotejada.CORREGIDA


def test_an_acta_accepted_by_another_without_any_change_was_not_corrected() -> None:
    rechazada = reglas.cotejar(verificada(), False, UsuarioId(9))
    assert rechazada.cotejada is Cotejada.EN_CORRECCION
    assert reglas.cotejar(rechazada, True, UsuarioId(8)).cotejada is Cotejada.CONFORME


def test_the_reader_is_no_first_capture_once_a_supervisor_asked_again() -> None:
    leida = LecturaActa({c: LecturaCampo(0, 0.999, True) for c in CAMPOS}, "lector")
    vida = reglas.recibir(Vida(CAMPOS, Politica.LECTOR_Y_PERSONA), "i1", leida)
    assert vida.etapa is Etapa.CAPTURADA
    assert reglas.recapturar(vida, UsuarioId(9)).etapa is Etapa.DIGITALIZADA


def test_an_image_that_does_not_serve_sends_the_acta_to_be_digitised_again() -> None:
    dudosa = reglas.capturar(reglas.capturar(digitalizada(), captura(1)), captura(2, PAN=1))
    with pytest.raises(MismoCapturista):
        reglas.declarar(dudosa, UsuarioId(1))
    otra_vez = reglas.declarar(dudosa, UsuarioId(3))
    assert (otra_vez.etapa, otra_vez.imagen, otra_vez.ronda) == (Etapa.ESPERADA, None, 1)
    assert reglas.recibir(otra_vez, "i2", None).etapa is Etapa.DIGITALIZADA


def test_an_acta_that_was_compared_is_not_compared_twice() -> None:
    conforme = reglas.cotejar(verificada(), True, UsuarioId(9))
    assert conforme.etapa is Etapa.COTEJADA
    with pytest.raises(TransicionInvalida):
        reglas.cotejar(conforme, True, UsuarioId(8))
