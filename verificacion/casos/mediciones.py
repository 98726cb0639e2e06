"""What quality control has found: the error left in the result, and each person's error and speed."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, distinct, func, or_, select
from sqlalchemy.orm import Session

from verificacion.bd.tablas import Acta, CapturaHecha, Turno, Usuario
from verificacion.bd.tablas_control import ActaMuestreada, CotejoHecho, Muestra, Recaptura
from verificacion.casos.recapturas import por_recapturar
from verificacion.dominio.control import Control, Destino, MedidaPersona, fuera_de_limite, mediana
from verificacion.dominio.cotejada import Cotejada
from verificacion.dominio.intervalo import Estimacion, estimar, estimar_por_grupos
from verificacion.dominio.registro import EstadoActa, TipoTarea


@dataclass(frozen=True, slots=True)
class Sorteo:
    """One draw, with all that anyone needs to make it again. ``terminadas``: the actas already typed again."""

    desde: datetime
    hasta: datetime
    asiento: int
    huella: str
    semilla: str
    poblacion: int
    sorteadas: int
    terminadas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ErrorResidual:
    """What the draws say of the result. ``en_revision`` actas differ and wait for a cotejador.

    One that was set aside before anybody judged it stays unknown: it widens the interval and waits for nobody.
    ``retiradas`` left the record (their image or figures changed) before anybody typed them again.
    """

    por_acta: Estimacion
    por_campo: Estimacion
    sorteadas: int
    recapturadas: int
    en_revision: int
    retiradas: int
    sorteos: tuple[Sorteo, ...]


@dataclass(frozen=True, slots=True)
class PersonaMedida:
    """One person's work: captures made, median seconds per acta, error on known answers and actas not published."""

    usuario: str
    capturas: int
    segundos: float | None
    medida: MedidaPersona
    fuera_de_limite: bool
    sin_publicar: int


@dataclass(frozen=True, slots=True)
class _Juzgada:
    """A recapture and the fields in which the published figures were wrong; None while nobody has judged it.

    ``vigente``: the image and the round that were typed again are those of the acta now, so it can still be judged.
    """

    fila: Recaptura
    malos: frozenset[str] | None
    vigente: bool

    @property
    def ajenos(self) -> int:
        """Fields in which the person who typed again erred; those that nobody has judged are taken as theirs."""
        return len(set(self.fila.distintos) - (self.malos or frozenset()))


def error_residual(session: Session) -> ErrorResidual:
    """Error left in verified actas, with its interval: what waits for a cotejador widens it both ways."""
    muestra = [j for j in _juzgadas(session) if j.fila.destino == Destino.MUESTRA]
    abiertas = [j for j in muestra if j.malos is None]
    grupos = [(len(j.malos or ()), len(j.fila.cifras)) for j in muestra]
    sorteos = _sorteos(session)
    return ErrorResidual(
        por_acta=estimar(sum(1 for j in muestra if j.malos), len(muestra), len(abiertas)),
        por_campo=estimar_por_grupos(grupos, sum(len(j.fila.distintos) for j in abiertas)),
        sorteadas=sum(s.sorteadas for s in sorteos),
        recapturadas=len(muestra),
        en_revision=sum(1 for j in abiertas if j.vigente),
        retiradas=_retiradas(session),
        sorteos=sorteos,
    )


def personas(session: Session, control: Control, publicado_hasta: int = 0) -> list[PersonaMedida]:
    """Everyone who typed, worst first: beyond the limit, then by the lower bound of their error."""
    actas: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for juzgada in _juzgadas(session):
        actas[juzgada.fila.usuario_id].append((juzgada.ajenos, len(juzgada.fila.cifras)))
    tiempos = _segundos(session)
    pendientes = Counter(usuario_id for usuario_id, _ in session.execute(sin_publicar(publicado_hasta)))
    filas = session.execute(
        select(Usuario.id, Usuario.usuario, func.count(CapturaHecha.id))
        .outerjoin(CapturaHecha, CapturaHecha.usuario_id == Usuario.id)
        .where(Usuario.id.in_(tiempos.keys() | actas.keys()))
        .group_by(Usuario.id, Usuario.usuario)
    )
    medidas: list[PersonaMedida] = []
    for usuario_id, usuario, capturas in filas:
        medida = MedidaPersona(tuple(actas.get(usuario_id, ())))
        fuera = fuera_de_limite(medida, control)
        segundos = mediana(tiempos.get(usuario_id, []))
        medidas.append(PersonaMedida(usuario, capturas, segundos, medida, fuera, pendientes[usuario_id]))
    return sorted(medidas, key=lambda p: (not p.fuera_de_limite, -p.medida.por_campo.desde, p.usuario))


def cotejos(session: Session) -> Mapping[int, int]:
    """How many verified actas there are of each COTEJADA, 0..3."""
    filas = session.execute(
        select(Acta.cotejada, func.count()).where(Acta.estado == EstadoActa.VERIFICADA).group_by(Acta.cotejada)
    )
    return dict.fromkeys(range(4), 0) | {cotejada: cuantas for cotejada, cuantas in filas}


def _juzgadas(session: Session) -> list[_Juzgada]:
    """Every recapture with the first comparison made after it, which says whether the published figures were right."""
    comparaciones: dict[int, list[CotejoHecho]] = defaultdict(list)
    for cotejo in session.scalars(select(CotejoHecho).order_by(CotejoHecho.id)):
        comparaciones[cotejo.acta_id].append(cotejo)
    vigente = and_(Recaptura.imagen_id == Acta.imagen_id, Recaptura.ronda == Acta.ronda)
    filas = session.execute(select(Recaptura, vigente).join(Acta, Acta.id == Recaptura.acta_id))
    return [_Juzgada(fila, _malos(fila, comparaciones[fila.acta_id]), bool(ahi)) for fila, ahi in filas]


def _malos(fila: Recaptura, comparaciones: Sequence[CotejoHecho]) -> frozenset[str] | None:
    for cotejo in comparaciones:
        misma = (cotejo.imagen_id, cotejo.ronda) == (fila.imagen_id, fila.ronda)
        if misma and cotejo.hecho_en >= fila.hecha_en:
            return frozenset(cotejo.campos)
    return None if fila.difiere else frozenset()


def _sorteos(session: Session) -> tuple[Sorteo, ...]:
    terminadas: dict[int, list[str]] = defaultdict(list)
    sorteadas: dict[int, int] = defaultdict(int)
    filas = session.execute(
        select(ActaMuestreada.muestra_id, Acta.clave, Recaptura.id.is_not(None))
        .join(Acta, Acta.id == ActaMuestreada.acta_id)
        .outerjoin(
            Recaptura,
            and_(
                Recaptura.acta_id == ActaMuestreada.acta_id,
                Recaptura.ronda == ActaMuestreada.ronda,
                Recaptura.destino == Destino.MUESTRA,
            ),
        )
        .order_by(ActaMuestreada.id)
    )
    for muestra_id, clave, terminada in filas:
        sorteadas[muestra_id] += 1
        if terminada:
            terminadas[muestra_id].append(clave)
    return tuple(
        Sorteo(m.desde, m.hasta, m.asiento, m.huella, m.semilla, m.poblacion, sorteadas[m.id], tuple(terminadas[m.id]))
        for m in session.scalars(select(Muestra).order_by(Muestra.id))
    )


def _retiradas(session: Session) -> int:
    return (
        session.scalar(
            select(func.count(distinct(Acta.id)))
            .join(ActaMuestreada, ActaMuestreada.acta_id == Acta.id)
            .where(or_(Acta.estado != EstadoActa.VERIFICADA, Acta.ronda != ActaMuestreada.ronda), por_recapturar())
        )
        or 0
    )


def _segundos(session: Session) -> dict[int, list[float]]:
    """Seconds that each answered capture took. A task reserved in advance starts when the one before was sent."""
    filas = session.execute(
        select(Turno.usuario_id, Turno.dado_en, Turno.cerrado_en)
        .where(Turno.tipo == TipoTarea.CAPTURA, Turno.respuesta.is_not(None))
        .order_by(Turno.usuario_id, Turno.cerrado_en)
    )
    tiempos: dict[int, list[float]] = defaultdict(list)
    antes: dict[int, datetime] = {}
    for usuario_id, dado_en, cerrado_en in filas:
        if cerrado_en is None:
            continue
        empezo = max(dado_en, antes.get(usuario_id, dado_en))
        tiempos[usuario_id].append((cerrado_en - empezo).total_seconds())
        antes[usuario_id] = cerrado_en
    return tiempos


def sin_publicar(publicado_hasta: int) -> Select[int, int]:
    """Person and acta of each capture that stands in an acta which nobody has seen published nor accepted.

    ``publicado_hasta`` is the number of the log in the last cut.
    """
    en_curso = Acta.estado.in_((EstadoActa.CAPTURADA, EstadoActa.DISCREPANTE))
    aceptada = Acta.cotejada.in_((Cotejada.CONFORME, Cotejada.CORREGIDA))
    sin_corte = and_(Acta.estado == EstadoActa.VERIFICADA, Acta.cursor > publicado_hasta, ~aceptada)
    return (
        select(CapturaHecha.usuario_id, Acta.id)
        .join(Acta, Acta.id == CapturaHecha.acta_id)
        .join(Turno, Turno.id == CapturaHecha.turno_id)
        .where(
            or_(en_curso, sin_corte),
            Turno.imagen_id == Acta.imagen_id,
            CapturaHecha.ronda == Acta.ronda,
        )
    )
