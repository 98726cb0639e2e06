"""Pages that people see. They only render; every figure comes and goes through ``/api/v1``."""
