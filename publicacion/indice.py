"""What leads a stranger from one address to every cut: ``cortes/indice.json`` and the Atom feed ``cortes/cortes.atom``.

Both may be lost and made again from the cuts; neither is evidence.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any
from xml.etree import ElementTree as ET

from publicacion.base_datos import hora_corte
from publicacion.corte import Corte
from verificacion.dominio.eleccion import Ejercicio, Proceso

ATOM = "cortes.atom"
_NS = "http://www.w3.org/2005/Atom"


def indice(cortes: Sequence[Corte], proceso: Proceso) -> bytes:
    """Every cut with its folder and its link in the chain, oldest first."""
    return _json(
        {
            "version": 1,
            "proceso": proceso.clave,
            "ejercicio": proceso.ejercicio.value,
            "llave": cortes[-1].llave if cortes else None,
            "cortes": [
                {
                    "numero": c.numero,
                    "carpeta": c.carpeta.name,
                    "momento": c.momento.astimezone(UTC).isoformat(),
                    "ultimo": c.ultimo,
                    "paquete": c.paquete,
                    "huella": c.huella,
                    "anterior": c.anterior,
                }
                for c in cortes
            ],
        }
    )


def atom(cortes: Sequence[Corte], proceso: Proceso) -> bytes:
    """The feed, newest first (RFC 4287). Links are relative: it is served from many addresses."""
    ET.register_namespace("", _NS)
    raiz = ET.Element(f"{{{_NS}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "es-MX"})
    simulacro = "SIMULACRO · " if proceso.ejercicio is Ejercicio.SIMULACRO else ""
    _hijo(raiz, "id", f"urn:actario:{proceso.clave}:cortes")
    _hijo(raiz, "title", f"{simulacro}{proceso.nombre}: cortes del PREP")
    _hijo(raiz, "updated", cortes[-1].momento.astimezone(UTC).isoformat())
    _hijo(_hijo(raiz, "author"), "name", proceso.marca.autoridad)
    ET.SubElement(raiz, f"{{{_NS}}}link", {"rel": "self", "href": ATOM})
    for corte in reversed(cortes):
        entrada = _hijo(raiz, "entry")
        cual = "Último corte" if corte.ultimo else f"Corte {corte.numero}"
        _hijo(entrada, "id", f"urn:actario:{proceso.clave}:corte:{corte.numero}:{corte.huella}")
        _hijo(entrada, "title", f"{simulacro}{cual}: {hora_corte(corte.momento, proceso.zona)}")
        _hijo(entrada, "updated", corte.momento.astimezone(UTC).isoformat())
        for rel, nombre in (("alternate", "manifiesto.json"), ("enclosure", corte.paquete)):
            ET.SubElement(entrada, f"{{{_NS}}}link", {"rel": rel, "href": f"{corte.carpeta.name}/{nombre}"})
        e = corte.encabezado
        _hijo(
            entrada,
            "summary",
            f"{e.actas_capturadas} de {e.actas_esperadas} actas capturadas ({e.porcentaje_actas_capturadas} %), "
            f"{e.actas_contabilizadas} contabilizadas. Resultados preliminares.",
        )
    return ET.tostring(raiz, encoding="utf-8", xml_declaration=True) + b"\n"


def _hijo(padre: ET.Element, nombre: str, texto: str | None = None) -> ET.Element:
    hijo = ET.SubElement(padre, f"{{{_NS}}}{nombre}")
    hijo.text = texto
    return hijo


def _json(objeto: Mapping[str, Any]) -> bytes:
    return (json.dumps(objeto, ensure_ascii=False, indent=1) + "\n").encode()
