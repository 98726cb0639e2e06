"""The drawn acta form: one layout in millimetres, drawn as PDF, PNG and ``plantilla.json``."""
