"""Cuts: the official database, the results site and their verification."""
