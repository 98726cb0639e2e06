"""``python -m actario``: how the server starts its reading processes."""

import sys

from actario.cli import main

sys.exit(main())
