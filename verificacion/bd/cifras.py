"""Figures and readings as JSON columns, and back."""

from collections.abc import Mapping
from typing import Any

from verificacion.dominio.conteo import Cifra, Conteo, Leyenda, cifra_de
from verificacion.dominio.lectura import LecturaActa, LecturaCampo


def a_json(conteo: Mapping[str, Cifra]) -> dict[str, Any]:
    """A number as a number, a legend as its text."""
    return {campo: cifra.value if isinstance(cifra, Leyenda) else cifra for campo, cifra in conteo.items()}


def de_json(datos: Mapping[str, Any]) -> Conteo:
    """The inverse of ``a_json``."""
    return {campo: cifra_de(valor) for campo, valor in datos.items()}


def lectura_a_json(lectura: LecturaActa) -> dict[str, Any]:
    """The fields of a reading, alternatives included."""
    return {
        clave: {
            "cifra": a_json({"_": campo.cifra})["_"],
            "confianza": campo.confianza,
            "aceptado": campo.aceptado,
            "letra": campo.letra,
            "alternativas": [[a_json({"_": cifra})["_"], p] for cifra, p in campo.alternativas],
            "fuentes": {f: [a_json({"_": cifra})["_"], p] for f, (cifra, p) in campo.fuentes.items()},
        }
        for clave, campo in lectura.campos.items()
    }


def lectura_de_json(campos: Mapping[str, Any], lector: str, ms: Mapping[str, float]) -> LecturaActa:
    """The inverse of ``lectura_a_json``."""
    return LecturaActa(
        {
            clave: LecturaCampo(
                cifra_de(c["cifra"]),
                c["confianza"],
                c["aceptado"],
                c["letra"],
                tuple((cifra_de(cifra), p) for cifra, p in c["alternativas"]),
                {f: (cifra_de(cifra), p) for f, (cifra, p) in c.get("fuentes", {}).items()},
            )
            for clave, c in campos.items()
        },
        lector,
        ms,
    )
