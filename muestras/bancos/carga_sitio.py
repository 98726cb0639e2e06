"""How many requests a second an ordinary web server gives of the site: nginx on this machine, asked by wrk.

``make bench-carga`` needs both (Debian: ``apt-get install nginx-light wrk``). Over loopback, server and client share
the processors, so another machine would get at least what is printed. Files are asked for as a browser does, accepting
gzip: first as they are, then compressed beforehand as mirrors keep them (``gzip_static``).
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from muestras.bancos.noche_sintetica import noche
from muestras.durango import escribir_proceso
from publicacion.compresion import comprimir
from publicacion.corte import hacer_corte
from publicacion.sitio import generar
from verificacion.proceso import cargar_proceso

APERTURA = datetime.fromisoformat("2021-06-06T20:00:00-05:00")
PUERTO = 8099
_NGINX = """
worker_processes 1;
daemon off;
pid {carpeta}/nginx.pid;
error_log {carpeta}/error.log;
events {{ worker_connections 4096; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000;
    open_file_cache max=20000 inactive=60s;
    client_body_temp_path {carpeta}/t1; proxy_temp_path {carpeta}/t2; fastcgi_temp_path {carpeta}/t3;
    uwsgi_temp_path {carpeta}/t4; scgi_temp_path {carpeta}/t5;
    server {{ listen 127.0.0.1:{puerto} backlog=4096; root {sitio}; gzip_static {estatico}; }}
}}
"""
_PEDIDOS = re.compile(r"Requests/sec:\s+([\d.]+)")
_TRANSFERIDO = re.compile(r"Transfer/sec:\s+(\S+)")
_ERRORES = re.compile(r"Socket errors: (.*)|Non-2xx or 3xx responses: (\d+)")


def main(argumentos: Sequence[str] | None = None) -> int:
    """Print requests a second and errors of each kind of file."""
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("--casillas", type=int, default=300)
    opciones.add_argument("--segundos", type=int, default=8)
    opciones.add_argument("--conexiones", type=int, default=200)
    a = opciones.parse_args(argumentos)
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if nginx is None or shutil.which("wrk") is None:
        print("Faltan nginx o wrk: apt-get install nginx-light wrk")
        return 1
    with tempfile.TemporaryDirectory() as temporal:
        carpeta = Path(temporal)
        carpeta.chmod(0o755)
        sitio = _sitio(carpeta, a.casillas)
        print(f"carga de la máquina al empezar: {Path('/proc/loadavg').read_text().split()[0]}")
        for estatico in ("off", "on"):
            if estatico == "on":
                comprimir(sitio, [str(p.relative_to(sitio)) for p in sitio.rglob("*") if p.is_file()], sitio / "nada")
            with _servido(nginx, carpeta, sitio, estatico):
                for nombre, archivo in _archivos(sitio).items():
                    salida = _pedir(archivo, a.segundos, a.conexiones)
                    errores = "; ".join(e.group() for e in _ERRORES.finditer(salida)) or "0 errores"
                    [pedidos], [transferido] = _PEDIDOS.findall(salida), _TRANSFERIDO.findall(salida)
                    quien = f"gzip_static {estatico}, {nombre} ({(sitio / archivo).stat().st_size:,} bytes)"
                    print(f"{quien}: {float(pedidos):,.0f} por segundo, {transferido}/s, {errores}", flush=True)
    return 0


def _sitio(carpeta: Path, casillas: int) -> Path:
    escribir_proceso(carpeta / "proceso", casillas, 7, APERTURA)
    proceso = cargar_proceso(carpeta / "proceso")
    imagenes: dict[str, bytes] = {}
    registros = noche(proceso, 7, imagenes).al(0.6)
    corte = hacer_corte(registros, proceso, APERTURA, carpeta, imagenes.__getitem__)
    generar(corte, proceso, carpeta / "sitio", imagenes.__getitem__)
    return carpeta / "sitio"


def _archivos(sitio: Path) -> dict[str, str]:
    acta = next((sitio / "actas").glob("*.html"))
    return {
        "portada": "index.html",
        "un distrito": "distritos/1.html",
        "un acta": f"actas/{acta.name}",
        "aviso de corte nuevo": "datos/corte.json",
    }


@contextmanager
def _servido(nginx: str, carpeta: Path, sitio: Path, estatico: str) -> Generator[None]:
    conf = carpeta / "nginx.conf"
    conf.write_text(_NGINX.format(carpeta=carpeta, sitio=sitio, puerto=PUERTO, estatico=estatico))
    servidor = subprocess.Popen([nginx, "-c", str(conf), "-e", str(carpeta / "error.log")])
    try:
        time.sleep(1)
        yield
    finally:
        servidor.terminate()
        servidor.wait()


def _pedir(archivo: str, segundos: int, conexiones: int) -> str:
    orden = ["wrk", "-t1", f"-c{conexiones}", f"-d{segundos}s", "-H", "Accept-Encoding: gzip"]
    orden.append(f"http://127.0.0.1:{PUERTO}/{archivo}")
    return subprocess.run(orden, capture_output=True, text=True, check=True).stdout


if __name__ == "__main__":
    sys.exit(main())
