"""Every error a person may meet.

::

    ErrorActario
    ├── DatoInvalido            what came in cannot be used as it is
    │   ├── ClaveInvalida
    │   ├── UsuarioInvalido
    │   ├── ContrasenaDebil
    │   ├── NoCoincide
    │   ├── ConteoInvalido
    │   ├── RemedioInvalido
    │   ├── ProcesoInvalido
    │   ├── PlantillaInvalida          (captura.plantilla)
    │   └── ImagenInvalida             (captura.recepcion) …
    ├── HojaNoEncontrada               (captura.enderezado)
    ├── NoExiste                what was asked for is not there
    ├── NoPermitido             this person may not do this
    │   ├── MismoCapturista
    │   ├── MismaTerminal
    │   ├── MismoCotejador
    │   ├── TurnoAjeno
    │   ├── CambioReservado
    │   ├── CredencialesInvalidas
    │   ├── SegundoFactorPedido
    │   ├── CuentaIncompleta
    │   ├── MismaPersona
    │   └── CuentaBloqueada
    ├── EstadoIncompatible      not in this state
    │   ├── TransicionInvalida
    │   ├── TurnoVencido
    │   ├── TurnoYaUsado
    │   ├── ActaConImagen
    │   ├── OtraEleccion
    │   ├── UsuarioRepetido
    │   ├── PropuestaCerrada
    │   └── ErrorDentroDeLimite
    ├── BitacoraRota            the evidence was altered
    └── InstalacionIncompleta   a model, program or setting is missing

The class knows facts only. ``api`` maps class to HTTP status and ``codigo`` to a Spanish text; the command
line maps class to exit code. A test walks all subclasses.
"""

from datetime import datetime, timedelta
from typing import ClassVar


class ErrorActario(Exception):
    """Base of every error of ours. Facts are attributes; ``codigo`` is stable for ever."""

    codigo: ClassVar[str] = "error"


class DatoInvalido(ErrorActario):
    """What came in cannot be used as it is: correct it and send it again."""

    codigo = "dato_invalido"


class ClaveInvalida(DatoInvalido):
    """A casilla or acta key that does not have the official form."""

    codigo = "clave_invalida"

    def __init__(self, texto: str):
        super().__init__(texto)
        self.texto = texto


class ConteoInvalido(DatoInvalido):
    """Typed figures that do not fit the form: missing or unknown fields, or out of 0..999."""

    codigo = "conteo_invalido"

    def __init__(self, problemas: dict[str, str]):
        super().__init__(", ".join(f"{campo}: {motivo}" for campo, motivo in problemas.items()))
        self.problemas = problemas


class RemedioInvalido(DatoInvalido):
    """A comparison that marks fields says how to mend them, and one that marks none does not."""

    codigo = "remedio_invalido"


class ProcesoInvalido(DatoInvalido):
    """The election folder has faults. ``problemas`` lists all of them: (where, what and remedy)."""

    codigo = "proceso_invalido"

    def __init__(self, carpeta: str, problemas: list[tuple[str, str]]):
        super().__init__(f"{carpeta}: " + "; ".join(f"{donde}: {que}" for donde, que in problemas))
        self.carpeta = carpeta
        self.problemas = problemas


class NoExiste(ErrorActario):
    """The thing asked for is not there."""

    codigo = "no_existe"

    def __init__(self, cosa: str, clave: object):
        super().__init__(f"{cosa} {clave}")
        self.cosa = cosa
        self.clave = str(clave)


class NoPermitido(ErrorActario):
    """This person may not do this."""

    codigo = "no_permitido"


class MismoCapturista(NoPermitido):
    """The same person tried to take part twice in one acta (Anexo 13: the captures are of different people)."""

    codigo = "mismo_capturista"


class MismaTerminal(NoPermitido):
    """Both captures of an acta from one terminal (they are typed in different places, Anexo 13)."""

    codigo = "misma_terminal"


class MismoCotejador(NoPermitido):
    """Whoever rejected what was published does not validate its correction (LEEME of INE 2021, COTEJADA 2)."""

    codigo = "mismo_cotejador"


class TurnoAjeno(NoPermitido):
    """The turn was given to somebody else."""

    codigo = "turno_ajeno"


class CambioReservado(NoPermitido):
    """The acta is verified: changing its image withdraws its figures, and only a supervisor may."""

    codigo = "cambio_reservado"


class EstadoIncompatible(ErrorActario):
    """The act does not fit the present state of the acta."""

    codigo = "estado_incompatible"


class TransicionInvalida(EstadoIncompatible):
    """No such transition from the present state."""

    codigo = "transicion_invalida"

    def __init__(self, estado: str, entrada: str):
        super().__init__(f"{entrada} en {estado}")
        self.estado = estado
        self.entrada = entrada


class TurnoVencido(EstadoIncompatible):
    """The turn expired and the task went back to the queue."""

    codigo = "turno_vencido"


class InstalacionIncompleta(ErrorActario):
    """A model, program or setting that the installation needs is missing."""

    codigo = "instalacion_incompleta"

    def __init__(self, que: str, remedio: str):
        super().__init__(f"{que}: {remedio}")
        self.que = que
        self.remedio = remedio


class TurnoYaUsado(EstadoIncompatible):
    """The turn was already answered, with something else. The first answer stands."""

    codigo = "turno_ya_usado"


class ActaConImagen(EstadoIncompatible):
    """The acta has an image, so it cannot be declared absent."""

    codigo = "acta_con_imagen"

    def __init__(self, clave: str):
        super().__init__(clave)
        self.clave = clave


class OtraEleccion(EstadoIncompatible):
    """The database belongs to another election, or to this one before its folder was changed."""

    codigo = "otra_eleccion"

    def __init__(self, clave: str, huella: str):
        super().__init__(f"{clave} {huella}")
        self.clave = clave
        self.huella = huella


class UsuarioRepetido(EstadoIncompatible):
    """There is already an account with that name."""

    codigo = "usuario_repetido"

    def __init__(self, usuario: str):
        super().__init__(usuario)
        self.usuario = usuario


class ErrorDentroDeLimite(EstadoIncompatible):
    """A person's measured error is not above what the election admits: their work is not typed again."""

    codigo = "error_dentro_de_limite"

    def __init__(self, usuario: str):
        super().__init__(usuario)
        self.usuario = usuario


class CredencialesInvalidas(NoPermitido):
    """Unknown user or wrong password; which of them is not said."""

    codigo = "credenciales_invalidas"


class CuentaBloqueada(NoPermitido):
    """Too many failed log-ins in a row; ``hasta`` is when it opens again (aware UTC)."""

    codigo = "cuenta_bloqueada"

    def __init__(self, hasta: datetime):
        super().__init__(hasta.isoformat())
        self.hasta = hasta


class SegundoFactorPedido(NoPermitido):
    """The password is right; the digits of the second factor are missing."""

    codigo = "segundo_factor_pedido"


class CuentaIncompleta(NoPermitido):
    """Before anything else, this person must change a one-time password or enrol their second factor."""

    codigo = "cuenta_incompleta"


class MismaPersona(NoPermitido):
    """Whoever acts on an account, or confirms what was proposed, is somebody else than its owner or proposer."""

    codigo = "misma_persona"


class UsuarioInvalido(DatoInvalido):
    """A name of account that is not of small letters, digits, dot and hyphen."""

    codigo = "usuario_invalido"

    def __init__(self, usuario: str):
        super().__init__(usuario)
        self.usuario = usuario


class ContrasenaDebil(DatoInvalido):
    """A password too short, too plain, equal to the one before or that carries the name of its account."""

    codigo = "contrasena_debil"

    def __init__(self, minimo: int):
        super().__init__(str(minimo))
        self.minimo = minimo


class NoCoincide(DatoInvalido):
    """The present password, or the digits of the phone, are others. Nothing was changed."""

    codigo = "no_coincide"


class PropuestaCerrada(EstadoIncompatible):
    """Somebody answered the proposal before, or its time passed: it is made again."""

    codigo = "propuesta_cerrada"

    def __init__(self, numero: int):
        super().__init__(str(numero))
        self.numero = numero


class BitacoraRota(ErrorActario):
    """The chain of the log does not hold at entry ``numero``: it was changed, removed or reordered."""

    codigo = "bitacora_rota"

    def __init__(self, numero: int, motivo: str):
        super().__init__(f"{numero}: {motivo}")
        self.numero = numero
        self.motivo = motivo


class CierreNoValido(EstadoIncompatible):
    """The close cannot be moved there. ``vigente`` is the one that stands; ``que`` says why not."""

    codigo = "cierre_no_valido"

    def __init__(self, vigente: datetime, que: str):
        super().__init__(f"{vigente.isoformat()}: {que}")
        self.vigente = vigente
        self.que = que


class DemasiadosReportes(NoPermitido):
    """Too many public reports from one address, or of one acta. ``minutos`` until the next may be sent."""

    codigo = "demasiados_reportes"

    def __init__(self, espera: timedelta):
        super().__init__(str(espera))
        self.minutos = max(1, round(espera.total_seconds() / 60))


class ReporteYaCerrado(EstadoIncompatible):
    """Somebody answered the report before."""

    codigo = "reporte_ya_cerrado"

    def __init__(self, folio: str):
        super().__init__(folio)
        self.folio = folio
