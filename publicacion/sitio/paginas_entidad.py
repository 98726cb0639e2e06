"""Pages that tell the cut: the results of the entity and of each district, the night, statistics and downloads."""

from collections.abc import Mapping
from typing import Any

from publicacion.corte import Corte, carpetas, leer_corte
from publicacion.disposicion import disposicion_de
from publicacion.sitio import estadistica, serie, vista
from publicacion.sitio.entorno import Paginas
from publicacion.sitio.mapa import dibujar
from publicacion.sitio.vista import Informe
from verificacion.dominio.agregacion import Resultado
from verificacion.dominio.eleccion import ParteSitio, Proceso, Resguardo


class PaginasDeCorte:
    """The pages of one cut."""

    def __init__(
        self, resultado: Resultado, proceso: Proceso, corte: Corte, paginas: Paginas, comun: Mapping[str, Any]
    ):
        self._resultado = resultado
        self._proceso = proceso
        self._corte = corte
        self._paginas = paginas
        self._comun = comun
        self._plazas = {informe: vista.plazas(resultado, proceso, informe) for informe in Informe}
        self._secciones = _secciones_por_distrito(resultado)

    def escribir(self, imagenes: Mapping[str, str]) -> None:
        """Every page of the cut. The index goes last, so a reader never meets a link to a page that is not there."""
        for i, distrito in enumerate(self._resultado.distritos):
            self._distrito(i, distrito)
        self._casillas()
        if self._tiene(ParteSitio.AVANCE):
            self._avance()
        if self._tiene(ParteSitio.COMPARAR):
            self._comparar()
        if self._tiene(ParteSitio.ESTADISTICA):
            self._estadistica(imagenes)
        self._base_de_datos()
        self._prueba()
        self._paginas.escribir("ayuda.html", "ayuda.html", self._comun)
        if self._tiene(ParteSitio.PARTIDOS):
            self._informe("partidos.html", "partidos.html", Informe.PARTIDOS)
        self._informe("index.html", "inicio.html", Informe.CANDIDATURAS)

    def _tiene(self, parte: ParteSitio) -> bool:
        return parte not in self._proceso.sitio_omite

    def _informe(self, relativo: str, plantilla: str, informe: Informe) -> None:
        plazas = self._plazas[informe]
        entidad = self._resultado.entidad
        self._paginas.escribir(
            relativo,
            plantilla,
            self._comun,
            informe=informe.value,
            ambito=entidad,
            renglones=vista.renglones(entidad, self._proceso, informe),
            encabezan=vista.encabezan(plazas),
            plazas=plazas,
            por_distrito={p.distrito: p for p in plazas},
            mapa=dibujar(self._proceso),
        )

    def _distrito(self, lugar: int, distrito: int) -> None:
        ambito, proceso = self._resultado.distritos[distrito], self._proceso
        self._paginas.escribir(
            f"distritos/{distrito}.html",
            "distrito.html",
            self._comun,
            plaza=self._plazas[Informe.CANDIDATURAS][lugar],
            partidos=self._plazas[Informe.PARTIDOS][lugar].renglones,
            ambito=ambito,
            cifras=ambito.encabezado(ultimo_corte=self._corte.ultimo),
            repartos=vista.repartos_de(ambito, proceso, distrito),
            tipos=estadistica.por_tipo(ambito.actas),
            ubicaciones=estadistica.por_ubicacion(ambito.actas),
            secciones=self._secciones[distrito],
            mapa=dibujar(proceso),
        )

    def _casillas(self) -> None:
        self._paginas.escribir(
            "casillas.html",
            "casillas.html",
            self._comun,
            secciones=self._secciones,
            plazas=self._plazas[Informe.CANDIDATURAS],
        )

    def _avance(self) -> None:
        puntos = serie.leer_serie(self._corte, Informe.CANDIDATURAS)
        self._paginas.escribir(
            "avance.html",
            "avance.html",
            self._comun,
            grafica=serie.graficar(puntos, self._proceso),
            medidas=serie,
            horas=serie.por_hora(puntos, self._proceso, self._corte.encabezado.actas_esperadas),
            claves=serie.principales(puntos, self._proceso)[: serie.MAX_LINEAS],
        )

    def _comparar(self) -> None:
        entidad = self._resultado.entidad
        self._paginas.escribir(
            "comparar.html",
            "comparar.html",
            self._comun,
            plazas=self._plazas[Informe.CANDIDATURAS],
            opciones=[r for r in vista.renglones(entidad, self._proceso, Informe.CANDIDATURAS) if r.es_opcion],
        )

    def _estadistica(self, imagenes: Mapping[str, str]) -> None:
        actas = self._resultado.entidad.actas
        fuera = [a.registro for a in actas if a.registro.acta is None]
        self._paginas.escribir(
            "estadistica.html",
            "estadistica.html",
            self._comun,
            ubicaciones=estadistica.por_ubicacion(actas),
            tipos=estadistica.por_tipo(actas),
            incidencias=estadistica.incidencias(actas, self._proceso),
            origenes=estadistica.por_origen(actas),
            plazas=self._plazas[Informe.CANDIDATURAS],
            fuera=[(r, imagenes.get((r.imagen.sha256 if r.imagen else None) or "")) for r in fuera],
        )

    def _base_de_datos(self) -> None:
        cortes = [leer_corte(c) for c in carpetas(self._corte.carpeta.parent.parent)]
        self._paginas.escribir(
            "base-de-datos.html",
            "base_de_datos.html",
            self._comun,
            cortes=[c for c in reversed(cortes) if c.numero <= self._corte.numero],
            integridad=disposicion_de(self._proceso.formato).integridad,
            cubre=self._proceso.resguardo is Resguardo.CUBRIR,
        )

    def _prueba(self) -> None:
        self._paginas.escribir("prueba.html", "prueba.html", self._comun, llave=self._corte.llave)


def _secciones_por_distrito(resultado: Resultado) -> dict[int, list[tuple[int, int, int]]]:
    """District → its sections with captured and expected actas."""
    secciones: dict[int, list[tuple[int, int, int]]] = {d: [] for d in resultado.distritos}
    for (distrito, seccion), ambito in resultado.secciones.items():
        secciones[distrito].append((seccion, ambito.capturadas, len(ambito.actas)))
    return secciones
