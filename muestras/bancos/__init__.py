"""Banks of actas with known truth on which the reader is measured. Nothing here trains or tunes anything."""
