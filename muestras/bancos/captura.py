"""Types actas on the capture page, by keyboard, and measures it: keys per acta, bytes, and the wait for the next one.

It needs a server with actas that wait and a capturista's account, for example those of ``make demo``::

    python -m muestras.bancos.captura --direccion http://127.0.0.1:8021 --usuario capturista1 --actas 20

The wait goes from the Enter that sends to the next acta painted and ready for its first digit; the page itself marks
it (``acta-lista``). The first acta is not counted: nothing could be loaded in advance.
"""

import argparse
import random
import statistics
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
NO_SON_VOTOS = frozenset({"SOBRANTES", "PERSONAS", "REPRESENTANTES", "SACADOS"})
LECTURA_MS = 400  # the page ignores an Enter sooner than this after a question


@dataclass(frozen=True, slots=True)
class Medida:
    """One acta: keys pressed, milliseconds to the next one ready, bytes received meanwhile."""

    teclas: int
    espera_ms: float
    bytes: int


def cifras(campos: list[str], total: str, rng: random.Random) -> dict[str, int]:
    """Plausible figures in the order of the form: two big contenders, the rest small or zero, a TOTAL that adds up."""
    valores = {campo: rng.choice((0, 0, 1, 3, 7, 12)) for campo in campos}
    for campo in rng.sample([c for c in campos if c != total], 2):
        valores[campo] = rng.randint(40, 180)
    valores[total] = sum(v for c, v in valores.items() if c != total and c not in NO_SON_VOTOS)
    return valores


def teclear(pagina: Page, valores: dict[str, int], ritmo_ms: float) -> int:
    """Type every figure the short way and send; answers the number of keys."""
    teclas = [t for v in valores.values() for t in (*str(v), *(["Enter"] if v < 100 else []))]
    if teclas[-1] != "Enter":
        teclas.append("Enter")
    for tecla in teclas:
        pagina.keyboard.press(tecla)
        pagina.wait_for_timeout(ritmo_ms)
    return len(teclas)


def medir(pagina: Page, cuantas: int, ritmo_ms: float, rng: random.Random) -> list[Medida]:
    """Type ``cuantas`` actas, pressing a key each ``ritmo_ms``."""
    medidas: list[Medida] = []
    for _ in range(cuantas):
        clave = pagina.locator("#clave").inner_text()
        campos: list[str] = pagina.locator(".fila input").evaluate_all("es => es.map(e => e.name)")
        total = pagina.locator(".fila.total input").get_attribute("name") or campos[-1]
        pagina.evaluate("performance.clearMeasures(); performance.clearResourceTimings()")
        teclas = teclear(pagina, cifras(campos, total, rng), ritmo_ms)
        while pagina.locator("#clave").inner_text() == clave:  # a notice: look, and send as it is
            pagina.wait_for_timeout(LECTURA_MS)
            if pagina.locator("#aviso").is_visible():
                pagina.keyboard.press("Enter")
                teclas += 1
        pagina.wait_for_timeout(1000)  # what is loaded in advance belongs to this acta's bytes
        espera = pagina.evaluate("performance.getEntriesByName('acta-lista').at(-1)?.duration ?? 0")
        recibidos = pagina.evaluate("performance.getEntriesByType('resource').reduce((n, r) => n + r.transferSize, 0)")
        medidas.append(Medida(teclas, espera, recibidos))
    return medidas[1:]


def main() -> None:
    """Sign in, type, print."""
    argumentos = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    argumentos.add_argument("--direccion", default="http://127.0.0.1:8021")
    argumentos.add_argument("--usuario", default="capturista1")
    argumentos.add_argument("--contrasena", required=True)
    argumentos.add_argument("--actas", type=int, default=20)
    argumentos.add_argument("--ritmo-ms", type=float, default=60, help="entre teclas; una persona rápida, 150 o más")
    args = argumentos.parse_args()
    with sync_playwright() as playwright:
        navegador = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        pagina = navegador.new_page(viewport={"width": 1366, "height": 768}, locale="es-MX")
        pagina.goto(f"{args.direccion}/entrar?siguiente=/capturar")
        pagina.fill("#usuario", args.usuario)
        pagina.fill("#contrasena", args.contrasena)
        pagina.keyboard.press("Enter")
        pagina.wait_for_selector("#visor image")
        medidas = medir(pagina, args.actas, args.ritmo_ms, random.Random(7))
        navegador.close()
    esperas = sorted(m.espera_ms for m in medidas)
    print(f"actas medidas: {len(medidas)}")
    print(f"pulsaciones por acta: mediana {statistics.median(m.teclas for m in medidas):.0f}")
    print(
        f"de Enter al acta siguiente lista: mediana {statistics.median(esperas):.0f} ms, "
        f"p90 {esperas[int(len(esperas) * 0.9)]:.0f} ms, máximo {esperas[-1]:.0f} ms"
    )
    print(f"bytes por acta: mediana {statistics.median(m.bytes for m in medidas) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
