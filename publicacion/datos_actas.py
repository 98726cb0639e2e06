"""The actas of a cut as JSON: one file per district, from section to casilla to figures, and the index of images."""

from collections.abc import Iterable, Sequence

from publicacion.json_rapido import LOGICO, Cifras, Textos, compacto, hora
from verificacion.dominio.agregacion import ActaEvaluada, Ambito, Resultado
from verificacion.dominio.eleccion import ActaEsperada, Proceso, TipoCampo
from verificacion.dominio.inconsistencia import Observacion, esta_capturada, imprimir
from verificacion.dominio.registro import ImagenPublicable

CANTIDADES = (TipoCampo.SOBRANTES, TipoCampo.PERSONAS, TipoCampo.REPRESENTANTES, TipoCampo.SACADOS)
"""Captured quantities that are shown. The written total stays in the downloadable database only (Anexo 13, 30)."""


class Fichas:
    """Writes the actas of one election. What they share is written once: a country has 170,000."""

    def __init__(self, resultado: Resultado, proceso: Proceso):
        self._resultado = resultado
        self._proceso = proceso
        self._cifras = Cifras()
        self._textos = Textos()
        self._observaciones: dict[frozenset[Observacion], str] = {}

    def distrito(self, distrito: int, actas: Sequence[ActaEvaluada]) -> bytes:
        """The file of a district: its sections, each with its sums and its actas.

        ``votos`` names the vote rows of the district's actas, in the order of the acta; every ``votos`` list below is
        aligned with it. Sums of a section leave RP actas out, as the district does.
        """
        primera = actas[0].registro.acta
        forma = self._proceso.forma_de(primera) if primera is not None else None
        campos = tuple(forma.de_tipo(t)[0] for t in CANTIDADES) if forma is not None else ()
        secciones: dict[int, list[str]] = {}
        for evaluada in actas:
            if (acta := evaluada.registro.acta) is not None:
                fichas = secciones.setdefault(acta.casilla.clave.seccion, [])
                fichas.append(self._ficha(evaluada, acta, campos))
        cabeza = {
            "distrito": distrito,
            "nombre": primera.casilla.distrito_nombre if primera is not None else "",
            "votos": self._proceso.votos_en(distrito),
            "cantidades": [t.value for t in CANTIDADES],
        }
        cuerpo = ",".join([self._seccion(distrito, s, fichas) for s, fichas in sorted(secciones.items())])
        return f'{compacto(cabeza)[:-1]},"secciones":[{cuerpo}]}}\n'.encode()

    def imagenes(self, actas: Iterable[ActaEvaluada]) -> bytes:
        """Every image of the database, in its order: which acta it is of (None out of the catalogue) and its hash.

        ``sha256`` is of the file that is published; None while its covered copy waits for a person.
        """
        lineas = [
            f'{{"acta":{_clave(e)},{self._imagen(e.registro.imagen)}}}'
            for e in actas
            if e.registro.imagen is not None and (e.registro.acta is None or esta_capturada(e.registro))
        ]
        return f"[{','.join(lineas)}]\n".encode()

    def _seccion(self, distrito: int, seccion: int, fichas: Sequence[str]) -> str:
        ambito = self._resultado.secciones.get((distrito, seccion))
        if ambito is None:  # a section that only holds an RP acta
            ambito = Ambito((), dict.fromkeys(self._proceso.votos_en(distrito), 0))
        candidaturas = ",".join([f"{self._textos[c]}:{votos}" for c, votos in ambito.candidaturas.items()])
        return (
            f'{{"seccion":{seccion},"esperadas":{len(ambito.actas)},"capturadas":{ambito.capturadas},'
            f'"contabilizadas":{ambito.contabilizadas},"votos":{self._cifras.lista(ambito.votos.values())},'
            f'"candidaturas":{{{candidaturas}}},"actas":[{",".join(fichas)}]}}'
        )

    def _ficha(self, evaluada: ActaEvaluada, acta: ActaEsperada, campos: Sequence[str]) -> str:
        registro, casilla = evaluada.registro, acta.casilla
        clave, textos = casilla.clave, self._textos
        desde, hasta = casilla.apellido_desde, casilla.apellido_hasta
        apellidos = f"[{textos[desde]},{textos[hasta] if hasta is not None else 'null'}]" if desde else "null"
        ficha = (
            f'{{"clave":"{acta.clave}","tipo":"{clave.tipo.value}","numero":{clave.numero},'
            f'"ext_contigua":{clave.ext_contigua},"principio":"{acta.principio.value}",'
            f'"municipio":{textos[casilla.municipio_nombre]},"lista_nominal":{casilla.lista_nominal},'
            f'"representantes":{casilla.representantes},"boletas":{_numero(casilla.boletas)},'
            f'"urbana":{LOGICO[casilla.urbana]},"domicilio":{textos[casilla.domicilio]},'
            f'"apellidos":{apellidos},'
        )
        if not esta_capturada(registro):
            return ficha + '"capturada":false}'
        conteo = registro.conteo
        cantidades = [conteo[c] for c in campos] if conteo is not None else None
        imagen = f"{{{self._imagen(registro.imagen)}}}" if registro.imagen is not None else "null"
        return (
            f'{ficha}"capturada":true,"contabilizada":{LOGICO[evaluada.cuenta]},'
            f'{self._observadas(evaluada.observaciones)},"votos":{self._cifras.lista(evaluada.votos)},'
            f'"total":{_numero(evaluada.total)},'
            f'"cantidades":{self._cifras.lista(cantidades)},"cotejada":{registro.cotejada},'
            f'"capturada_en":{hora(registro.capturada_en)},"verificada_en":{hora(registro.verificada_en)},'
            f'"imagen":{imagen}}}'
        )

    def _observadas(self, observaciones: frozenset[Observacion]) -> str:
        escritas = self._observaciones.get(observaciones)
        if escritas is None:
            impresa = imprimir(observaciones, self._proceso.formato)
            pares = {"observaciones": sorted(o.value for o in observaciones), "observacion": impresa}
            escritas = self._observaciones[observaciones] = compacto(pares)[1:-1]
        return escritas

    def _imagen(self, imagen: ImagenPublicable) -> str:
        sha256 = f'"{imagen.sha256}"' if imagen.sha256 is not None else "null"
        return (
            f'"sha256":{sha256},"origen":"{imagen.origen.value}","digitalizacion":"{imagen.digitalizacion.value}",'
            f'"documento":{self._textos[imagen.tipo_documento]},"acopio_en":{hora(imagen.acopio_en)}'
        )


def _numero(valor: int | None) -> str:
    return str(valor) if valor is not None else "null"


def _clave(evaluada: ActaEvaluada) -> str:
    acta = evaluada.registro.acta
    return f'"{acta.clave}"' if acta is not None else "null"
