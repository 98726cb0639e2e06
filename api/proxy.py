"""Whose word is taken for the address of a client: that of the configured proxies and nobody else's.

Behind TLS every request comes from the proxy, and limits by address would stop the whole public after a few reports. A
header that anybody may write cannot be believed from anybody else.
"""

from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware


def detras_de(app: ASGIApp, proxies: str) -> ASGIApp:
    """The application, taking ``X-Forwarded-For`` and ``X-Forwarded-Proto`` from those proxies.

    Args:
        app: the application.
        proxies: addresses or networks separated by commas; empty believes nobody.
    """
    # uvicorn only declares the types of its own protocol
    return ProxyHeadersMiddleware(app, proxies) if proxies else app  # pyright: ignore[reportArgumentType, reportReturnType]
