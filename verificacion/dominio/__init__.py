"""The rules of the PREP. Standard library only: no database, no clock, no image."""
