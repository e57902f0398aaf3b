from tests.kit.history import cli, database

__all__ = ["cli", "database"]
