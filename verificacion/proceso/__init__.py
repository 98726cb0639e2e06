"""The election folder: read and validated once, then frozen domain values."""
