"""The rule of each event of the log: which rows it leaves and how it moves its acta."""

from datetime import datetime
from typing import cast

from verificacion.dominio import vida as reglas
from verificacion.dominio.captura_doble import Captura, Resolucion
from verificacion.dominio.conteo import cifra_de
from verificacion.dominio.lectura import LecturaActa, LecturaCampo
from verificacion.dominio.registro import CausaSinActa
from verificacion.dominio.repaso import Asiento, Fila, Repaso, al, instante, nueva_vida


def _cifras(asiento: Asiento) -> dict[str, int | str]:
    return cast("dict[str, int | str]", asiento.datos["cifras"])


@al("proceso_abierto")
def _abrir(repaso: Repaso, a: Asiento) -> None:
    formas = cast("dict[str, list[str]]", a.datos["formas"])
    politica = str(a.datos["politica"])
    repaso.agregar("proceso", str(a.datos["proceso"]), huella=a.datos["huella"], politica=politica)
    for clave, campos in formas.items():
        repaso.agregar("formas", clave, campos=campos)
    for linea in cast("list[str]", a.datos["catalogo"]):
        clave, distrito, forma = linea.split(" ", 2)
        repaso.agregar("catalogo", clave, distrito=int(distrito), forma=forma)
        repaso.vidas[clave] = nueva_vida(tuple(formas[forma]), politica)


@al("usuario_creado")
def _usuario(repaso: Repaso, a: Asiento) -> None:
    roles = cast("list[str]", a.datos["roles"])
    repaso.agregar("usuarios", str(a.datos["usuario"]), roles=",".join(sorted(roles)))


@al("imagen_recibida")
def _imagen(repaso: Repaso, a: Asiento) -> None:
    repaso.agregar(
        "imagenes",
        str(a.datos["imagen"]),
        original=a.datos["original"],
        bytes=a.datos["bytes"],
        origen=a.datos["origen"],
        **{dato: a.datos[dato] for dato in ("digitalizacion", "acopio_en") if dato in a.datos},
    )


@al("imagen_leida")
def _leida(repaso: Repaso, a: Asiento) -> None:
    imagen = str(a.datos["imagen"])
    repaso.agregar("lecturas", imagen, lector=a.datos["lector"], error=a.datos["error"], huella=a.datos["huella"])
    repaso.agregar("lecturas_vistas", imagen, campos=a.datos["lectura"])


def _lectura(repaso: Repaso, imagen: str) -> LecturaActa | None:
    """What the reader said of an image, as far as the rules look at it."""
    fila: Fila = repaso.filas.get("lecturas_vistas", {}).get(imagen, {})
    campos = cast("dict[str, tuple[int | str, bool]] | None", fila.get("campos"))
    if campos is None:
        return None
    return LecturaActa({c: LecturaCampo(cifra_de(v), 1.0, bool(s)) for c, (v, s) in campos.items()}, "")


@al("imagen_identificada")
def _identificada(repaso: Repaso, a: Asiento) -> None:
    imagen = str(a.datos["imagen"])
    repaso.agregar("identificaciones", imagen, acta=a.datos["acta"])
    clave = repaso.identificadas[imagen] = str(a.datos["acta"])
    repaso.recibir(a, reglas.recibir(repaso.vidas[clave], imagen, _lectura(repaso, imagen)))


@al("fuera_de_catalogo")
def _fuera(repaso: Repaso, a: Asiento) -> None:
    repaso.agregar("identificaciones", str(a.datos["imagen"]), acta=None)
    repaso.identificadas[str(a.datos["imagen"])] = None


@al("sin_acta")
def _sin_acta(repaso: Repaso, a: Asiento) -> None:
    causa = CausaSinActa(str(a.datos["causa"]))
    repaso.mover(a, lambda v: reglas.declarar_sin_acta(v, causa), asienta=True)


@al("captura_registrada")
def _captura(repaso: Repaso, a: Asiento) -> None:
    conteo = {campo: cifra_de(v) for campo, v in _cifras(a).items()}
    _escrito(repaso, a, "capturas")
    mesa = (str(a.datos["acta"]), cast("int", a.datos["ronda"]), str(a.datos["imagen"]))
    repaso.primeras.setdefault(mesa, a.hecho_en)
    repaso.mover(a, lambda v: reglas.capturar(v, Captura(repaso.persona(a.usuario), conteo)))


@al("discrepancia_resuelta")
def _resolucion(repaso: Repaso, a: Asiento) -> None:
    cifras = {campo: cifra_de(v) for campo, v in _cifras(a).items()}
    _escrito(repaso, a, "resoluciones")
    repaso.mover(a, lambda v: reglas.resolver(v, Resolucion(repaso.persona(a.usuario), cifras)))


def _escrito(repaso: Repaso, a: Asiento, tabla: str) -> None:
    repaso.agregar(
        tabla,
        f"{a.datos['acta']} de {a.usuario}",
        cifras=a.datos["cifras"],
        por_letra=a.datos["por_letra"],
        ronda=a.datos["ronda"],
        imagen=a.datos["imagen"],
    )


@al("imagen_elegida")
def _elegida(repaso: Repaso, a: Asiento) -> None:
    _confirmada(repaso, a)
    imagen = str(a.datos["imagen"])
    repaso.mover(a, lambda v: reglas.elegir(v, imagen, repaso.persona(a.usuario)))


@al("imagen_confirmada")
def _confirmada(repaso: Repaso, a: Asiento) -> None:
    repaso.agregar(
        "imagenes_elegidas",
        str(a.datos["acta"]),
        imagen=a.datos["imagen"],
        anterior=a.datos["anterior"],
        motivo=a.datos["motivo"],
        usuario=a.usuario,
    )


@al("revision_pedida")
def _revision(repaso: Repaso, a: Asiento) -> None:
    clave, campo = str(a.datos["acta"]), str(a.datos["campo"])
    repaso.agregar(
        "revisiones",
        f"{clave} {campo}",
        imagen=a.datos["imagen"],
        ronda=a.datos["ronda"],
        decisiones=a.datos["decisiones"],
        usuario=a.usuario,
    )
    repaso.mover(a, lambda v: reglas.revisar(v, campo, repaso.persona(a.usuario)))


@al("recaptura_pedida")
def _recaptura(repaso: Repaso, a: Asiento) -> None:
    _reabierta(repaso, a)
    repaso.mover(a, lambda v: reglas.recapturar(v, repaso.persona(a.usuario)))


@al("redigitalizacion_pedida")
def _redigitalizacion(repaso: Repaso, a: Asiento) -> None:
    _reabierta(repaso, a)
    repaso.mover(a, lambda v: reglas.redigitalizar(v, repaso.persona(a.usuario)))


@al("imagen_declarada")
def _declarada(repaso: Repaso, a: Asiento) -> None:
    _reabierta(repaso, a)
    if a.datos["tipo"] == reglas.Declaracion.OTRA_ACTA:
        repaso.identificadas.pop(str(a.datos["imagen"]), None)
    repaso.mover(a, lambda v: reglas.declarar(v, repaso.persona(a.usuario)))


def _reabierta(repaso: Repaso, a: Asiento) -> None:
    repaso.agregar(
        "reaperturas",
        str(a.datos["acta"]),
        tipo=a.datos["tipo"],
        ronda=a.datos["ronda"],
        imagen=a.datos["imagen"],
        motivo=a.datos["motivo"],
        usuario=a.usuario,
    )


@al("acta_cotejada")
def _cotejada(repaso: Repaso, a: Asiento) -> None:
    campos, clave = cast("list[str]", a.datos["campos"]), str(a.datos["acta"])
    repaso.agregar(
        "cotejos",
        clave,
        ronda=repaso.vidas[clave].ronda,
        resultado=a.datos["cotejada"],
        campos=campos,
        remedio=a.datos["remedio"],
        usuario=a.usuario,
    )
    if a.datos["revisada"]:  # what somebody typed otherwise was judged, and the acta stays accepted
        repaso.cursores[clave] = a.numero
    else:
        repaso.mover(a, lambda v: reglas.cotejar(v, not campos, repaso.persona(a.usuario)))


@al("muestra_sorteada")
def _sorteada(repaso: Repaso, a: Asiento) -> None:
    repaso.agregar("muestras", str(a.datos["semilla"]), poblacion=a.datos["poblacion"])
    for clave in cast("list[str]", a.datos["actas"]):
        repaso.agregar("muestra_actas", clave, semilla=a.datos["semilla"], ronda=repaso.vidas[clave].ronda)


@al("recaptura_registrada")
def _tecleada_otra_vez(repaso: Repaso, a: Asiento) -> None:
    repaso.agregar(
        "recapturas",
        f"{a.datos['acta']} de {a.usuario}",
        ronda=repaso.vidas[str(a.datos["acta"])].ronda,
        destino=a.datos["destino"],
        distintos=a.datos["distintos"],
    )


@al("cierre_extendido")
def _extendido(repaso: Repaso, a: Asiento) -> None:
    hasta = instante(datetime.fromisoformat(str(a.datos["a"])))
    repaso.agregar("cierres", a.usuario, motivo=a.datos["motivo"], hasta=hasta)


@al("acto_propuesto")
def _propuesto(repaso: Repaso, a: Asiento) -> None:
    repaso.agregar(
        "propuestas",
        str(a.datos["propuesta"]),
        acto=a.datos["acto"],
        datos=a.datos["datos"],
        motivo=a.datos["motivo"],
        usuario=a.usuario,
    )


@al("acto_respondido")
def _respondido(repaso: Repaso, a: Asiento) -> None:
    clave = str(a.datos["propuesta"])
    repaso.agregar("propuestas_respondidas", clave, confirmada=a.datos["confirmada"], usuario=a.usuario)


@al("reporte_recibido")
def _reporte(repaso: Repaso, a: Asiento) -> None:
    repaso.agregar("reportes", str(a.datos["folio"]), acta=a.datos["acta"])


@al("reporte_cerrado")
def _reporte_cerrado(repaso: Repaso, a: Asiento) -> None:
    repaso.agregar("reportes_cerrados", str(a.datos["folio"]), procede=a.datos["procede"])


@al("imagen_resguardada")
def _resguardada(repaso: Repaso, a: Asiento) -> None:
    repaso.agregar("resguardos", str(a.datos["imagen"]), publicada=a.datos["publicada"], forma=a.datos["forma"])


@al("archivo_rechazado")
def _rechazado(repaso: Repaso, a: Asiento) -> None:
    repaso.agregar("cuarentena", str(a.datos["archivo"]), bytes=a.datos["bytes"], codigo=a.datos["codigo"])
