"""Django's SQLite back end for processes with many threads; see ``base``."""
