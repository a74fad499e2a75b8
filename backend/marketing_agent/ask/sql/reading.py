"""From text to one tree, within bounds that keep the parser cheap whatever the text is."""

import logging
import re

from sqlglot import Dialect, exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from marketing_agent.ask.sql.errors import (
    ConstructRefused,
    EmptySql,
    ManyStatements,
    NotASelect,
    SqlSyntax,
    SqlTooComplex,
    SqlTooLong,
    WriteRefused,
)
from marketing_agent.ask.sql.vocabulary import QUERIES, QUERY_WORDS, WRITE_WORDS

MAX_CHARACTERS = 20_000
MAX_TOKENS = 4_000
MAX_DEPTH = 32
# Subscripts have no use here, and a chain of them takes the parser seconds.
_MAX_BRACKETS = 8
_EXPECTED = re.compile(r"Expecting (\S+)")
_DIALECT = Dialect.get_or_raise("duckdb")
_TOO_DEEP = "The statement is nested too deeply. Split it with WITH."

# The parser warns about text that it reads as a command; such text is refused anyway.
logging.getLogger("sqlglot").setLevel(logging.ERROR)


def read(sql: str) -> exp.Query:
    """The one query in the text; raises a SqlRefused that says what is wrong."""
    if len(sql) > MAX_CHARACTERS:
        raise SqlTooLong(f"The statement is longer than {MAX_CHARACTERS:,} characters.")
    if "\0" in sql:
        raise SqlSyntax("The statement holds a NUL character. Take it out.")
    tokens = _tokens(sql)
    _check_tokens(tokens)
    try:
        found = [tree for tree in _DIALECT.parser().parse(tokens, sql) if tree is not None]
    except RecursionError as error:
        raise SqlTooComplex(_TOO_DEEP) from error
    except (SqlglotError, ValueError, AttributeError, KeyError, TypeError, IndexError) as error:
        raise _unreadable(error) from error
    if len(found) != 1:
        raise ManyStatements("Write one statement at a time.")
    return _query(found[0])


def _tokens(sql: str) -> list[Token]:
    try:
        tokens = _DIALECT.tokenize(sql)
    except (SqlglotError, ValueError, IndexError) as error:
        raise SqlSyntax("The statement cannot be read: a quote or a comment has no end.") from error
    while tokens and tokens[-1].token_type == TokenType.SEMICOLON:
        tokens.pop()
    return tokens


def _check_tokens(tokens: list[Token]) -> None:
    if not tokens:
        raise EmptySql("There is no statement.")
    if len(tokens) > MAX_TOKENS:
        raise SqlTooComplex(f"The statement has more than {MAX_TOKENS:,} words.")
    kinds = [token.token_type for token in tokens]
    if TokenType.SEMICOLON in kinds:
        raise ManyStatements("Write one statement at a time.")
    _check_beginning(tokens)
    if kinds.count(TokenType.L_BRACKET) > _MAX_BRACKETS:
        raise ConstructRefused("Lists and subscripts with [ ] cannot be used here.")
    if _depth(kinds) > MAX_DEPTH:
        raise SqlTooComplex(_TOO_DEEP)


def _check_beginning(tokens: list[Token]) -> None:
    first = next((t for t in tokens if t.token_type != TokenType.L_PAREN), tokens[0])
    word = first.text.upper()
    if word in WRITE_WORDS:
        raise WriteRefused("Only questions can be asked here: nothing is written or changed.")
    if word not in QUERY_WORDS:
        raise NotASelect("Write one SELECT; other statements cannot be run here.")


def _depth(kinds: list[TokenType]) -> int:
    depth = deepest = 0
    for kind in kinds:
        if kind in (TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE, TokenType.CASE):
            depth += 1
            deepest = max(deepest, depth)
        elif kind in (TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE, TokenType.END):
            depth -= 1
    return deepest


def _query(tree: exp.Expr) -> exp.Query:
    while isinstance(tree, exp.Subquery) and not (tree.alias or tree.args.get("with_")):
        tree = tree.this
    if isinstance(tree, QUERIES):
        return tree
    if isinstance(tree, (exp.DML, exp.DDL)):
        raise WriteRefused("Only questions can be asked here: nothing is written or changed.")
    raise NotASelect("Write one SELECT; other statements cannot be run here.")


def _unreadable(error: Exception) -> SqlSyntax:
    """Where the parser stopped, in words, with the place for an editor to mark (from 1)."""
    places = getattr(error, "errors", None)
    if not places:
        return SqlSyntax("The statement cannot be read as SQL.")
    line, end, word = places[0]["line"], places[0]["col"], places[0]["highlight"]
    where = f"near {word[:40]!r} in line {line}"
    missing = _EXPECTED.fullmatch(places[0]["description"])
    why = f", where {missing[1]!r} is missing" if missing else ""
    column = max(1, end - len(word) + 1)
    return SqlSyntax(f"The statement cannot be read {where}{why}.", line=line, column=column)
