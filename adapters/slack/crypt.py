"""What is written to the database so that nobody reads it there: tokens, sealed with ENCRYPTION_KEY."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from bot.errors import StoreError


class Vault:
    """Seals with the first key, opens with any: a new key goes first, and the old ones stay until all is resealed."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Each key is 32 bytes in URL-safe base64."""
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self.has_old_keys = len(keys) > 1

    def seal(self, secret: str) -> str:
        return self._fernet.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return what was sealed. Raises ``StoreError`` where no key fits."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            raise StoreError(
                "ENCRYPTION_KEY does not fit the Slack tokens in the database:"
                " add the key that they were written with, after a comma, or install the app again"
            ) from None


class Sealed(TypeDecorator[str]):
    """A column that holds what it holds sealed."""

    impl = Text
    cache_ok = True

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self.vault = vault

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value if value is None else self.vault.seal(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return value if value is None else self.vault.open(value)
