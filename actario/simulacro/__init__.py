"""A drill on this machine: an installation that can be broken, its staff, and the report of the night."""
