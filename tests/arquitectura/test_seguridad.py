"""Every row of the security table names a test that is there."""

import re
from pathlib import Path

RAIZ = Path(__file__).parents[2]


def test_every_row_of_the_table_names_tests_that_exist() -> None:
    filas = [f for f in (RAIZ / "docs" / "seguridad.md").read_text().splitlines() if re.match(r"\| \d", f)]
    citadas = [re.findall(r"`([\w/]+\.py)::(test_\w+)`", fila) for fila in filas]
    assert len(filas) > 30 and all(citadas), [f for f, c in zip(filas, citadas, strict=True) if not c]
    faltan = [
        f"{archivo}::{prueba}"
        for fila in citadas
        for archivo, prueba in fila
        if not re.search(rf"def {prueba}\b", (RAIZ / "tests" / archivo).read_text())
    ]
    assert faltan == []


def test_slow_clients_wait_for_nginx_and_not_for_the_application() -> None:
    conf = (RAIZ / "deploy" / "nginx" / "actario.conf").read_text()
    assert {"client_header_timeout 15s;", "client_body_timeout 60s;"} <= {
        linea.partition("#")[0].strip() for linea in conf.splitlines()
    }
    assert "proxy_request_buffering off" not in conf
