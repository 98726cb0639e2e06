"""Replay: what the log says happened, act by act, gives the rows that the tables must hold.

Pure: entries come in, rows come out. ``verificacion.casos.auditoria`` reads the tables in the same shape and compares.
Each event has one rule (``@al("evento")``); an event that changes no row is in ``SIN_FILAS``. ``docs/registro.md`` says
how to add one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from verificacion.dominio.captura_doble import Verificada
from verificacion.dominio.claves import UsuarioId
from verificacion.dominio.eleccion import Politica
from verificacion.dominio.errores import ErrorActario
from verificacion.dominio.vida import Etapa, Vida

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]
Fila = Mapping[str, Json]
Tablas = Mapping[str, Mapping[str, Fila]]
"""Table to key of the row to its columns. The key is what a person would call the row by."""

SIN_FILAS = frozenset(
    {
        "entrada",
        "entrada_fallida",
        "salida",
        "sesiones_cerradas",
        "contrasena_cambiada",
        "credencial_renovada",
        "cuenta_suspendida",
        "cuenta_restituida",
        "segundo_factor_inscrito",
        "segundo_factor_retirado",
        "carga_descartada",
        "constancia_emitida",
        "forma_guardada",
        "llave_hecha",
        "llave_rotada",
        "trabajo_devuelto",
    }
)
"""Acts that leave nothing to compare: sessions come and go, files outside the record, what later acts tell again."""


@dataclass(frozen=True, slots=True)
class Asiento:
    """One entry of the log."""

    numero: int
    hecho_en: datetime
    usuario: str
    evento: str
    datos: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Hallazgo:
    """Something that is not as the log says: ``columna`` of the row ``clave``, what it holds and what it should."""

    tabla: str
    clave: str
    columna: str
    hallado: Json
    esperado: Json


@dataclass(frozen=True, slots=True)
class Horas:
    """When the figures of an acta were first typed and when they were settled, as they are published."""

    capturada: datetime | None = None
    verificada: datetime | None = None


@dataclass(slots=True)
class Repaso:
    """Everything replayed so far. ``vidas`` holds each acta that the zero state expects.

    ``identificadas``: the acta of each image, None out of the catalogue; one that waits for a person is not there.
    ``primeras``: when the first capture of each acta, round and image was sent.
    """

    vidas: dict[str, Vida] = field(default_factory=dict[str, Vida])
    horas: dict[str, Horas] = field(default_factory=dict[str, Horas])
    primeras: dict[tuple[str, int, str], datetime] = field(default_factory=dict[tuple[str, int, str], datetime])
    cursores: dict[str, int] = field(default_factory=dict[str, int])
    identificadas: dict[str, str | None] = field(default_factory=dict[str, "str | None"])
    filas: dict[str, dict[str, Fila]] = field(default_factory=dict[str, dict[str, Fila]])
    personas: dict[str, UsuarioId] = field(default_factory=dict[str, UsuarioId])
    hallazgos: list[Hallazgo] = field(default_factory=list[Hallazgo])

    def agregar(self, tabla: str, clave: str, **columnas: Json) -> None:
        """Expect one more row. The second one with a key is ``clave (2)``, in order."""
        filas = self.filas.setdefault(tabla, {})
        filas[clave_libre(clave, filas)] = columnas

    def persona(self, usuario: str) -> UsuarioId:
        """A number for a person: the rules ask only who is the same as whom."""
        return self.personas.setdefault(usuario, UsuarioId(len(self.personas) + 1))

    def mover(self, asiento: Asiento, acto: Callable[[Vida], Vida], *, asienta: bool = False) -> None:
        """Apply a transition to the acta of an entry, as the rules of ``vida`` say.

        ``asienta``: the act settles the acta, so the entry is its cursor. One that takes settled figures away is too.
        """
        clave = str(asiento.datos["acta"])
        antes = self.vidas[clave]
        self.vidas[clave] = acto(antes)
        self._fechar(clave, antes, asiento.hecho_en)
        publicada = self.vidas[clave].etapa in (Etapa.VERIFICADA, Etapa.COTEJADA)
        if asienta or publicada or clave in self.cursores:
            self.cursores[clave] = asiento.numero

    def recibir(self, asiento: Asiento, despues: Vida) -> None:
        """An image came to an acta. The one that is used starts its figures again."""
        clave = str(asiento.datos["acta"])
        self.vidas[clave] = despues
        if asiento.datos["usada"]:
            self.cursores.pop(clave, None)
            self.horas[clave] = Horas(asiento.hecho_en if despues.etapa is Etapa.CAPTURADA else None)

    def _fechar(self, clave: str, antes: Vida, ahora: datetime) -> None:
        """Move the published times of an acta: they follow its image, and start again with each round."""
        vida, horas = self.vidas[clave], self.horas.get(clave, Horas())
        if vida.etapa is Etapa.SIN_ACTA:
            self.horas[clave] = Horas(ahora, ahora)
            return
        capturada = horas.capturada if vida.ronda == antes.ronda else None
        otra = vida.imagen != antes.imagen
        if otra:
            capturada = self.primeras.get((clave, vida.ronda, vida.imagen or ""))
        if capturada is None and vida.etapa is Etapa.CAPTURADA:
            capturada = ahora
        verificada = None
        if isinstance(vida.mesa, Verificada):
            sigue = isinstance(antes.mesa, Verificada) and not otra
            verificada = horas.verificada if sigue else ahora
        self.horas[clave] = Horas(capturada, verificada)

    def tablas(self) -> Tablas:
        """Every row that the tables must hold, the actas among them."""
        actas = {
            clave: {
                **self.filas.get("catalogo", {}).get(clave, {}),
                "estado": vida.estado.value,
                "causa": None if vida.causa is None else vida.causa.value,
                "en_supervision": vida.etapa is Etapa.EN_SUPERVISION,
                "imagen": vida.imagen,
                "ronda": vida.ronda,
                "cotejada": int(vida.cotejada),
                "cursor": self.cursores.get(clave),
                "capturada_en": instante(self.horas.get(clave, Horas()).capturada),
                "verificada_en": instante(self.horas.get(clave, Horas()).verificada),
            }
            for clave, vida in self.vidas.items()
        }
        return {**{t: f for t, f in self.filas.items() if t not in ("catalogo", "lecturas_vistas")}, "actas": actas}


Regla = Callable[[Repaso, Asiento], None]
REGLAS: dict[str, Regla] = {}


def al(evento: str) -> Callable[[Regla], Regla]:
    """Register the rule of an event."""

    def registrar(regla: Regla) -> Regla:
        REGLAS[evento] = regla
        return regla

    return registrar


def repasar(repaso: Repaso, asiento: Asiento) -> None:
    """Replay one entry. What does not fit the rules becomes a finding, and the replay goes on."""
    donde = f"asiento {asiento.numero}"
    regla = REGLAS.get(asiento.evento)
    if regla is None:
        if asiento.evento not in SIN_FILAS:
            repaso.hallazgos.append(Hallazgo("bitacora", donde, "evento", asiento.evento, None))
        return
    try:
        regla(repaso, asiento)
    except ErrorActario as e:
        repaso.hallazgos.append(Hallazgo("bitacora", donde, asiento.evento, e.codigo, None))
    except (KeyError, ValueError, TypeError) as e:
        repaso.hallazgos.append(Hallazgo("bitacora", donde, "datos", repr(e), None))


def comparar(halladas: Tablas, esperadas: Tablas) -> list[Hallazgo]:
    """Every row that is missing, is too many, or holds something else than the log says."""
    hallazgos: list[Hallazgo] = []
    for tabla in sorted(halladas.keys() | esperadas.keys()):
        unas, otras = halladas.get(tabla, {}), esperadas.get(tabla, {})
        hallazgos += [Hallazgo(tabla, clave, "", "falta", "una fila") for clave in sorted(otras.keys() - unas.keys())]
        hallazgos += [Hallazgo(tabla, clave, "", "sobra", None) for clave in sorted(unas.keys() - otras.keys())]
        hallazgos += [
            Hallazgo(tabla, clave, columna, unas[clave].get(columna), valor)
            for clave in sorted(unas.keys() & otras.keys())
            for columna, valor in otras[clave].items()
            if unas[clave].get(columna) != valor
        ]
    return hallazgos


def clave_libre(clave: str, filas: Mapping[str, object]) -> str:
    """``clave``, or the next of its repetitions."""
    libre, vez = clave, 1
    while libre in filas:
        vez += 1
        libre = f"{clave} ({vez})"
    return libre


def instante(hora: datetime | None) -> str | None:
    """A moment as rows and entries hold it: UTC, with microseconds."""
    return None if hora is None else hora.astimezone(UTC).isoformat(timespec="microseconds")


def nueva_vida(campos: tuple[str, ...], politica: str) -> Vida:
    """An expected acta at the zero state."""
    return Vida(campos, Politica(politica))
