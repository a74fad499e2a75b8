"""Why a file cannot be read at all. Each message is one sentence for the person who sent it."""

from marketing_agent.kernel.errors import Invalid


class DecodingError(Invalid):
    """Base of all refusals of a whole file."""

    code = "ingestion.decoding"


class EmptyFile(DecodingError):
    """No header row."""

    code = "ingestion.decoding.empty"


class NotText(DecodingError):
    """A picture, a spreadsheet, an archive or other bytes that are no text."""

    code = "ingestion.decoding.not_text"


class TooWide(DecodingError):
    """More columns, longer cells or longer rows than any export has."""

    code = "ingestion.decoding.too_wide"


class UnclosedQuote(DecodingError):
    """A quoted cell runs to the end of the file."""

    code = "ingestion.decoding.unclosed_quote"
