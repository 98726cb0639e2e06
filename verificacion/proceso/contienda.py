"""Contenders and coalitions of an election, with the rules that bind them to each other."""

from collections import Counter
from collections.abc import Mapping, Sequence

from verificacion.dominio.eleccion import Coalicion, Contendiente, TipoContendiente
from verificacion.proceso.esquema import CoalicionJson, ContendienteJson
from verificacion.proceso.problemas import Problemas

ARCHIVO = "proceso.json"
_UNA_FILA = (TipoContendiente.NO_REGISTRADAS, TipoContendiente.NULOS)


def contendiente(fila: ContendienteJson) -> Contendiente:
    """The frozen value of a vote row. A party is its own only member."""
    partidos = (fila.clave,) if fila.tipo is TipoContendiente.PARTIDO else tuple(fila.partidos)
    distritos = frozenset(fila.distritos) if fila.distritos is not None else None
    return Contendiente(fila.clave, fila.nombre, fila.tipo, fila.columna, partidos, fila.color, distritos)


def coalicion(fila: CoalicionJson) -> Coalicion:
    """The frozen value of a coalition."""
    distritos = frozenset(fila.distritos) if fila.distritos is not None else None
    return Coalicion(fila.clave, fila.nombre, tuple(fila.partidos), fila.color, distritos)


def revisar_contendientes(filas: Sequence[ContendienteJson], problemas: Problemas) -> None:
    """Unique keys and columns, known members, one row of no registradas and one of nulos."""
    partidos = {f.clave for f in filas if f.tipo is TipoContendiente.PARTIDO}
    for campo in ("clave", "columna"):
        for valor, veces in Counter(getattr(f, campo) for f in filas).items():
            if veces > 1:
                problemas.anotar(f"{ARCHIVO}: contendientes", f"{campo} {valor} aparece {veces} veces; deje una sola")
    for tipo in _UNA_FILA:
        if (veces := sum(f.tipo is tipo for f in filas)) != 1:
            problemas.anotar(
                f"{ARCHIVO}: contendientes", f"debe haber exactamente una fila de tipo «{tipo}» y hay {veces}"
            )
    for indice, fila in enumerate(filas):
        donde = f"{ARCHIVO}: contendientes[{indice}].partidos"
        if fila.tipo in (TipoContendiente.COMBINACION, TipoContendiente.CANDIDATURA_COMUN):
            if len(set(fila.partidos)) < 2 or len(set(fila.partidos)) != len(fila.partidos):
                problemas.anotar(donde, f"{fila.clave} necesita al menos dos partidos distintos; corrija la lista")
            if ajenos := [p for p in fila.partidos if p not in partidos]:
                problemas.anotar(donde, f"no son partidos de esta elección: {', '.join(ajenos)}; corrija la lista")
        elif fila.partidos and not (fila.tipo is TipoContendiente.PARTIDO and fila.partidos == [fila.clave]):
            problemas.anotar(donde, f"{fila.clave} es de tipo «{fila.tipo}» y no lleva partidos; quite la lista")


def revisar_coaliciones(
    coaliciones: Sequence[Coalicion],
    contendientes: Mapping[str, Contendiente],
    distritos: Sequence[int],
    problemas: Problemas,
) -> None:
    """Members exist; a party stands with one coalition per district; each combination fits inside one."""
    for indice, una in enumerate(coaliciones):
        donde = f"{ARCHIVO}: coaliciones[{indice}]"
        if una.clave in contendientes:
            problemas.anotar(f"{donde}.clave", f"{una.clave} ya es un contendiente; use otra clave")
        for partido in una.partidos:
            miembro = contendientes.get(partido)
            if miembro is None or miembro.tipo is not TipoContendiente.PARTIDO:
                problemas.anotar(f"{donde}.partidos", f"{partido} no es un partido de esta elección; corrija la lista")
    for clave, veces in Counter(c.clave for c in coaliciones).items():
        if veces > 1:
            problemas.anotar(f"{ARCHIVO}: coaliciones", f"clave {clave} aparece {veces} veces; deje una sola")
    for distrito in distritos:
        presentes = [c for c in coaliciones if c.contiende_en(distrito)]
        for partido, veces in Counter(p for c in presentes for p in c.partidos).items():
            if veces > 1:
                problemas.anotar(
                    f"{ARCHIVO}: coaliciones", f"{partido} está en {veces} coaliciones en el distrito {distrito}"
                )
        _revisar_combinaciones(distrito, presentes, contendientes, problemas)


def _revisar_combinaciones(
    distrito: int, presentes: Sequence[Coalicion], contendientes: Mapping[str, Contendiente], problemas: Problemas
) -> None:
    for indice, fila in enumerate(contendientes.values()):
        if fila.tipo is not TipoContendiente.COMBINACION or not fila.contiende_en(distrito):
            continue
        if not any(set(fila.partidos) <= set(c.partidos) for c in presentes):
            problemas.anotar(
                f"{ARCHIVO}: contendientes[{indice}]",
                f"la combinación {fila.clave} no cabe en ninguna coalición del distrito {distrito}; "
                "corrija sus «distritos» o los de la coalición",
            )
        for partido in fila.partidos:
            if partido in contendientes and not contendientes[partido].contiende_en(distrito):
                problemas.anotar(
                    f"{ARCHIVO}: contendientes[{indice}]",
                    f"{fila.clave} contiende en el distrito {distrito} pero su miembro {partido} no",
                )
