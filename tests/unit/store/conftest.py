from tests.kit.secret_service import no_keyring, secret_service

__all__ = ["no_keyring", "secret_service"]
