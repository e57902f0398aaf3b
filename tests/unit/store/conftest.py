from tests.kit.history import database
from tests.kit.secret_service import no_keyring, secret_service

__all__ = ["database", "no_keyring", "secret_service"]
