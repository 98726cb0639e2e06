"""The check of a published cut, on any machine, without its election, its database or its authority.

Every file against the manifest, the manifest against its signature, the cut against the one before it, the database
against its own figures, and the JSON and the zip against the database.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from publicacion.arbol import raiz_de
from publicacion.auditoria.auditar import Auditoria, auditar
from publicacion.auditoria.encabezado import son_iguales
from publicacion.corte import REGISTROS
from publicacion.disposicion import CIFRAS
from publicacion.errores import BaseIlegible, CorteInvalido, FuenteInalcanzable, LlaveInvalida
from publicacion.fuente import MANIFIESTO, Fuente, numero_de
from publicacion.llaves import FIRMA, LLAVES, PUBLICA, LlavePublica, de_lista, de_pem

_SIN_HUELLA = frozenset({MANIFIESTO, FIRMA, PUBLICA})
"""What the manifest cannot name: itself, its signature, and the key that is checked against ``llaves.json``."""


@dataclass(frozen=True)
class Comprobacion:
    """What was found of one cut. It holds when ``problemas`` is empty."""

    nombre: str
    numero: int
    huella: str
    anterior: str | None
    llaves: tuple[LlavePublica, ...]
    archivos: Mapping[str, str]
    bitacora: Mapping[str, Any] | None
    problemas: Sequence[str] = field(default_factory=list[str])

    @property
    def firmado(self) -> bool:
        """Whether it carries a signature."""
        return bool(self.llaves)

    def exigir(self) -> None:
        """Raise what was found.

        Raises:
            CorteInvalido: naming each file changed, missing or added, and each figure that does not add up.
        """
        if self.problemas:
            raise CorteInvalido(self.nombre, list(self.problemas))


def comprobar(fuente: Fuente, *, a_fondo: bool = True) -> Comprobacion:
    """Check one cut by itself.

    Args:
        fuente: its folder.
        a_fondo: also add its database up again; without it, only files and signature (what a mirror needs).

    Raises:
        CorteInvalido: it has no manifest that can be read.
        FuenteInalcanzable: its server does not answer.
    """
    crudo = fuente.leer(MANIFIESTO)
    try:
        manifiesto: dict[str, Any] = json.loads(crudo)
        archivos: dict[str, str] = dict(manifiesto["archivos"])
        numero, anterior, huella_llave = int(manifiesto["numero"]), manifiesto["anterior"], manifiesto["llave"]
    except (ValueError, KeyError, TypeError) as error:
        problema = f"{MANIFIESTO} no se puede leer: lo cambiaron o está dañado ({error})"
        raise CorteInvalido(fuente.nombre, [problema]) from error
    problemas: list[str] = []
    contenidos = _archivos(fuente, archivos, problemas)
    llaves = _firma(fuente, crudo, huella_llave, manifiesto.get("ejercicio"), contenidos, problemas)
    if fuente.nombre.split("-")[0].isdigit() and numero_de(fuente.nombre) != numero:
        problemas.append(f"la carpeta {fuente.nombre} no es la del corte {numero}")
    if a_fondo and not problemas:
        problemas += _cifras(manifiesto, contenidos)
    return Comprobacion(
        nombre=fuente.nombre,
        numero=numero,
        huella=hashlib.sha256(crudo).hexdigest(),
        anterior=anterior,
        llaves=llaves,
        archivos=archivos,
        bitacora=manifiesto.get("bitacora"),
        problemas=problemas,
    )


def encadenar(cortes: Sequence[Comprobacion]) -> list[str]:
    """What breaks the chain of consecutive cuts, oldest first: links, keys and the log may only go forward."""
    problemas: list[str] = []
    if cortes and cortes[0].numero == 1 and cortes[0].anterior is not None:
        problemas.append(f"{cortes[0].nombre} es el primero y dice tener uno anterior")
    for previo, corte in pairwise(cortes):
        if corte.numero != previo.numero + 1:
            problemas.append(f"faltan cortes entre {previo.nombre} y {corte.nombre}")
        elif corte.anterior != previo.huella:
            problemas.append(f"{corte.nombre} no sigue al corte {previo.nombre}: la huella de su manifiesto cambió")
        if corte.llaves[: len(previo.llaves)] != previo.llaves:
            problemas.append(f"{corte.nombre} no conserva las llaves de {previo.nombre}")
        if corte.bitacora and previo.bitacora and corte.bitacora["numero"] < previo.bitacora["numero"]:
            problemas.append(f"{corte.nombre} lleva una bitácora más corta que la de {previo.nombre}")
    return problemas


def confiar(cortes: Sequence[Comprobacion], huella: str) -> list[str]:
    """Problems of trusting a key, by its fingerprint: it must be among those of each cut, and each later one presented.

    Without this a cut only proves that nobody changed it since *somebody* signed it.
    """
    problemas: list[str] = []
    for corte in cortes:
        lugar = next((i for i, llave in enumerate(corte.llaves) if llave.huella == huella.lower()), None)
        if lugar is None:
            problemas.append(f"{corte.nombre} no está firmado por la llave {huella[:16]}…")
        elif sin := [llave for llave in corte.llaves[lugar + 1 :] if llave.firma_anterior is None]:
            problemas.append(f"{corte.nombre}: la llave {sin[0].huella[:16]}… no fue presentada por la anterior")
    return problemas


def _archivos(fuente: Fuente, archivos: Mapping[str, str], problemas: list[str]) -> dict[str, bytes]:
    contenidos: dict[str, bytes] = {}
    for nombre, esperado in archivos.items():
        if nombre.startswith("/") or ".." in nombre.split("/"):
            problemas.append(f"{MANIFIESTO} nombra un archivo fuera del corte: {nombre}")
            continue
        try:
            contenidos[nombre] = fuente.leer(nombre)
        except FuenteInalcanzable:
            problemas.append(f"falta {nombre}")
            continue
        if hashlib.sha256(contenidos[nombre]).hexdigest() != esperado:
            problemas.append(f"{nombre} no es el que se publicó: su SHA-256 no es {esperado}")
    conocidos = {*archivos, *_SIN_HUELLA}
    problemas += [f"sobra {nombre}" for nombre in fuente.nombres() or () if nombre not in conocidos]
    return contenidos


def _firma(
    fuente: Fuente,
    manifiesto: bytes,
    huella: str | None,
    ejercicio: object,
    contenidos: Mapping[str, bytes],
    problemas: list[str],
) -> tuple[LlavePublica, ...]:
    if huella is None:
        if ejercicio != "simulacro":
            problemas.append(f"{MANIFIESTO} no está firmado: solo un simulacro puede no estarlo")
        return ()
    try:
        llaves = de_lista(contenidos.get(LLAVES, b""))
        if llaves[-1].huella != huella:
            problemas.append(f"{LLAVES} no termina en la llave que nombra {MANIFIESTO}")
        if not llaves[-1].firmo(manifiesto, fuente.leer(FIRMA)):
            problemas.append(f"{FIRMA} no es la firma de {MANIFIESTO}: uno de los dos cambió")
        if de_pem(fuente.leer(PUBLICA)) != llaves[-1].publica or fuente.leer(PUBLICA) != llaves[-1].pem:
            problemas.append(f"{PUBLICA} no es la llave que firmó")
    except LlaveInvalida as error:
        problemas.append(f"{error.cual}: {error.que}")
        return ()
    except FuenteInalcanzable as error:
        problemas.append(f"falta {error.que}")
        return ()
    return llaves


def _cifras(manifiesto: Mapping[str, Any], contenidos: Mapping[str, bytes]) -> list[str]:
    """Database, zip and JSON must say the same, and the database must hold."""
    base = str(manifiesto["base"])
    try:
        auditoria = auditar(contenidos[base], base)
        return [
            *_raiz(manifiesto, contenidos),
            *_base(auditoria, manifiesto),
            *_datos(auditoria, contenidos, manifiesto),
            *_paquete(str(manifiesto["paquete"]), base, contenidos),
        ]
    except (BaseIlegible, KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        return [f"{base}, sus datos o su paquete no se pueden leer ({error})"]


def _raiz(manifiesto: Mapping[str, Any], contenidos: Mapping[str, bytes]) -> list[str]:
    """The proofs of actas hang from this root. Cuts of older versions have none."""
    dicha = manifiesto.get("raiz_registros")
    return [] if dicha in (None, raiz_de(contenidos[REGISTROS])) else [f"{MANIFIESTO}: su raíz no es la de {REGISTROS}"]


def _base(auditoria: Auditoria, manifiesto: Mapping[str, Any]) -> list[str]:
    problemas = [
        f"{auditoria.nombre}: {nombre} dice {c.publicado!r} y sus renglones dan {c.recalculado!r}"
        for nombre, c in auditoria.encabezado.items()
        if not c.igual
    ]
    problemas += [f"{auditoria.nombre}, línea {d.linea}: {d.que}" for d in auditoria.diferencias[:20]]
    for nombre in CIFRAS:
        dicho = manifiesto["encabezado"][nombre.lower()]
        if not son_iguales(auditoria.encabezado[nombre].publicado, "" if dicho is None else str(dicho)):
            problemas.append(f"{MANIFIESTO}: su {nombre} no es el de {auditoria.nombre}")
    return problemas


def _datos(auditoria: Auditoria, contenidos: Mapping[str, bytes], manifiesto: Mapping[str, Any]) -> list[str]:
    datos = {
        n: json.loads(contenidos[f"datos/{n}.json"]) for n in ("avance", "candidaturas", "partidos", "diccionario")
    }
    problemas: list[str] = []
    if datos["avance"]["encabezado"] != manifiesto["encabezado"]:
        problemas.append("datos/avance.json: su encabezado no es el del manifiesto")
    total = sum(auditoria.votos.values())
    for nombre in ("candidaturas", "partidos"):
        suma = sum(r["votos"] for r in datos[nombre]["renglones"])
        if not suma == datos[nombre]["total"] == total:
            problemas.append(f"datos/{nombre}.json suma {suma} y la base {total}")
    columnas = {c["clave"]: c["columna"] for c in datos["diccionario"]["contendientes"]}
    for renglon in datos["partidos"]["renglones"]:
        en_base = auditoria.votos.get(columnas[renglon["clave"]], 0)
        if renglon["propios"] != en_base:
            problemas.append(f"datos/partidos.json: {renglon['clave']} dice {renglon['propios']} y la base {en_base}")
    return problemas


def _paquete(paquete: str, base: str, contenidos: Mapping[str, bytes]) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(contenidos[paquete])) as fuera:
        interior = fuera.read(fuera.namelist()[0])
    with zipfile.ZipFile(io.BytesIO(interior)) as dentro:
        nombre = next(n for n in dentro.namelist() if n.endswith("/" + base))
        return [] if dentro.read(nombre) == contenidos[base] else [f"{paquete} no contiene {base}"]
