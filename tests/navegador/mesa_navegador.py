"""What the browser tests share: photographed actas and how a person signs in."""

from dataclasses import dataclass

from casa_api import CLAVE, Molde
from playwright.sync_api import Page

from verificacion.dominio.conteo import Cifra


@dataclass(frozen=True)
class ActaFotografiada:
    """A photo, its truth, and its straight sheet (None when it could not be straightened)."""

    clave: str
    foto: bytes
    conteo: dict[str, Cifra]
    hoja: bytes | None


@dataclass(frozen=True)
class Muestra:
    """An election with photographed actas."""

    molde: Molde
    actas: tuple[ActaFotografiada, ...]


def entrar(pagina: Page, usuario: str, destino: str) -> None:
    """Sign in by hand, as a person does."""
    base = pagina.url.split("/entrar")[0]
    pagina.goto(f"{base}/entrar?siguiente={destino}")
    pagina.fill("#usuario", usuario)
    pagina.fill("#contrasena", CLAVE)
    pagina.keyboard.press("Enter")
    pagina.wait_for_url(base + destino)
