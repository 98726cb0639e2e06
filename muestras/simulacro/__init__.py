"""The drill: a whole night through the public HTTP API of a running installation, with known truth."""
