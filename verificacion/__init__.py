"""The record: rules of the PREP, their database and the use cases of an election night."""
