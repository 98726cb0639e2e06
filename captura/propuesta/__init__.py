"""From an authority's blank form to a proposal of its plantilla: boxes, rows, sums, label and personal data."""
