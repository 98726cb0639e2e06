"""The files of ``deploy/`` work as written: the units are valid, and nginx serves the site and passes the rest on."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

sys.path.insert(0, str(Path(__file__).parents[1] / "api"))

from casa_api import CLAVE, levantar, mini, moldear, servida

from actario.configuracion import Configuracion
from actario.instalacion_viva import puerto_libre

DEPLOY = Path(__file__).parents[2] / "deploy"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")


def test_the_units_are_valid() -> None:
    analiza = shutil.which("systemd-analyze") or pytest.skip("falta systemd-analyze")
    for unidad in sorted((DEPLOY / "systemd").iterdir()):
        dicho = subprocess.run([analiza, "verify", unidad], capture_output=True, text=True).stderr
        quejas = [linea for linea in dicho.splitlines() if "/opt/actario" not in linea]  # it is not installed here
        assert quejas == [], unidad.name


def test_every_setting_of_the_example_exists() -> None:
    nombres = re.findall(r"^#?ACTARIO_([A-Z0-9_]+)=", (DEPLOY / "actario.env").read_text(), re.MULTILINE)
    assert {n.lower() for n in nombres} <= set(Configuracion.model_fields) and len(nombres) > 5
    assert "PROXIES" in nombres, "behind TLS the server must know whom to believe"


@dataclass(frozen=True)
class Web:
    """Addresses of nginx: plain HTTP, the results, the staff's site."""

    http: str
    resultados: str
    personal: str


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """A web server with the project's own configuration, but for its addresses and folders."""
    if NGINX is None:
        pytest.skip("falta nginx (Debian: nginx-light)")
    molde, sitio = tmp_path / "molde", tmp_path / "actario" / "datos" / "publico" / "sitio"
    molde.mkdir()
    mini(molde)
    sitio.mkdir(parents=True)
    (sitio / "index.html").write_text("resultados preliminares")
    (sitio / ".oculto").write_text("no")
    _certificado(tmp_path)
    with servida(levantar(moldear(molde), tmp_path / "casa")) as detras:
        puertos = [puerto_libre() for _ in range(3)]
        principal = tmp_path / "nginx.conf"
        principal.write_text(_configuracion(tmp_path, detras.removeprefix("http://"), puertos))
        nginx = subprocess.Popen([NGINX, "-c", principal, "-e", tmp_path / "error.log", "-p", tmp_path])
        for _ in range(300):
            with suppress(httpx.TransportError):
                httpx.get(f"https://127.0.0.1:{puertos[1]}", verify=False)
                break
            time.sleep(0.1)
        yield Web(f"http://127.0.0.1:{puertos[0]}", *(f"https://127.0.0.1:{p}" for p in puertos[1:]))
        nginx.terminate()
        nginx.wait()


def _configuracion(carpeta: Path, detras: str, puertos: Sequence[int]) -> str:
    pasa = (DEPLOY / "nginx" / "actario-servidores.conf").read_text().replace("127.0.0.1:8021", detras)
    conf = (DEPLOY / "nginx" / "actario.conf").read_text()
    conf = conf.replace("/srv/actario", f"{carpeta}/actario").replace("/etc/actario", str(carpeta))
    for puerto, escucha in zip(puertos, ("80", "443 ssl", "443 ssl"), strict=True):
        publica = f"listen {escucha};\n    listen [::]:{escucha};"
        assert publica in conf
        conf = conf.replace(publica, f"listen 127.0.0.1:{puerto}{' ssl' if 'ssl' in escucha else ''};", 1)
    temporales = "".join(f"{n}_temp_path {carpeta}/{n};" for n in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    quien = "user root;" if os.getuid() == 0 else ""  # pytest's folders are of whoever runs it alone
    principal = f"{quien} daemon off; pid {carpeta}/pid; events {{}}"
    return f"{principal} http {{ access_log off; {temporales}\n{pasa}\n{conf}\n}}\n"


def _certificado(carpeta: Path) -> None:
    """Self-signed, for the four names that the configuration asks for."""
    llave = ec.generate_private_key(ec.SECP256R1())
    nombre = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "prueba")])
    ahora = datetime.now(UTC)
    certificado = (
        x509.CertificateBuilder(nombre, nombre, llave.public_key(), x509.random_serial_number())
        .not_valid_before(ahora)
        .not_valid_after(ahora + timedelta(days=1))
        .sign(llave, hashes.SHA256())
    )
    sin_clave = serialization.NoEncryption()
    pem, formato = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (carpeta / "tls").mkdir()
    for sitio in ("resultados", "prep"):
        (carpeta / "tls" / f"{sitio}.pem").write_bytes(certificado.public_bytes(pem))
        (carpeta / "tls" / f"{sitio}.key").write_bytes(llave.private_bytes(pem, formato, sin_clave))


def test_nginx_serves_the_site_as_files_and_passes_the_rest(web: Web) -> None:
    with httpx.Client(verify=False) as cliente:
        portada = cliente.get(web.resultados)
        assert (portada.status_code, portada.text) == (200, "resultados preliminares")
        assert portada.headers["X-Content-Type-Options"] == "nosniff"
        assert cliente.get(f"{web.resultados}/", headers={"If-None-Match": portada.headers["ETag"]}).status_code == 304
        assert cliente.get(f"{web.resultados}/.oculto").status_code == 403
        assert cliente.get(f"{web.resultados}/salud").status_code == 404, "the public site passes nothing on"
        salud = cliente.get(f"{web.personal}/salud")
        assert (salud.status_code, salud.json()["estado"]) == (200, "bien")
        assert "max-age" in salud.headers["Strict-Transport-Security"]
        sesion = {"usuario": "captura1", "contrasena": CLAVE}
        galleta = cliente.post(f"{web.personal}/api/v1/sesiones", json=sesion).headers["Set-Cookie"]
        assert galleta.startswith("__Host-actario") and "Secure" in galleta, "the server knows that it is over https"
        assert cliente.post(f"{web.personal}/entrar", content=b"x" * 46_000_000).status_code == 413
        lleva = cliente.get(f"{web.http}/una", headers={"Host": "prep.ejemplo.mx"})
        assert (lleva.status_code, lleva.headers["Location"]) == (301, "https://prep.ejemplo.mx/una")
