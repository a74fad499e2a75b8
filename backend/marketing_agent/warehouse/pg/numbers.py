"""How PostgreSQL's numbers become Python's."""

from decimal import Decimal

from psycopg.adapt import Loader


class WholeNumbers(Loader):
    """Sums of whole numbers come as `numeric` without digits: they are whole numbers here too."""

    def load(self, data: bytes | bytearray | memoryview) -> int | Decimal:
        text = bytes(data).decode()
        return int(text) if text.lstrip("-").isdigit() else Decimal(text)
