"""A desktop scheduler for clinics, on SQLite or PostgreSQL."""

__version__ = "0.1.0"
