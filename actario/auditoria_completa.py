"""``auditar``: everything that was published, made again from images, log and cuts, without trusting the tables."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from actario.composicion import Instalacion
from actario.hallazgos import en_palabras, imagenes_alteradas
from publicacion.comprobacion import Comprobacion, comprobar, confiar, encadenar
from publicacion.contraste import contrastar
from publicacion.errores import CorteInvalido, FuenteInalcanzable
from publicacion.fuente import EnCarpeta, Fuente, cortes_de
from verificacion.bd import bitacora
from verificacion.bd.bitacora import Eslabon
from verificacion.bd.sesion import consulta
from verificacion.casos import auditoria
from verificacion.dominio.eleccion import Proceso
from verificacion.dominio.repaso import Repaso, repasar

_LLAVES = frozenset({"llave_hecha", "llave_rotada"})


@dataclass(frozen=True, slots=True)
class Diferencia:
    """Something that is not as it should: where, and what."""

    donde: str
    que: str

    def en_palabras(self) -> str:
        """One line for a person."""
        return f"{self.donde}: {self.que}"


@dataclass(slots=True)
class Auditoria:
    """What was checked and what differs. It holds when ``diferencias`` is empty."""

    asientos: int = 0
    cabeza: str = bitacora.SIN_ENTRADAS[1]
    cortes: int = 0
    actas: int = 0
    archivos: int = 0
    imagenes: int = 0
    diferencias: list[Diferencia] = field(default_factory=list[Diferencia])

    def anotar(self, donde: str, que: Sequence[str]) -> None:
        """Add what was found somewhere."""
        self.diferencias += [Diferencia(donde, uno) for uno in que]


def auditar(instalacion: Instalacion, fuente: Fuente | None = None, llave: str | None = None) -> Auditoria:
    """Check everything.

    Args:
        instalacion: its log, its image store and, only to be contrasted, its tables.
        fuente: where the published cuts are, better a mirror's than the installation's own; None, its own.
        llave: fingerprint of the key in which one trusts; None, those that the log introduced.
    """
    auditoria_ = Auditoria()
    cortes = _cortes(instalacion, fuente, auditoria_)
    if llave is not None:
        auditoria_.anotar("llave", confiar([c for _, c in cortes], llave))
    _repasar(instalacion, cortes, auditoria_, con_llave=llave is not None)
    _imagenes_del_sitio(instalacion.configuracion.carpeta_publica / "sitio" / "imagenes", auditoria_)
    return auditoria_


def _imagenes_del_sitio(carpeta: Path, a: Auditoria) -> None:
    """Every image that the public sees must be the one of its code, which is its name."""
    for ruta in sorted(p for p in carpeta.glob("*.*") if not p.name.startswith(".")):
        if sha256(ruta.read_bytes()).hexdigest() != ruta.stem:
            a.anotar("sitio", [f"la imagen publicada {ruta.name} no es la de su código de integridad: la cambiaron"])


_Corte = tuple[Fuente, Comprobacion]


def _cortes(instalacion: Instalacion, fuente: Fuente | None, a: Auditoria) -> list[_Corte]:
    """The published cuts, each checked by itself and chained to the one before."""
    cortes: list[_Corte] = []
    try:
        fuentes = cortes_de(fuente or EnCarpeta(instalacion.configuracion.carpeta_publica))
    except FuenteInalcanzable:
        fuentes = []
    for uno in fuentes:
        try:
            comprobado = comprobar(uno)
        except CorteInvalido as e:
            a.anotar(f"corte {e.corte}", e.problemas)
            continue
        cortes.append((uno, comprobado))
        a.anotar(f"corte {comprobado.nombre}", comprobado.problemas)
    a.anotar("cortes", encadenar([c for _, c in cortes]))
    a.cortes = len(fuentes)
    return cortes


def _repasar(instalacion: Instalacion, cortes: list[_Corte], a: Auditoria, *, con_llave: bool) -> None:
    """Walk the log once, stop at the head of each cut to make it again, and at the end look at the tables."""
    por_hacer = _Pendientes(instalacion.proceso, cortes, a, con_llave=con_llave)
    repaso = Repaso()
    with consulta(instalacion.engine) as session:
        for eslabon in bitacora.recorrer(session):
            _anotar_falla(eslabon, a)
            por_hacer.hasta(eslabon.asiento.numero - 1, repaso)
            repasar(repaso, eslabon.asiento)
            a.asientos, a.cabeza = eslabon.asiento.numero, eslabon.huella
            por_hacer.visto(eslabon)
        por_hacer.hasta(a.asientos, repaso)
        por_hacer.faltaron()
        cabeza = bitacora.cabeza(session)
        if cabeza != (a.asientos, a.cabeza):
            dicho = f"termina en el asiento {a.asientos:,} y su cabeza dice {cabeza[0]:,}"
            a.anotar("bitácora", [f"{dicho}: se quitaron los últimos"])
        halladas = auditoria.contrastar(session, repaso)
    a.anotar("base de datos", [en_palabras(h) for h in (*repaso.hallazgos, *halladas)])
    guardadas = auditoria.archivos_de(repaso)
    a.imagenes = len(guardadas)
    a.anotar("almacén", [en_palabras(h) for h in imagenes_alteradas(instalacion.almacen, guardadas)])


def _anotar_falla(eslabon: Eslabon, a: Auditoria) -> None:
    numero = eslabon.asiento.numero
    if eslabon.falla == "falta":
        rango = f"el {a.asientos + 1:,}" if numero == a.asientos + 2 else f"del {a.asientos + 1:,} al {numero - 1:,}"
        a.anotar("bitácora", [f"se borraron asientos: falta {rango}"])
    elif eslabon.falla == "cambiada":
        a.anotar("bitácora", [f"el asiento {numero:,} ({eslabon.asiento.evento}) se cambió, o cambió el anterior"])


@dataclass(frozen=True, slots=True)
class _PorHacer:
    """A cut and the entry of the log that it names as the last of its time."""

    fuente: Fuente
    corte: Comprobacion
    numero: int
    huella: str


class _Pendientes:
    """The cuts that wait for the log to reach their head, in order."""

    def __init__(self, proceso: Proceso, cortes: list[_Corte], a: Auditoria, *, con_llave: bool):
        self._proceso, self._a, self._con_llave = proceso, a, con_llave
        self._anteriores = {corte.nombre: fuente for (fuente, _), (_, corte) in pairwise(cortes)}
        a.anotar("cortes", [f"{c.nombre} no dice la cabeza de la bitácora" for _, c in cortes if not c.bitacora])
        con_cabeza = (
            _PorHacer(f, c, int(c.bitacora["numero"]), str(c.bitacora["huella"])) for f, c in cortes if c.bitacora
        )
        self._cortes = deque(sorted(con_cabeza, key=lambda c: c.numero))
        self._llaves: list[str] = []
        self._bueno = 0
        self._ultima = bitacora.SIN_ENTRADAS

    def visto(self, eslabon: Eslabon) -> None:
        """One more entry was replayed."""
        if eslabon.asiento.evento in _LLAVES:
            self._llaves.append(str(eslabon.asiento.datos["huella"]))
        self._ultima = (eslabon.asiento.numero, eslabon.huella)

    def hasta(self, numero: int, repaso: Repaso) -> None:
        """Make again every cut whose head is not after an entry."""
        while self._cortes and self._cortes[0].numero <= numero:
            pendiente = self._cortes.popleft()
            nombre = pendiente.corte.nombre
            self._a.anotar(f"corte {nombre}", [*self._historia(pendiente), *self._llave(pendiente.corte)])
            contraste = contrastar(pendiente.fuente, repaso, self._proceso, self._anteriores.get(nombre))
            self._a.actas += contraste.actas
            self._a.archivos += contraste.archivos
            self._a.anotar(f"corte {nombre}", contraste.diferencias)

    def faltaron(self) -> None:
        """The log ended before the head of these."""
        for p in self._cortes:
            que = f"publicó la bitácora hasta el asiento {p.numero:,} y ahora termina en el {self._a.asientos:,}"
            self._a.anotar(f"corte {p.corte.nombre}", [f"{que}: se restauró un respaldo viejo o se quitaron asientos"])

    def _historia(self, p: _PorHacer) -> Iterator[str]:
        if self._ultima == (p.numero, p.huella):
            self._bueno = p.numero
        else:
            desde = f"después del {self._bueno:,}" if self._bueno else "desde el principio"
            yield f"el asiento {p.numero:,} de la bitácora no es el que publicó: la historia se reescribió {desde}"

    def _llave(self, corte: Comprobacion) -> Iterator[str]:
        if self._con_llave or not corte.firmado:
            return
        huella = corte.llaves[-1].huella
        if not self._llaves:
            yield "la bitácora no dice con qué llave se firma: diga la de la autoridad con --llave"
        elif huella != self._llaves[-1]:
            yield f"lo firma la llave {huella[:16]}…, que no es la de la autoridad según la bitácora"
