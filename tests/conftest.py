from tests.fixtures_bd import engine, nueva_postgresql, plantilla_sqlite, servidor_postgresql, url_bd
from tests.fixtures_s3 import credenciales_s3, deposito_s3, servidor_s3

__all__ = [
    "credenciales_s3",
    "deposito_s3",
    "engine",
    "nueva_postgresql",
    "plantilla_sqlite",
    "servidor_postgresql",
    "servidor_s3",
    "url_bd",
]
