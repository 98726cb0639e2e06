"""Moments as text. A cut prints more than a million; ``isoformat`` takes twice as long, ``strftime`` eight times."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def iso_utc(momento: datetime) -> str:
    """ISO 8601 in UTC, as ``isoformat`` writes it."""
    m = momento if momento.tzinfo is UTC else momento.astimezone(UTC)
    if m.microsecond:
        return m.isoformat()
    partes = (m.year, m.month, m.day, m.hour, m.minute, m.second)
    return "%04d-%02d-%02dT%02d:%02d:%02d+00:00" % partes  # noqa: UP031, an f-string takes twice as long


def hora_acta(momento: datetime, zona: ZoneInfo) -> str:
    """``dd/mm/aaaa HH:MM:SS`` local, 24 h (LEEME 2024, fields 40 to 42)."""
    m = momento.astimezone(zona)
    partes = (m.day, m.month, m.year, m.hour, m.minute, m.second)
    return "%02d/%02d/%04d %02d:%02d:%02d" % partes  # noqa: UP031
