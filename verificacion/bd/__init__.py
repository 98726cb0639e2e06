"""The database: tables, queue and log. Functions take a ``Session``; nobody commits here."""
