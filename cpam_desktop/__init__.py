"""CPAM Desktop: the native desktop manager for CLIProxyAPI (CPA) servers."""

__version__ = "0.1.0"
