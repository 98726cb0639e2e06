"""Read any published PREP database, ours or not, and recompute what it prints. Knows no election."""
