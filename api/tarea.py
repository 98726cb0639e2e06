"""A task as the page shows it: names and boxes of the fields to type, never anybody's figures in a blind capture."""

from api.candidatas import candidatas
from api.contexto import Contexto
from api.salidas_tareas import Alternativa, AvisoSalida, CajaSalida, CampoSalida, SumaSalida, TareaSalida
from api.senales import AVISOS
from captura.plantilla import Caja, CampoPlantilla, Plantilla
from verificacion.casos.tareas import TareaTomada
from verificacion.dominio.avisos import Senal
from verificacion.dominio.eleccion import Proceso, TipoCampo
from verificacion.dominio.errores import NoExiste
from verificacion.dominio.registro import TipoTarea

HOJA = "hoja.jpg"
"""Derived file of an image: its straight sheet, written by the worker."""

NOMBRES: dict[TipoCampo, str] = {
    TipoCampo.TOTAL: "Total",
    TipoCampo.SOBRANTES: "Boletas sobrantes",
    TipoCampo.PERSONAS: "Personas que votaron",
    TipoCampo.REPRESENTANTES: "Representantes que votaron",
    TipoCampo.SACADOS: "Votos sacados de la urna",
}
"""Quantities that are not contenders, by what they are."""


def a_salida(tarea: TareaTomada, contexto: Contexto) -> TareaSalida:
    """Describe a taken task."""
    plantilla = contexto.plantillas[tarea.forma]
    # an image without key may be of another form: people identify it on the whole photo
    derecha = tarea.tipo is not TipoTarea.IDENTIFICACION and tiene_hoja(contexto, tarea.sha256)
    base = f"/api/v1/imagenes/{tarea.sha256}"
    es_discrepancia = tarea.tipo is TipoTarea.DISCREPANCIA
    return TareaSalida(
        turno=tarea.turno,
        tipo=tarea.tipo,
        clave_acta=None if tarea.clave is None else str(tarea.clave),
        imagen=tarea.sha256,
        foto=f"{base}/vista",
        hoja=f"{base}/hoja" if derecha else None,
        hoja_mm=plantilla.hoja_mm if derecha else None,
        campos=[_campo(plantilla.campo(clave), contexto.proceso, derecha) for clave in tarea.campos],
        sumas=[] if es_discrepancia else _sumas(plantilla, frozenset(tarea.campos)),
        candidatas=[] if tarea.propuesta is None else candidatas(contexto.proceso, tarea.propuesta),
        opciones={campo: list(cifras) for campo, cifras in tarea.opciones.items()} if es_discrepancia else None,
        alternativas=_alternativas(tarea) if es_discrepancia else None,
        borrador=None if tarea.borrador is None else dict(tarea.borrador),
        vence_en=tarea.vence_en,
    )


def tiene_hoja(contexto: Contexto, sha256: str) -> bool:
    """Whether the image could be straightened."""
    try:
        contexto.almacen.leer_derivada(sha256, HOJA)
    except NoExiste:
        return False
    return True


def _alternativas(tarea: TareaTomada) -> dict[str, list[Alternativa]]:
    return {
        campo: [Alternativa(cifra=cifra, probabilidad=round(p, 4)) for cifra, p in vistas]
        for campo, vistas in tarea.alternativas.items()
    }


def _campo(campo: CampoPlantilla, proceso: Proceso, derecha: bool) -> CampoSalida:
    contendiente = proceso.contendiente_por_clave.get(campo.clave)
    return CampoSalida(
        clave=campo.clave,
        nombre=contendiente.nombre if contendiente else NOMBRES.get(campo.tipo, campo.clave),
        tipo=campo.tipo,
        color=contendiente.color if contendiente else None,
        caja=_union((*campo.digitos, *([campo.letra] if campo.letra else []))) if derecha else None,
    )


def aviso_de(senal: Senal) -> AvisoSalida:
    """A notice as the page asks it."""
    return AvisoSalida(codigo=senal.aviso, campos=list(senal.campos), texto=AVISOS[senal.aviso])


def _union(cajas: tuple[Caja, ...]) -> CajaSalida:
    """The rectangle around the words and the digit boxes of one quantity."""
    x, y = min(c.x for c in cajas), min(c.y for c in cajas)
    derecha, abajo = max(c.x + c.ancho for c in cajas), max(c.y + c.alto for c in cajas)
    return CajaSalida(x=x, y=y, ancho=derecha - x, alto=abajo - y)


def _sumas(plantilla: Plantilla, pedidos: frozenset[str]) -> list[SumaSalida]:
    """Sums whose total is typed, over the addends that exist on this acta."""
    return [
        SumaSalida(total=s.total, sumandos=[c for c in s.sumandos if c in pedidos])
        for s in plantilla.sumas
        if s.total in pedidos
    ]
