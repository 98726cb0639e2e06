"""How each delivery goes through the public API: at once, in pieces that are cut and resumed, or as a batch."""

import asyncio
import io

import pypdfium2

from muestras.simulacro.cliente import Cliente
from muestras.simulacro.guion import Entrega, Via
from muestras.simulacro.verdad import Foto


async def enviar(cliente: Cliente, entrega: Entrega) -> None:
    """Send one delivery; it returns when the server has acknowledged all of it."""
    match entrega.via:
        case Via.DIRECTA:
            (foto,) = entrega.fotos
            contenido = await asyncio.to_thread(foto.archivo.read_bytes)
            await cliente.subir(foto.archivo.name, contenido, _datos(foto))
        case Via.POR_TROZOS:
            await _por_trozos(cliente, entrega.fotos[0])
        case Via.LOTE:
            pdf = await asyncio.to_thread(en_un_pdf, [foto.archivo.read_bytes() for foto in entrega.fotos])
            nombre = f"lote-{entrega.fotos[0].archivo.stem}.pdf"
            await cliente.subir(nombre, pdf, _datos(entrega.fotos[0]))


def _datos(foto: Foto) -> dict[str, str]:
    return {"origen": foto.origen, "digitalizacion": foto.digitalizacion}


async def _por_trozos(cliente: Cliente, foto: Foto) -> None:
    """Half the photo, as if the signal were lost; then ask where it was and send the rest."""
    contenido = await asyncio.to_thread(foto.archivo.read_bytes)
    ruta = f"/api/v1/cargas/{foto.sha256}"
    declarada = {"sha256": foto.sha256, "bytes": len(contenido), "nombre": foto.archivo.name, **_datos(foto)}
    await cliente.pedir("POST", "/api/v1/cargas", nombre="abrir carga", json=declarada)
    await _trozo(cliente, ruta, contenido[: len(contenido) // 2], 0)
    abierta = (await cliente.pedir("POST", "/api/v1/cargas", nombre="abrir carga", json=declarada)).json()
    desde = abierta["recibidos"]
    while desde < len(contenido):
        trozo = contenido[desde : desde + abierta["trozo_maximo"]]
        desde = await _trozo(cliente, ruta, trozo, desde)
    await cliente.pedir("POST", f"{ruta}/fin", nombre="subir por trozos", json={})


async def _trozo(cliente: Cliente, ruta: str, trozo: bytes, desde: int) -> int:
    """Send one piece and return the offset that is safe; one already written (409) answers with it too."""
    respuesta = await cliente.pedir(
        "PATCH", ruta, nombre="trozo", aceptar=(200, 409), content=trozo, headers={"Upload-Offset": str(desde)}
    )
    if respuesta.status_code == 409:
        return (await cliente.pedir("GET", ruta, nombre="trozo")).json()["recibidos"]
    return respuesta.json()["recibidos"]


def en_un_pdf(fotos: list[bytes]) -> bytes:
    """A PDF of one page an acta, each JPEG as it is: the server takes it out untouched."""
    pdf = pypdfium2.PdfDocument.new()
    for foto in fotos:
        imagen = pypdfium2.PdfImage.new(pdf)
        imagen.load_jpeg(io.BytesIO(foto), inline=True)
        ancho, alto = imagen.get_px_size()
        imagen.set_matrix(pypdfium2.PdfMatrix().scale(ancho, alto))
        pagina = pdf.new_page(ancho, alto)
        pagina.insert_obj(imagen)
        pagina.gen_content()
    salida = io.BytesIO()
    pdf.save(salida)
    return salida.getvalue()
