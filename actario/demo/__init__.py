"""The demonstration: an election night of a sample election, from photos to published results."""
