"""From a straight sheet to a reading with a stated confidence."""
