from tests.kit.history import database

__all__ = ["database"]
