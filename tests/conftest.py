from tests.fixtures_bd import engine, nueva_postgresql, plantilla_sqlite, servidor_postgresql, url_bd

__all__ = ["engine", "nueva_postgresql", "plantilla_sqlite", "servidor_postgresql", "url_bd"]
