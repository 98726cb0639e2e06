"""The proof that the record of an acta is in a published cut: one small file that is checked without network.

It carries the record, its path up the tree (``arbol``), and the manifest with its signature and key. The page
``prueba.html`` of the site checks the same file in the citizen's browser.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from publicacion.arbol import camino, lineas_de, subir
from publicacion.corte import REGISTROS
from publicacion.errores import FuenteInalcanzable, PruebaIlegible
from publicacion.fuente import MANIFIESTO, Fuente
from publicacion.llaves import FIRMA, de_pem, firmo, huella_de
from publicacion.llaves import PUBLICA as PEM
from verificacion.dominio.errores import NoExiste


@dataclass(frozen=True, slots=True)
class Veredicto:
    """What a proof proves: the record, of which cut, and by which key. It holds when ``problemas`` is empty."""

    acta: str
    registro: Mapping[str, Any]
    corte: int
    momento: str
    bitacora: Mapping[str, Any] | None
    llave: str | None
    problemas: list[str] = field(default_factory=list[str])


def probar(fuente: Fuente, clave: str) -> dict[str, Any]:
    """Make the proof of an acta from a published cut, wherever it is.

    Raises:
        NoExiste: the cut has no such acta.
        FuenteInalcanzable: a file of the cut is missing.
    """
    lineas = lineas_de(fuente.leer(REGISTROS))
    inicio = f'{{"acta":"{clave}"'.encode()
    lugar = next((i for i, linea in enumerate(lineas) if linea.startswith(inicio)), None)
    if lugar is None:
        raise NoExiste("el acta", clave)
    return {
        "version": 1,
        "acta": clave,
        "registro": lineas[lugar].decode(),
        "camino": [list(paso) for paso in camino(lineas, lugar)],
        "manifiesto": fuente.leer(MANIFIESTO).decode(),
        **_firma(fuente),
    }


def _firma(fuente: Fuente) -> dict[str, str | None]:
    """Signature and key, both null in an unsigned drill."""
    try:
        firma, publica = fuente.leer(FIRMA), de_pem(fuente.leer(PEM))
    except FuenteInalcanzable:
        return {"firma": None, "llave": None}
    return {"firma": base64.b64encode(firma).decode(), "llave": base64.b64encode(publica).decode()}


def comprobar(prueba: Mapping[str, Any], huella: str | None = None) -> Veredicto:
    """Check a proof with nothing else.

    Args:
        prueba: what ``probar`` made.
        huella: of the key in which one trusts; None: the verdict says which key it was, to be compared.

    Raises:
        PruebaIlegible: it is not a proof.
    """
    try:
        texto: str = prueba["manifiesto"]
        manifiesto, registro = json.loads(texto), json.loads(prueba["registro"])
        pasos = [(str(lado), str(otro)) for lado, otro in prueba["camino"]]
        alcanzada = subir(prueba["registro"].encode(), pasos)
        veredicto = Veredicto(
            prueba["acta"],
            registro,
            manifiesto["numero"],
            manifiesto["momento"],
            manifiesto.get("bitacora"),
            manifiesto["llave"],
        )
        if registro["acta"] != prueba["acta"]:
            veredicto.problemas.append(f"el registro es de {registro['acta']} y no de {prueba['acta']}")
        if alcanzada != manifiesto.get("raiz_registros"):
            veredicto.problemas.append("el registro no está en ese corte: no lleva a la raíz de su manifiesto")
        veredicto.problemas.extend(_revisar_firma(prueba, texto, manifiesto))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PruebaIlegible(str(error)) from error
    if huella is not None and veredicto.llave != huella.lower():
        veredicto.problemas.append(f"no lo firma la llave {huella[:16]}…")
    return veredicto


def _revisar_firma(prueba: Mapping[str, Any], texto: str, manifiesto: Mapping[str, Any]) -> list[str]:
    if manifiesto["llave"] is None:
        return [] if manifiesto["ejercicio"] == "simulacro" else ["el corte no está firmado"]
    publica, firma = (base64.b64decode(prueba[que], validate=True) for que in ("llave", "firma"))
    problemas = [] if huella_de(publica) == manifiesto["llave"] else ["la llave no es la que nombra el manifiesto"]
    if not firmo(publica, texto.encode(), firma):
        problemas.append("la firma no es la del manifiesto: uno de los dos cambió")
    return problemas
