"""Spatial policing resource simulator: compare deployment options before a pilot is paid for."""

__version__ = "0.1.0"
