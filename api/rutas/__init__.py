"""The programmable interface under ``/api/v1``. Thin: parse → use case → answer."""
