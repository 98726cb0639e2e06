import pytest
from sqlalchemy import Engine

from tests.mesa import Mesa


@pytest.fixture
def mesa(engine: Engine) -> Mesa:
    """The small election, open, on each engine in turn."""
    return Mesa(engine)
