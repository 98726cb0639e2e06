"""What a rehearsal says of what it published, in one line."""

from collections.abc import Sized


def veredicto(exacto: bool, diferencias: Sized, sin_explicar: Sized) -> str:
    """The line, with the terminal's colours.

    Args:
        exacto: every published total is the true one.
        diferencias: published figures that are not their acta's.
        sin_explicar: those that no slip of the simulated staff accounts for.
    """
    if sin_explicar:
        return f"[bold red]NO es la verdad[/]: {len(sin_explicar)} cifras que nadie tecleó mal"
    if exacto:
        return "[bold green]igual a la verdad[/]"
    personas = f"{len(diferencias)} cifras en que dos personas simuladas se equivocaron igual, o quien decidió"
    return f"[bold yellow]la verdad, menos {personas}[/]"
