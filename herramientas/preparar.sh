#!/bin/sh
# Leaves .venv ready. Usage: preparar.sh produccion|desarrollo
# Idempotent: when nothing changed it takes hundredths of a second.
set -eu
cd "$(dirname "$0")/.."
nivel=${1:?produccion o desarrollo}
cerradura=requirements/$nivel.lock

decir() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

buscar_python() {
    for candidato in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        [ -n "$candidato" ] && command -v "$candidato" >/dev/null 2>&1 || continue
        if "$candidato" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' 2>/dev/null; then
            command -v "$candidato"
            return
        fi
    done
    decir "Actario necesita Python 3.11 o posterior y no lo encuentra. Instálelo (Debian 12 o Ubuntu 24.04: apt-get install python3 python3-venv) y repita."
    exit 1
}

hay_biblioteca() { /sbin/ldconfig -p 2>/dev/null | grep -q "$1"; }

# System packages that are missing, by their Debian and Ubuntu names.
faltantes() {
    tesseract --list-langs 2>/dev/null | grep -qx spa || printf '%s ' tesseract-ocr tesseract-ocr-spa
    hay_biblioteca libGL.so.1 || printf '%s ' libgl1
    hay_biblioteca libglib-2.0.so.0 || printf '%s ' libglib2.0-0
    "$python" -c 'import ensurepip, venv' 2>/dev/null || printf '%s ' "$(basename "$(readlink -f "$python")")-venv"
}

# Chromium only serves the browser tests; without it they are skipped and say so.
faltantes_opcionales() {
    [ "$nivel" = desarrollo ] || return 0
    command -v chromium >/dev/null 2>&1 || { [ "$(. /etc/os-release; echo "$ID")" = debian ] && printf 'chromium '; } || true
}

instalar() {
    paquetes=$1
    if [ "$(id -u)" = 0 ]; then elevar=""
    elif sudo -n true 2>/dev/null || { [ -t 0 ] && command -v sudo >/dev/null; }; then elevar="sudo"
    else return 1; fi
    decir "Instalando del sistema: $paquetes"
    $elevar apt-get update -qq >&2 || true
    # shellcheck disable=SC2086
    $elevar env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $paquetes >&2
}

python=$(buscar_python)
paquetes=$(faltantes)
if [ -n "$paquetes" ] && ! instalar "$paquetes"; then
    decir "Faltan paquetes del sistema y no puedo instalarlos. Ejecute y repita:"
    decir "    sudo apt-get install $paquetes"
    exit 1
fi
opcionales=$(faltantes_opcionales)
if [ -n "$opcionales" ]; then
    instalar "$opcionales" || decir "Sin $opcionales las pruebas de navegador se omiten."
fi

huella=$(cat "$cerradura" herramientas/preparar.sh | sha256sum | cut -c1-64)
if [ "$(cat .venv/.cerradura 2>/dev/null)" != "$huella" ]; then
    # A development environment also serves production: never shrink it.
    if [ "$nivel" = produccion ] && [ "$(cat .venv/.cerradura 2>/dev/null)" = \
         "$(cat requirements/desarrollo.lock herramientas/preparar.sh | sha256sum | cut -c1-64)" ]; then exit 0; fi
    decir "Preparando .venv con $cerradura"
    [ -x .venv/bin/python ] || "$python" -m venv .venv
    if command -v uv >/dev/null 2>&1; then
        uv pip install --quiet --python .venv/bin/python --require-hashes -r "$cerradura"
    else
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$cerradura"
    fi
    # The project itself: one path file and its command, so that no build backend is needed.
    sitio=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    pwd > "$sitio/actario.pth"
    printf '#!%s/.venv/bin/python\nimport sys\nfrom actario.cli import main\nif __name__ == "__main__":\n    sys.exit(main())\n' "$(pwd)" > .venv/bin/actario
    chmod +x .venv/bin/actario
    printf '%s' "$huella" > .venv/.cerradura
fi
