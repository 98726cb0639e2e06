"""The list of staff as a CSV, and the slips of paper with their one-time passwords.

Columns: ``usuario``, ``roles`` (separated by ``|``) and, if wanted, ``centro`` and ``nombre``. The person's name goes
to the slip and nowhere else.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from verificacion.casos.usuarios import CENTRO, NOMBRE
from verificacion.dominio.errores import DatoInvalido
from verificacion.dominio.registro import ROLES_DE_CUENTA, Rol

COLUMNAS = ("usuario", "roles", "centro", "nombre")
_ROLES = {rol.value: rol for rol in ROLES_DE_CUENTA}


class ListaInvalida(DatoInvalido):
    """The list of staff has faults; no account was made. ``problemas`` lists all of them: (line, what)."""

    codigo = "lista_invalida"

    def __init__(self, problemas: Sequence[tuple[int, str]]):
        self.problemas = list(problemas)
        self.lista = "; ".join(f"renglón {renglon}: {que}" for renglon, que in self.problemas)
        super().__init__(self.lista)


@dataclass(frozen=True, slots=True)
class Persona:
    """One row: who is given an account."""

    usuario: str
    roles: frozenset[Rol]
    centro: str | None
    nombre: str


@dataclass(frozen=True, slots=True)
class Hoja:
    """One slip."""

    usuario: str
    contrasena: str
    roles: str
    centro: str | None
    nombre: str


def leer_personal(archivo: Path) -> list[Persona]:
    """Read the whole list, or say all that is wrong with it.

    Raises:
        ListaInvalida: naming each line.
    """
    try:
        texto = archivo.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as e:
        raise ListaInvalida([(1, "el archivo no está en UTF-8")]) from e
    filas = csv.DictReader(texto.splitlines(), restkey="sobra", restval="")
    if faltan := {"usuario", "roles"} - set(filas.fieldnames or ()):
        raise ListaInvalida([(1, f"faltan las columnas {', '.join(sorted(faltan))}")])
    if sobran := set(filas.fieldnames or ()) - set(COLUMNAS):
        raise ListaInvalida([(1, f"sobran las columnas {', '.join(sorted(sobran))}")])
    problemas: list[tuple[int, str]] = []
    personas: dict[str, Persona] = {}
    for numero, fila in enumerate(filas, 2):
        usuario, centro = fila["usuario"].strip(), fila.get("centro", "").strip()
        dichos = [rol.strip() for rol in fila["roles"].split("|")]
        if "sobra" in fila:
            problemas.append((numero, "tiene más celdas que columnas"))
        if not NOMBRE.fullmatch(usuario):
            problemas.append((numero, f"«{usuario}» no es un usuario: minúsculas, números, puntos y guiones"))
        elif usuario in personas:
            problemas.append((numero, f"«{usuario}» está repetido"))
        if ajenos := [rol for rol in dichos if rol not in _ROLES]:
            problemas.append((numero, f"«{'|'.join(ajenos)}» no es un rol: {', '.join(_ROLES)}"))
        if centro and not CENTRO.fullmatch(centro):
            problemas.append((numero, f"«{centro}» no es un centro: mayúsculas, números y guiones"))
        roles = frozenset(_ROLES[rol] for rol in dichos if rol in _ROLES)
        personas[usuario] = Persona(usuario, roles, centro or None, fila.get("nombre", "").strip())
    if problemas:
        raise ListaInvalida(problemas)
    return list(personas.values())


def escribir_hojas(hojas: Sequence[Hoja], eleccion: str, direccion: str, archivo: Path) -> None:
    """Write the slips as one page to print, in a new file that only its owner can read."""
    entorno = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined)
    pagina = entorno.get_template("hojas_credenciales.html").render(hojas=hojas, eleccion=eleccion, direccion=direccion)
    archivo.touch(mode=0o600, exist_ok=False)
    archivo.write_text(pagina, encoding="utf-8")
