"""Technical log: structured lines on standard error. Evidence lives in the bitacora, not here.

No names of people and no vote figures at INFO: identifiers only.
"""

import logging
import sys

import structlog


def configurar(*, legible: bool) -> None:
    """Send structlog to standard error, as JSON lines or, on a terminal, as readable ones."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer() if legible else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
