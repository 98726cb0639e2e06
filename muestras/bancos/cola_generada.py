"""A database of the size of a country in the middle of its night, made by the engine itself in a minute.

Only what the queue looks at is true: states, times, turns and who captured what. Figures and images are not.
"""

from datetime import datetime

from sqlalchemy import Connection, Engine, insert, text

from verificacion.bd.tablas import Forma, ProcesoAbierto

CAMPOS = [f"CAMPO_{n}" for n in range(1, 24)]
"""As many as a real acta of 18 vote rows."""
ESPERAN = 0.12
"""Of the actas: an acute backlog, 20,400 of 170,000."""
FIRMES = 0.70
POR_DISTRITO = 566  # 170,000 actas over 300 districts


def generar(engine: Engine, actas: int, personas: int, apertura: datetime) -> None:
    """Fill a migrated, empty database: ``FIRMES`` verified by two people each, ``ESPERAN`` waiting, the rest expected.

    Of those that wait one in fifty has one capture; of the verified, one in two hundred is a discrepancy instead.
    """
    firmes, llegadas = round(actas * FIRMES), round(actas * (FIRMES + ESPERAN))
    with engine.begin() as con:
        numeros = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :n)"
        con.execute(text("CREATE TEMPORARY TABLE numeros (i integer)"))
        con.execute(text(f"INSERT INTO numeros {numeros} SELECT i FROM n"), {"n": max(actas, personas)})
        _elecciones(con, apertura)
        hora = _hora(con)
        valores = {"actas": actas, "firmes": firmes, "llegadas": llegadas, "personas": personas, "cero": apertura}
        for orden in (*_gente(hora), *_actas(hora), *_capturas(hora)):
            con.execute(text(orden), {k: v for k, v in valores.items() if f":{k}" in orden})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as con:
        con.exec_driver_sql("ANALYZE")


def _hora(con: Connection) -> str:
    """SQL of the moment ``i`` quarters of a second after the opening."""
    if con.dialect.name == "sqlite":
        return "strftime('%Y-%m-%d %H:%M:%f000', :cero, '+' || (i * 0.25) || ' seconds')"
    return "cast(:cero as timestamptz) + i * interval '0.25 seconds'"


def _elecciones(con: Connection, apertura: datetime) -> None:
    con.execute(insert(Forma).values(clave="forma", campos=CAMPOS))
    con.execute(
        insert(ProcesoAbierto).values(
            id=1,
            clave="banco",
            huella="0" * 64,
            politica="doble_ciega",
            apertura=apertura,
            abierto_en=apertura,
            control={},
        )
    )


def _gente(hora: str) -> tuple[str, ...]:
    return (
        f"""INSERT INTO usuarios (id, usuario, contrasena, roles, creado_en)
        SELECT i, 'persona ' || i, '!', 'capturista', {hora} FROM numeros WHERE i <= :personas""",
    )


def _actas(hora: str) -> tuple[str, ...]:
    return (
        f"""INSERT INTO imagenes (id, sha256, original_sha256, nombre, mime, bytes, origen, digitalizacion, acopio_en,
        recibida_en) SELECT i, 'imagen ' || i, 'imagen ' || i, 'acta', 'image/jpeg', 1, 'CASILLA', 'MOVIL', {hora},
        {hora} FROM numeros WHERE i <= :llegadas""",
        f"""INSERT INTO lecturas (imagen_id, campos, calidad, ms, error, hecha_en)
        SELECT i, '{{}}', '{{}}', '{{}}', 'hoja_no_encontrada', {hora} FROM numeros WHERE i <= :llegadas""",
        f"""INSERT INTO actas (id, clave, distrito, forma, estado, en_supervision, imagen_id, digitalizada_en, cotejada)
        SELECT i, substr(cast(1000000 + i as varchar(7)), 2) || 'B01003', 1 + i / {POR_DISTRITO}, 'forma',
        CASE WHEN i > :llegadas THEN 'esperada' WHEN i > :firmes THEN
        CASE WHEN i % 50 = 0 THEN 'capturada' ELSE 'digitalizada' END
        WHEN i % 200 = 0 THEN 'discrepante' ELSE 'verificada' END,
        false, CASE WHEN i <= :llegadas THEN i END, CASE WHEN i <= :llegadas THEN {hora} END, 0
        FROM numeros WHERE i <= :actas""",
        f"""INSERT INTO identificaciones (imagen_id, acta_id, hecha_en)
        SELECT i, i, {hora} FROM numeros WHERE i <= :llegadas""",
    )


def _capturas(hora: str) -> tuple[str, ...]:
    sentencias: list[str] = []
    for vez in (1, 2):
        quien = f"1 + (i + {vez}) % :personas"
        cuales = "(i <= :firmes OR (i <= :llegadas AND i % 50 = 0))" if vez == 1 else "i <= :firmes"
        sentencias.append(
            f"""INSERT INTO turnos (id, tipo, acta_id, imagen_id, usuario_id, terminal, destino, dado_en, vence_en,
            cerrado_en, respuesta, resultado) SELECT 't{vez}-' || i, 'captura', i, i, {quien}, 'terminal ' || ({quien}),
            'acta', {hora}, {hora}, {hora}, 'x', 'capturada' FROM numeros WHERE {cuales}"""
        )
        sentencias.append(
            f"""INSERT INTO capturas (acta_id, usuario_id, turno_id, cifras, hecha_en)
            SELECT i, {quien}, 't{vez}-' || i, '{{}}', {hora} FROM numeros WHERE {cuales}"""
        )
    return tuple(sentencias)
