"""From bytes as received to a clean CSV file, with what was decided on the way."""

from marketing_agent.ingestion.decoding.decode import decode
from marketing_agent.ingestion.decoding.errors import DecodingError
from marketing_agent.ingestion.decoding.schemas import Decoded

__all__ = ["Decoded", "DecodingError", "decode"]
