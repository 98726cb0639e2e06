"""Forms of an election, read from ``plantilla.json``: the quantities to type and the sums among them."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from verificacion.dominio.eleccion import CampoForma, Contendiente, FormaActa, Resguardo, Suma, TipoCampo
from verificacion.proceso.esquema import PlantillaEnProcesoJson, PlantillaJson
from verificacion.proceso.lectura import leer_modelo
from verificacion.proceso.problemas import Problemas

_UNICOS = (TipoCampo.TOTAL, TipoCampo.SOBRANTES, TipoCampo.PERSONAS, TipoCampo.REPRESENTANTES, TipoCampo.SACADOS)
"""Quantities that Anexo 13, numeral 27 orders to capture besides the votes: one of each."""


def leer_formas(
    carpeta: Path, entradas: Sequence[PlantillaEnProcesoJson], resguardo: Resguardo, problemas: Problemas
) -> tuple[tuple[FormaActa, ...], tuple[str, ...]]:
    """Read the forms in order; the first that names a district wins.

    Returns:
        The forms, and the relative path of every file of theirs (for the fingerprint).
    """
    formas: list[FormaActa] = []
    archivos: list[str] = []
    for entrada in entradas:
        relativo = f"{entrada.carpeta}/plantilla.json"
        plantilla = leer_modelo(carpeta, relativo, PlantillaJson, problemas)
        if plantilla is None:
            continue
        referencia = f"{entrada.carpeta}/{plantilla.referencia}"
        if not (carpeta / referencia).is_file():
            problemas.anotar(f"{relativo}: referencia", f"no existe el archivo {referencia}; póngalo en la carpeta")
        if resguardo is Resguardo.CUBRIR and not plantilla.reservado:
            problemas.anotar(
                f"{relativo}: reservado",
                "la elección pide cubrir los datos personales y la forma no dice dónde están; agregue sus cajas",
            )
        archivos += [relativo, referencia]
        forma = FormaActa(
            clave=plantilla.clave,
            carpeta=entrada.carpeta,
            campos=tuple(CampoForma(c.clave, c.tipo) for c in plantilla.campos),
            sumas=tuple(Suma(s.total, tuple(s.sumandos), s.cuadra) for s in plantilla.sumas),
            distritos=frozenset(entrada.distritos) if entrada.distritos is not None else None,
        )
        _revisar_campos(relativo, forma, problemas)
        formas.append(forma)
    return tuple(formas), tuple(archivos)


def _revisar_campos(archivo: str, forma: FormaActa, problemas: Problemas) -> None:
    for clave, veces in Counter(c.clave for c in forma.campos).items():
        if veces > 1:
            problemas.anotar(f"{archivo}: campos", f"la clave {clave} aparece {veces} veces; deje una sola")
    for tipo in _UNICOS:
        hallados = forma.de_tipo(tipo)
        if len(hallados) != 1:
            problemas.anotar(
                f"{archivo}: campos",
                f"debe haber exactamente un campo de tipo «{tipo}» y hay {len(hallados)}; corrija los tipos",
            )
    conocidas = set(forma.claves)
    for indice, suma in enumerate(forma.sumas):
        for clave in (suma.total, *suma.sumandos):
            if clave not in conocidas:
                problemas.anotar(f"{archivo}: sumas[{indice}]", f"el campo {clave} no existe; corrija la suma")


def revisar_cobertura(
    formas: Sequence[FormaActa],
    contendientes: Sequence[Contendiente],
    distritos: Sequence[int],
    problemas: Problemas,
) -> None:
    """Check that each district has a form and that its vote rows are exactly those that contend there.

    A row that does not contend must not be on the form: blank there would be taken for "sin dato".
    """
    for distrito in distritos:
        forma = next((f for f in formas if f.distritos is None or distrito in f.distritos), None)
        if forma is None:
            problemas.anotar(
                "proceso.json: plantillas", f"el distrito {distrito} no tiene plantilla; agréguelo a «distritos»"
            )
            continue
        en_forma = set(forma.de_tipo(TipoCampo.VOTOS))
        en_acta = {c.clave for c in contendientes if c.contiende_en(distrito)}
        archivo = f"{forma.carpeta}/plantilla.json: campos"
        if faltan := sorted(en_acta - en_forma):
            problemas.anotar(
                archivo, f"faltan campos de votos que contienden en el distrito {distrito}: {', '.join(faltan)}"
            )
        if sobran := sorted(en_forma - en_acta):
            problemas.anotar(
                archivo,
                f"hay campos de votos que no contienden en el distrito {distrito}: {', '.join(sobran)}; "
                "quítelos o use otra plantilla en ese distrito",
            )
