"""Subset handwriting families of npm into ``fuentes/``: run once by a maintainer, never at run time.

``python herramientas/importar_fuentes.py CARPETA`` where CARPETA holds the unpacked packages (``npm pack
@fontsource/NAME``; ``tar xzf``), one folder per family. Needs fonttools and brotli, which Actario does not.
Only families under the OFL that reserve no font name are taken: subsetting makes a modified version.
"""

import hashlib
import json
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

DESTINO = Path(__file__).parents[1] / "muestras" / "escritura" / "fuentes"
SIGNOS = "0123456789 .,-/" + "".join(c + c.upper() for c in "abcdefghijklmnñopqrstuvwxyzáéíóúü")
REPARTO = {
    "annie-use-your-telescope": "entrenamiento",
    "architects-daughter": "entrenamiento",
    "caveat": "entrenamiento",
    "cedarville-cursive": "entrenamiento",
    "indie-flower": "entrenamiento",
    "kalam": "entrenamiento",
    "shadows-into-light": "entrenamiento",
    "swanky-and-moo-moo": "entrenamiento",
    "the-girl-next-door": "entrenamiento",
    "gloria-hallelujah": "validacion",
    "sue-ellen-francisco": "validacion",
    "covered-by-your-grace": "prueba",
    "mansalva": "prueba",
    "patrick-hand": "prueba",
}


def importar(paquetes: Path) -> None:
    """Write the subset fonts, their licences and ``manifiesto.json``."""
    manifiesto: list[dict[str, str]] = []
    for familia, reparto in sorted(REPARTO.items()):
        carpeta = paquetes / familia
        licencia = (carpeta / "LICENSE").read_text(encoding="utf-8")
        if "SIL OPEN FONT LICENSE" not in licencia or "with reserved" in licencia.lower():
            raise SystemExit(f"{familia}: its licence does not allow a subset under the same name")
        fuente = TTFont(carpeta / "files" / f"{familia}-latin-400-normal.woff2")
        fuente.flavor = None
        faltan = [signo for signo in SIGNOS if ord(signo) not in fuente.getBestCmap()]
        if faltan:
            raise SystemExit(f"{familia}: lacks {''.join(faltan)}")
        opciones = Options(hinting=False, notdef_outline=True, layout_features=["kern"], name_IDs=["*"])
        recorte = Subsetter(opciones)
        recorte.populate(text=SIGNOS)
        recorte.subset(fuente)
        destino = DESTINO / f"{familia}.ttf"
        fuente.save(destino)
        (DESTINO / f"{familia}.LICENSE.txt").write_text(licencia, encoding="utf-8")
        paquete = json.loads((carpeta / "package.json").read_text(encoding="utf-8"))
        manifiesto.append(
            {
                "archivo": destino.name,
                "familia": familia,
                "reparto": reparto,
                "paquete": f"{paquete['name']}@{paquete['version']}",
                "licencia": "OFL-1.1",
                "titular": licencia.splitlines()[0].strip(),
                "sha256": hashlib.sha256(destino.read_bytes()).hexdigest(),
            }
        )
    (DESTINO / "manifiesto.json").write_text(
        json.dumps(manifiesto, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    importar(Path(sys.argv[1]))
