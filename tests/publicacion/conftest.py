"""A small election and a night of it: every kind of row that the database can hold."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from verificacion.dominio.claves import ClaveActa
from verificacion.dominio.conteo import Cifra, Leyenda
from verificacion.dominio.eleccion import Proceso
from verificacion.dominio.registro import (
    CausaSinActa,
    Digitalizacion,
    EstadoActa,
    ImagenPublicable,
    Origen,
    RegistroActa,
)
from verificacion.proceso import cargar_proceso

MINI = Path(__file__).parents[1] / "procesos" / "mini"
AHORA = datetime(2021, 6, 7, 3, 15, tzinfo=UTC)
JPEG = b"\xff\xd8\xff\xe0"


@dataclass(frozen=True)
class Noche:
    """Records of a cut and the store of its images."""

    registros: tuple[RegistroActa, ...]
    imagenes: Mapping[str, bytes]

    def leer(self, sha256: str) -> bytes:
        return self.imagenes[sha256]


@pytest.fixture
def ahora() -> datetime:
    return AHORA


@pytest.fixture
def proceso() -> Proceso:
    return cargar_proceso(MINI)


@pytest.fixture
def conteo(proceso: Proceso) -> Callable[..., dict[str, Cifra]]:
    """Figures of an acta: the votes given, 0 in the rest, and the quantities that go with them."""

    def hacer(clave: str, **votos: Cifra) -> dict[str, Cifra]:
        acta = proceso.por_clave[ClaveActa.de_texto(clave)]
        forma = proceso.forma_de(acta)
        cifras: dict[str, Cifra] = dict.fromkeys(forma.claves, 0)
        total = sum(v for v in votos.values() if isinstance(v, int))
        cifras |= {"TOTAL": total, "SACADOS": total, "PERSONAS": total, "SOBRANTES": 100, "REPRESENTANTES": 2}
        return cifras | votos

    return hacer


@pytest.fixture
def noche(proceso: Proceso, conteo: Callable[..., dict[str, Cifra]]) -> Noche:
    imagenes: dict[str, bytes] = {}

    def imagen(texto: str) -> ImagenPublicable:
        contenido = JPEG + texto.encode()
        sha256 = hashlib.sha256(contenido).hexdigest()
        imagenes[sha256] = contenido
        return ImagenPublicable(
            sha256, Origen.CASILLA, Digitalizacion.MOVIL, datetime(2021, 6, 7, 1, 40, 30, tzinfo=UTC)
        )

    def verificada(clave: str, **votos: Cifra) -> RegistroActa:
        return RegistroActa(
            acta=proceso.por_clave[ClaveActa.de_texto(clave)],
            estado=EstadoActa.VERIFICADA,
            conteo=conteo(clave, **votos),
            imagen=imagen(clave),
            capturada_en=datetime(2021, 6, 7, 2, 0, 5, tzinfo=UTC),
            verificada_en=datetime(2021, 6, 7, 2, 4, 9, tzinfo=UTC),
        )

    por_clave = {
        "100001B01003": verificada(
            "100001B01003", PAN=80, PRI=60, PRD=5, MORENA=120, PT=8, C_PAN_PRI_PRD=20, C_PAN_PRI=7, C_MORENA_PT=9
        ),
        "100001C01003": verificada("100001C01003", PAN=70, PRI=66, MORENA=130, C_PRI_PRD=Leyenda.SIN_DATO, NULOS=6),
        "100002B01003": verificada("100002B01003", PAN=400, MORENA=380, MC=Leyenda.ILEGIBLE),
        "100002S01003EMR": verificada("100002S01003EMR", PAN=10, MORENA=15),
        "100002S01003ERP": verificada("100002S01003ERP", PAN=4, MORENA=6, C_PAN_PRI=1),
        "100010B01003": verificada("100010B01003", CAND_IND_1=90, MORENA=88, PAN=50),
        "100010E01003": RegistroActa(
            acta=proceso.por_clave[ClaveActa.de_texto("100010E01003")],
            estado=EstadoActa.SIN_ACTA,
            causa=CausaSinActa.CASILLA_NO_INSTALADA,
        ),
    }
    registros = tuple(
        por_clave.get(str(acta.clave), RegistroActa(acta=acta, estado=EstadoActa.ESPERADA)) for acta in proceso.actas
    )
    fuera = RegistroActa(acta=None, estado=EstadoActa.DIGITALIZADA, imagen=imagen("fuera"))
    return Noche((*registros, fuera), imagenes)
