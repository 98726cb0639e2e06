"""Generated material: forms, handwriting, photographs with known truth, and the drill that uses them."""
