"""The audit of a database, told to a person: what holds, what does not, where, and how to read it."""

from collections import Counter

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from publicacion.auditoria.auditar import Auditoria
from publicacion.auditoria.renglones import Clase
from publicacion.auditoria.textos import leer_entero

_EJEMPLOS = 5
_MIN_COMPLETO = 0.9
"""Share of the announced actas under which the file is taken for a part of another."""
_CLASES = {
    Clase.CON_CIFRAS: "con cifras o leyendas",
    Clase.VOTOS_OCULTOS: "con observación y sin sus votos",
    Clase.SIN_ACTA: "sin acta",
    Clase.NO_CAPTURADA: "sin capturar",
    Clase.FUERA: "fuera de catálogo",
}
_COMO_LEER = {
    "OBSERVACIONES": "La regla oficial, aplicada a los votos impresos: ninguno legible, TODOS; suma mayor que lista "
    "nominal más representantes acreditados, EXCEDE; alguno sin cifra, ALGÚN.",
    "CONTABILIZADA": "Cuenta (1) el acta con alguna cifra legible y que no excede; no cuenta (0) la que excede, la que "
    "no tiene ninguna y la que no llegó. Aquí cambia el resultado.",
    "TOTAL_VOTOS_CALCULADO": "Es la suma de los votos impresos en el mismo renglón; ilegible y sin dato suman 0.",
    "CLAVE_CASILLA": "Entidad (2), sección (4), tipo (1), número (2) y contigua de extraordinaria (2).",
    "CLAVE_ACTA": "La clave de la casilla más el tipo de acta.",
    "CODIGO_INTEGRIDAD": "Un SHA-256 son 64 dígitos hexadecimales; con otro texto no se puede comprobar la imagen.",
}


def contar(console: Console, auditoria: Auditoria) -> None:
    """Print one audit."""
    base = auditoria.base
    console.print(f"\n[bold]{escape(auditoria.nombre)}[/] · {escape(base.titulo or 'sin título')}")
    separador = {"\t": "tabulador"}.get(base.separador, base.separador)
    console.print(f"[dim]corte {escape(base.corte or 'sin hora')} · {base.codificacion}, separador «{separador}»[/]")
    partes = [f"{n:,} {_CLASES[clase]}" for clase, n in auditoria.clases.items()]
    console.print(f"{auditoria.filas:,} renglones: {', '.join(partes)}.\n")
    _renglones(console, auditoria)
    _encabezado(console, auditoria)
    _diferencias(console, auditoria)
    _avisos(console, auditoria)
    _veredicto(console, auditoria)


def _renglones(console: Console, a: Auditoria) -> None:
    tabla = Table(box=None, pad_edge=False)
    for titulo in ("Recalculado de sus propias cifras", "iguales", "distintos"):
        tabla.add_column(titulo, justify="left" if titulo[0] == "R" else "right")
    for nombre, iguales in (
        ("OBSERVACIONES", a.observacion_igual),
        ("CONTABILIZADA", a.contabilizada_igual),
        ("TOTAL_VOTOS_CALCULADO", a.calculado_igual),
    ):
        distintos = a.filas - iguales
        tabla.add_row(nombre, f"{iguales:,}", f"[bold red]{distintos:,}[/]" if distintos else "0")
    console.print(tabla)


def _encabezado(console: Console, a: Auditoria) -> None:
    if not a.encabezado:
        console.print("\nEl archivo no trae las cifras del encabezado.")
        return
    tabla = Table(box=None, pad_edge=False)
    for titulo, lado in (
        ("\nEncabezado", "left"),
        ("\npublicado", "right"),
        ("\nrecalculado", "right"),
        ("\n", "left"),
    ):
        tabla.add_column(titulo, justify=lado)  # pyright: ignore[reportArgumentType]
    for nombre, cifra in a.encabezado.items():
        marca = "[green]igual[/]" if cifra.igual else "[bold red]NO CUADRA[/]"
        tabla.add_row(nombre, escape(cifra.publicado or "—"), cifra.recalculado or "—", marca)
    console.print(tabla)
    for nombre, cifra in a.encabezado.items():
        if cifra.nota:
            console.print(f"[dim]{nombre}: {cifra.nota}.[/]")
    esperadas = leer_entero(a.encabezado["ACTAS_ESPERADAS"].publicado) if "ACTAS_ESPERADAS" in a.encabezado else None
    if esperadas and a.filas < esperadas * _MIN_COMPLETO:
        console.print(f"[bold]Parece un extracto:[/] anuncia {esperadas:,} actas y trae {a.filas:,} renglones.")


def _diferencias(console: Console, a: Auditoria) -> None:
    por_que = Counter((d.campo, d.que) for d in a.diferencias)
    for (campo, que), cuantas in por_que.most_common():
        console.print(f"\n[bold red]{_cuantos(cuantas, 'renglón')}:[/] [bold]{que}[/] ({escape(campo or 'renglón')})")
        if campo in _COMO_LEER:
            console.print(f"[dim]{_COMO_LEER[campo]}[/]")
        for d in [d for d in a.diferencias if (d.campo, d.que) == (campo, que)][:_EJEMPLOS]:
            debe = f", debe ser «{escape(d.recalculado)}»" if d.recalculado else ""
            console.print(f"  línea {d.linea:,} {escape(d.clave)}: dice «{escape(d.publicado)}»{debe}")
        if cuantas > _EJEMPLOS:
            console.print(f"  … y {cuantas - _EJEMPLOS:,} más (todas con --json)")


def _avisos(console: Console, a: Auditoria) -> None:
    if a.avisos:
        console.print("\n[bold]Conviene saber[/] [dim](no cambia ninguna suma)[/]")
    for aviso in a.avisos:
        lineas = f" Líneas {', '.join(f'{n:,}' for n in aviso.lineas)}…" if aviso.lineas else ""
        console.print(f"  {aviso.cuantas:,} {aviso.texto}.{lineas}")


def _veredicto(console: Console, a: Auditoria) -> None:
    if a.cuadra:
        console.print("\n[bold green]Cuadra.[/] Todo lo que imprime es lo que dan sus propias cifras.")
    else:
        malas = [nombre for nombre, c in a.encabezado.items() if not c.igual]
        renglones = len({d.linea for d in a.diferencias})
        cuanto = f"{_cuantos(len(malas), 'cifra')} del encabezado y {_cuantos(renglones, 'renglón')}"
        console.print(f"\n[bold red]No cuadra:[/] {cuanto}. Compare los renglones señalados con la imagen de su acta.")
    console.print("[dim]Esto comprueba la base contra sí misma; que sus votos sean los del acta se ve en la imagen.[/]")


def _cuantos(cuantos: int, cosa: str) -> str:
    plural = {"renglón": "renglones"}.get(cosa, f"{cosa}s")
    return f"{cuantos:,} {cosa if cuantos == 1 else plural}"
