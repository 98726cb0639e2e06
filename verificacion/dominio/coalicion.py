"""Votes of coalitions: who they add to, and how a combination is split among its member parties.

Candidacy view: a coalition's candidate receives the votes of its member parties and of all their combinations (checked
on 2541/2541 casillas of Durango 2021). Party view: each combination is split among its members on the *district* sum,
never per casilla, so the result does not depend on how voters were spread over casillas (LGIPE 311.1.c).
"""

from collections.abc import Mapping, Sequence

from verificacion.dominio.eleccion import Contendiente, Proceso, TipoContendiente


def repartir(votos: int, partidos: Sequence[str], votacion: Mapping[str, int]) -> dict[str, int]:
    """Split the votes of one combination equally; what is left over goes to the most voted members.

    "Se distribuirán igualitariamente entre los partidos que integran la coalición; de existir fracción, los votos
    correspondientes se asignarán a los partidos de más alta votación" (LGIPE 311.1.c): one vote each, from the most
    voted down. Members with equal own votes keep the order of the acta, which is that of their registry.

    Args:
        votos: votes of the combination in the district.
        partidos: its members, in the order of the acta.
        votacion: votes that each party received by itself in the same district.
    """
    parte, sobrantes = divmod(votos, len(partidos))
    premiados = sorted(partidos, key=lambda partido: -votacion.get(partido, 0))[:sobrantes] if sobrantes else ()
    return {partido: parte + (partido in premiados) for partido in partidos}


def repartos(votos: Mapping[str, int], contendientes: Sequence[Contendiente]) -> dict[str, dict[str, int]]:
    """The split of every combination of a district: combination key → party → votes given to it."""
    return {
        c.clave: repartir(votos.get(c.clave, 0), c.partidos, votos)
        for c in contendientes
        if c.tipo is TipoContendiente.COMBINACION
    }


def por_partido(votos: Mapping[str, int], contendientes: Sequence[Contendiente]) -> dict[str, int]:
    """Votes of a district by party, independent, no registradas and nulos, with the combinations split.

    A candidatura común keeps its own row: its split is set by the percentages of its agreement, which are local law.
    """
    resultado = {c.clave: votos.get(c.clave, 0) for c in contendientes if c.tipo is not TipoContendiente.COMBINACION}
    for partes in repartos(votos, contendientes).values():
        for partido, parte in partes.items():
            resultado[partido] = resultado.get(partido, 0) + parte
    return resultado


def candidatura_de(contendiente: Contendiente, proceso: Proceso, distrito: int) -> str:
    """Key of the candidacy that a vote row adds to in a district: its coalition's, or its own."""
    if contendiente.tipo in (TipoContendiente.PARTIDO, TipoContendiente.COMBINACION) and contendiente.partidos:
        coalicion = proceso.coalicion_de(contendiente.partidos[0], distrito)
        if coalicion is not None:
            return coalicion.clave
    return contendiente.clave


def candidaturas_en(distrito: int, proceso: Proceso) -> dict[str, str]:
    """The candidacy that each vote row of a district adds to, in the order of the acta."""
    return {c.clave: candidatura_de(c, proceso, distrito) for c in proceso.contendientes_en(distrito)}


def por_candidatura(votos: Mapping[str, int], candidaturas: Mapping[str, str]) -> dict[str, int]:
    """Votes by candidacy: members and combinations of a coalition together, the rest alone.

    Args:
        votos: by vote row.
        candidaturas: ``candidaturas_en`` their district.
    """
    resultado: dict[str, int] = {}
    for fila, clave in candidaturas.items():
        resultado[clave] = resultado.get(clave, 0) + votos.get(fila, 0)
    return resultado
