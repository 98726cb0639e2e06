"""Every route with every role and every state of the session, and with the ids of what belongs to somebody else."""

import asyncio
import json
from dataclasses import dataclass, replace
from itertools import cycle

import pytest
from casa_api import PERSONAS, Casa, foto, identidad
from fastapi import FastAPI
from sqlalchemy import update

from api.app import crear_app
from api.permisos import PERSONAL, QUIEN, SOLO_MIRAN, Permiso
from api.tabla_de_roles import ARCHIVO, rutas, tabla
from verificacion.bd.tablas import Usuario
from verificacion.casos import sesiones
from verificacion.casos.sesiones import DURACION, INACTIVIDAD
from verificacion.dominio.registro import ROLES_DE_CUENTA, Pendiente, Rol
from verificacion.dominio.segundo_factor import CON_SEGUNDO_FACTOR

DE_ROL = {rol: usuario for usuario, roles in reversed(PERSONAS.items()) for rol in roles}
CERRADAS = [(metodo, ruta, permiso) for metodo, ruta, permiso in rutas() if permiso is not None]
LECTURA = {"GET", "HEAD"}


@dataclass(frozen=True)
class Respuesta:
    estado: int
    codigo: str


async def pedir(app: FastAPI, metodo: str, ruta: str, galletas: str | None, cuerpo: bytes = b"") -> Respuesta:
    """One request, heard until it begins to be answered: the live board never ends."""
    camino, _, consulta = ruta.partition("?")
    cabeceras = [(b"host", b"prueba"), (b"content-type", b"application/json")]
    if galletas is not None:
        cabeceras.append((b"cookie", galletas.encode()))
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": metodo,
        "scheme": "http",
        "path": camino,
        "raw_path": camino.encode(),
        "query_string": consulta.encode(),
        "headers": cabeceras,
        "client": ("127.0.0.1", 1),
        "server": ("prueba", 80),
    }
    dichos: list[dict[str, object]] = []
    enviados = iter([{"type": "http.request", "body": cuerpo, "more_body": False}])

    async def receive() -> dict[str, object]:
        return next(enviados, {"type": "http.disconnect"})

    async def send(mensaje: dict[str, object]) -> None:
        dichos.append(mensaje)

    await app(scope, receive, send)  # pyright: ignore[reportArgumentType]
    partes = b"".join(m["body"] for m in dichos if m["type"] == "http.response.body" and isinstance(m["body"], bytes))
    es_problema = b"problem+json" in dict(dichos[0]["headers"]).get(b"content-type", b"")  # pyright: ignore
    return Respuesta(dichos[0]["status"], json.loads(partes)["codigo"] if es_problema and partes else "")  # pyright: ignore


def concreta(ruta: str, **valores: str) -> str:
    """A path with its parameters filled in; those not given name nothing that exists."""
    for parametro in ("turno", "sha256", "clave_acta", "folio", "usuario", "numero", "digito", "clave", "lado"):
        nada = {"sha256": "0" * 64, "numero": "99", "digito": "3"}.get(parametro, "nada")
        ruta = ruta.replace("{" + parametro + "}", valores.get(parametro, nada))
    assert "{" not in ruta, ruta
    return ruta


def nueva(casa: Casa, rol: Rol) -> str:
    """The cookies of a session just opened."""
    return galletas(DE_ROL[rol], casa.abrir(DE_ROL[rol]))


def galletas(persona: str, token: str) -> str:
    """What the browser of somebody sends."""
    return f"actario={token}; actario-terminal={identidad(persona)}"


def test_every_role_enters_the_routes_of_the_table_and_no_other(casa: Casa) -> None:
    """``permitidos`` and ``negados`` are the counts of docs/roles.md."""

    async def recorrer() -> tuple[int, int]:
        permitidos = negados = 0
        for rol in ROLES_DE_CUENTA:
            token = nueva(casa, rol)
            for metodo, ruta, permiso in CERRADAS:
                respuesta = await pedir(casa.app, metodo, concreta(ruta), token)
                if rol in QUIEN[permiso]:
                    negada = respuesta.estado == 401 or respuesta.codigo == "rol_insuficiente"
                    assert not negada, (rol, metodo, ruta, respuesta)
                    permitidos += 1
                else:
                    assert respuesta.estado == 403, (rol, metodo, ruta, respuesta)
                    assert metodo == "HEAD" or respuesta.codigo == "rol_insuficiente"
                    negados += 1
                if (metodo, ruta) == ("DELETE", "/api/v1/sesiones"):
                    token = nueva(casa, rol)
        return permitidos, negados

    permitidos, negados = asyncio.run(recorrer())
    assert f"{permitidos} permitidos y {negados} negados" in ARCHIVO.read_text()


@pytest.mark.parametrize(
    "estado", ["sin sesión", "inventada", "vencida", "sin uso", "cerrada", "de otra terminal", "de cuenta suspendida"]
)
def test_no_closed_route_opens_without_a_session_in_force(casa: Casa, estado: str) -> None:
    tokens = {rol: casa.abrir(DE_ROL[rol]) for rol in ROLES_DE_CUENTA}
    presentada: dict[Rol, str | None] = {rol: galletas(DE_ROL[rol], token) for rol, token in tokens.items()}
    match estado:
        case "inventada":
            presentada = {rol: galletas(DE_ROL[rol], "inventada") for rol in ROLES_DE_CUENTA}
        case "vencida":
            casa.reloj.pasar(DURACION.total_seconds())
        case "sin uso":
            casa.reloj.pasar(INACTIVIDAD.total_seconds())
        case "cerrada":
            with casa.sesion() as session:
                for token in tokens.values():
                    sesiones.olvidar(session, token)
        case "de otra terminal":
            presentada = {rol: galletas("otra", token) for rol, token in tokens.items()}
        case "de cuenta suspendida":
            with casa.sesion() as session:
                session.execute(update(Usuario).values(suspendida_en=casa.reloj()))
        case _:
            presentada = dict.fromkeys(ROLES_DE_CUENTA)
    roles = cycle(ROLES_DE_CUENTA)

    async def recorrer() -> None:
        for metodo, ruta, _ in CERRADAS:
            respuesta = await pedir(casa.app, metodo, concreta(ruta), presentada[next(roles)])
            assert respuesta.estado == 401, (metodo, ruta)
            assert metodo == "HEAD" or respuesta.codigo == "sin_sesion"

    asyncio.run(recorrer())


@pytest.mark.parametrize("pendiente", Pendiente)
def test_a_half_made_account_only_reaches_itself(casa: Casa, pendiente: Pendiente) -> None:
    """With a one-time password, or without the second factor where it is asked for."""
    if pendiente is Pendiente.CAMBIAR_CONTRASENA:
        with casa.sesion() as session:
            session.execute(update(Usuario).values(temporal=True))
        app, roles = casa.app, PERSONAL
    else:
        app, roles = crear_app(replace(casa.contexto, segundo_factor=True)), CON_SEGUNDO_FACTOR

    async def recorrer() -> None:
        for rol in roles:
            sesion = nueva(casa, rol)
            for metodo, ruta, permiso in CERRADAS:
                if permiso is not Permiso.PROPIA_CUENTA and metodo != "HEAD":
                    respuesta = await pedir(app, metodo, concreta(ruta), sesion)
                    assert respuesta.codigo == "cuenta_incompleta", (rol, metodo, ruta)
        for rol in PERSONAL - roles:
            assert (await pedir(app, "GET", "/", nueva(casa, rol))).estado == 200

    asyncio.run(recorrer())


def test_whoever_only_looks_has_no_route_that_writes() -> None:
    escrituras = {(m, r) for m, r, p in CERRADAS if m not in LECTURA and QUIEN[p] & SOLO_MIRAN}
    propias = {(m, r) for m, r, p in CERRADAS if p is Permiso.PROPIA_CUENTA}
    assert escrituras <= propias
    assert SOLO_MIRAN < PERSONAL


def test_nobody_touches_the_task_of_another_person(casa: Casa) -> None:
    casa.leida(foto(1), "100001B01003", hoja=foto(11))
    turno = casa.de("captura1").post("/api/v1/tareas", json={"tipo": "captura"}).json()["turno"]
    cifras = {"campos": casa.conteo("100001B01003")}
    cuerpos = {
        "captura": cifras,
        "resolucion": cifras,
        "declaracion": {"declaracion": "imagen_equivocada", "motivo": "no se ve"},
        "identificacion": {"clave_acta": None},
        "borrador": {"campos": {}},
        "cotejo": {"campos": []},
    }

    async def recorrer() -> int:
        ajenas = 0
        for metodo, ruta, permiso in CERRADAS:
            if "{turno}" not in ruta:
                continue
            cuerpo = json.dumps(cuerpos.get(ruta.rpartition("/")[2], {})).encode()
            for rol in ROLES_DE_CUENTA:
                persona = "captura2" if rol is Rol.CAPTURISTA else DE_ROL[rol]
                sesion = galletas(persona, casa.tokens[persona])
                respuesta = await pedir(casa.app, metodo, concreta(ruta, turno=turno), sesion, cuerpo)
                negativas = {"turno_ajeno", "no_existe"} if rol in QUIEN[permiso] else {"rol_insuficiente"}
                assert respuesta.codigo in negativas, (
                    rol,
                    metodo,
                    ruta,
                    respuesta,
                )
                ajenas += 1
        return ajenas

    assert asyncio.run(recorrer()) >= 8 * len(ROLES_DE_CUENTA)


def test_nobody_sees_the_image_of_a_turn_that_is_not_theirs(casa: Casa) -> None:
    sha256 = casa.leida(foto(1), "100001B01003", hoja=foto(11))
    casa.de("captura1").post("/api/v1/tareas", json={"tipo": "captura"})

    async def recorrer() -> None:
        for metodo, ruta, permiso in CERRADAS:
            if permiso is not Permiso.VER_IMAGEN_DE_TURNO:
                continue
            for rol in QUIEN[permiso] - QUIEN[Permiso.VER_TODA_IMAGEN]:
                persona = "captura2" if rol is Rol.CAPTURISTA else DE_ROL[rol]
                sesion = galletas(persona, casa.tokens[persona])
                assert (await pedir(casa.app, metodo, concreta(ruta, sha256=sha256), sesion)).codigo == "imagen_ajena"

    asyncio.run(recorrer())


def test_nobody_goes_on_with_the_upload_of_another_person(casa: Casa) -> None:
    declarada = {"sha256": "a" * 64, "bytes": 10, "nombre": "a.jpg", "origen": "CATD", "digitalizacion": "ESCANER"}
    assert casa.de("digitalizadora").post("/api/v1/cargas", json=declarada).status_code == 201

    async def recorrer() -> None:
        for metodo, ruta, permiso in CERRADAS:
            if not ruta.startswith("/api/v1/cargas/{sha256}"):
                continue
            for rol in QUIEN[permiso] - {Rol.DIGITALIZADOR}:
                token = galletas(DE_ROL[rol], casa.tokens[DE_ROL[rol]])
                respuesta = await pedir(casa.app, metodo, concreta(ruta, sha256="a" * 64), token, b"{}")
                assert respuesta.estado in (404, 422), (metodo, ruta, respuesta)

    asyncio.run(recorrer())
    assert casa.de("digitalizadora").get(f"/api/v1/cargas/{'a' * 64}").json()["recibidos"] == 0


def test_the_table_of_the_documents_is_the_one_of_the_program() -> None:
    assert ARCHIVO.read_text() == tabla(), "ejecute make roles"
