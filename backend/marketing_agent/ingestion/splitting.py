"""Telling the files of several stores apart: folders, currency, order names, figures.

Folder names are hints and never proof: `sales` and `2024` are parts of one store, and folders side
by side are several stores only when their files say so or hold the same kinds of things.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

from marketing_agent.ingestion.formats.vocabulary import vocabulary
from marketing_agent.ingestion.kinship import Kin, Verdict, by_orders, by_reports
from marketing_agent.ingestion.marks import Marks, together
from marketing_agent.ingestion.schemas import StoreGuess

_WORDS = re.compile(r"[^\W\d_]+")
_CATEGORIES = """
    acquisition behavior behaviour customers customer finances finance fraud inventory marketing
    orders order profit retail sales products product discounts payments payouts transactions
    shopify klaviyo meta facebook instagram google tiktok pinterest ga ads ad analytics email
    emails sms flows campaigns exports export reports report raw data files csv zip backup
    archive old new copy part batch all misc other downloads upload uploads admin
"""
_PERIODS = """
    q h fy ytd year years month months week weeks day days half quarter first second third fourth
    last this from to until and by over the of jan feb mar apr may jun jul aug sep sept oct nov
    dec january february march april june july august september october november december
"""
_PARTS = frozenset(_WORDS.findall(_CATEGORIES + _PERIODS))


@dataclass(frozen=True)
class _Group:
    """Files that belong together, as far as is known."""

    name: str
    files: tuple[str, ...]
    marks: Marks
    folder: bool = False
    """A folder with a name of its own, neither category nor period."""
    shaped: bool = False
    """The folder holds folders of categories, as a whole store does."""


def find_stores(names: Iterable[str], marks: Mapping[str, Marks]) -> list[StoreGuess]:
    """The stores of a set of files, by name and marks; fewer than two means one store."""
    groups = _merged(_parts(list(names), marks), _relation)
    reasons = _reasons(groups)
    stores = [(groups[place], reason) for place, reason in sorted(reasons.items())]
    titles = _distinct([group.name for group, _ in stores])
    return [
        guess(title, group.files, group.marks, reason)
        for title, (group, reason) in zip(titles, stores, strict=True)
    ]


def guess(name: str, files: Iterable[str], marks: Marks, reason: str) -> StoreGuess:
    """A store as it is shown."""
    currencies = marks.currencies or marks.hints
    return StoreGuess(
        name=name,
        files=list(files),
        currency=next(iter(currencies)) if len(currencies) == 1 else None,
        order_prefix=", ".join(sorted(marks.styles)) if marks.styles else None,
        reason=reason,
    )


def folder_of(names: Sequence[str], default: str) -> str:
    """The folder that all the names lie in, for a store's name."""
    shared = _shared_folders(names)
    return _shown(shared[-1]) if shared else default


def _reasons(groups: list[_Group]) -> dict[int, str]:
    """Place of each group that is surely another store than some other, and why."""
    reasons: dict[int, str] = {}
    for one, other in combinations(range(len(groups)), 2):
        verdict = _relation(groups[one], groups[other])
        if verdict.kin is Kin.different:
            reasons.setdefault(one, verdict.reason)
            reasons.setdefault(other, verdict.reason)
    return reasons


def _distinct(titles: Sequence[str]) -> list[str]:
    """The titles, with numbers where some are equal."""
    return [
        title if titles.count(title) == 1 else f"{title} {titles[: place + 1].count(title)}"
        for place, title in enumerate(titles)
    ]


def _relation(one: _Group, other: _Group) -> Verdict:
    orders = by_orders(one.marks, other.marks)
    reports = by_reports(one.marks, other.marks)
    shared = one.marks.orders.keys() & other.marks.orders.keys()
    if orders.kin is Kin.different or (orders.kin is Kin.same and shared):
        return orders
    if one.folder and other.folder and reports.kin is Kin.different:
        return reports
    if Kin.same in (orders.kin, reports.kin):
        return Verdict(Kin.same)
    return _side_by_side(one, other)


def _side_by_side(one: _Group, other: _Group) -> Verdict:
    if not (one.folder and other.folder):
        return Verdict(Kin.unknown)
    if one.marks.kinds & other.marks.kinds or (one.shaped and other.shaped):
        return Verdict(Kin.different, "Folders side by side hold the same kinds of files.")
    return Verdict(Kin.unknown)


def _merged(groups: list[_Group], relation: Callable[[_Group, _Group], Verdict]) -> list[_Group]:
    """Joins groups of one store until no two are left."""
    found: list[_Group] = []
    for group in groups:
        place = next(
            (i for i, one in enumerate(found) if relation(one, group).kin is Kin.same), None
        )
        if place is None:
            found.append(group)
        else:
            found[place] = _joined(found[place], group)
    return found if len(found) == len(groups) else _merged(found, relation)


def _joined(one: _Group, other: _Group) -> _Group:
    named = one if one.folder or not other.folder else other
    return replace(
        named,
        files=one.files + other.files,
        marks=together((one.marks, other.marks)),
        shaped=one.shaped or other.shaped,
    )


def _parts(names: list[str], marks: Mapping[str, Marks]) -> list[_Group]:
    """Groups by folder, and within a folder by what its orders say."""
    depth = len(_shared_folders(list(marks)))
    units: dict[str, list[str]] = {}
    for name in names:
        units.setdefault(_unit(name, depth), []).append(name)
    default = folder_of(list(marks), "Store")
    return [
        part
        for unit, files in units.items()
        for part in _unit_parts(_unit_group(unit, files, marks, default), marks)
    ]


def _unit_group(unit: str, files: list[str], marks: Mapping[str, Marks], default: str) -> _Group:
    shown = next((_shown(p) for f in files for p in f.split("/")[:-1] if _key(p) == unit), default)
    below = [f.split("/")[:-1] for f in files if f in marks]
    return _Group(
        shown,
        tuple(files),
        together(marks[name] for name in files if name in marks),
        folder=bool(unit),
        shaped=any(_is_part(folders[-1]) for folders in below if folders and unit),
    )


def _unit_parts(unit: _Group, marks: Mapping[str, Marks]) -> list[_Group]:
    single = [
        _Group(unit.name, (name,), marks[name])
        for name in unit.files
        if name in marks and marks[name].styles
    ]
    stores = _merged(single, lambda one, other: by_orders(one.marks, other.marks))
    if len(stores) < 2:
        return [unit]
    taken = {name for store in stores for name in store.files}
    for name in unit.files:
        home = None if name in taken else _home(name, marks.get(name), stores)
        if home is not None:
            own = marks.get(name, Marks())
            joined = replace(stores[home], marks=together((stores[home].marks, own)))
            stores[home] = replace(joined, files=(*joined.files, name))
    return _named(unit.name, stores)


def _home(name: str, marks: Marks | None, stores: list[_Group]) -> int | None:
    """The store whose files alone share the deepest folder with the file, or its currency."""
    folders = name.split("/")[:-1]
    for depth in range(len(folders), 0, -1):
        near = "/".join(folders[:depth]) + "/"
        at = [i for i, s in enumerate(stores) if any(f.startswith(near) for f in s.files)]
        if at:
            if len(at) == 1:
                return at[0]
            break
    hints = marks.hints if marks else frozenset()
    fitting = [i for i, s in enumerate(stores) if hints and hints <= s.marks.currencies]
    return fitting[0] if len(fitting) == 1 else None


def _named(unit: str, stores: list[_Group]) -> list[_Group]:
    """Gives stores of one folder names by their order names or currency."""
    titles = _distinct([_label(unit, store) for store in stores])
    return [replace(store, name=title) for store, title in zip(stores, titles, strict=True)]


def _label(unit: str, store: _Group) -> str:
    folder = folder_of(store.files, unit)
    if folder != unit and not _is_part(folder):
        return folder
    letters = "".join(_WORDS.findall(" ".join(sorted(store.marks.styles))))
    currency = "".join(sorted(store.marks.currencies))
    return " ".join(word for word in (unit, letters or currency) if word)


def _unit(name: str, depth: int) -> str:
    """The first folder below the shared ones that is neither a category nor a period."""
    return next((_key(p) for p in name.split("/")[depth:-1] if not _is_part(p)), "")


def _key(folder: str) -> str:
    return folder.casefold().strip()


def _shown(folder: str) -> str:
    return folder.strip().removesuffix(".zip") or "Store"


def _shared_folders(names: Sequence[str]) -> list[str]:
    paths = [name.split("/")[:-1] for name in names]
    shared: list[str] = []
    for level in zip(*paths, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return shared


def _is_part(folder: str) -> bool:
    """Whether the folder's name says which part of a store it holds."""
    return all(word in _PARTS or word in _report_words() for word in _WORDS.findall(_key(folder)))


@cache
def _report_words() -> frozenset[str]:
    known = vocabulary()
    names = [*known.time, *known.dimensions, *known.metrics, *(f.label for f in known.families)]
    return frozenset(word for name in names for word in _WORDS.findall(name.casefold()))
