"""`backup` and `restore`: an installation as one file, and back into an empty data folder."""

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from marketing_agent import __version__
from marketing_agent.cli.claims import folder_claimed
from marketing_agent.cli.output import Json, say, show
from marketing_agent.cli.product import DataDir, open_product, settings_for
from marketing_agent.kernel.dump import dump, load
from marketing_agent.kernel.errors import Conflict, Invalid, NotFound
from marketing_agent.kernel.migrations import migrate
from marketing_agent.kernel.postgres import start_postgres
from marketing_agent.kernel.time import now

_FORM = 1
_MANIFEST, _DUMP, _FILES = "manifest.json", "database.dump", "files"
# PostgreSQL is in the backup as a dump; nothing else that is left out is a source of anything.
_KEPT = ("lake", "warehouse", "secret.key")

BackupFile = Annotated[Path, typer.Argument(help="The backup, such as marketing-agent.tar.gz")]


def backup(file: BackupFile, data_dir: DataDir = None, as_json: Json = False) -> None:
    """Writes everything into one file; works while the server runs."""
    target = file.expanduser().resolve()
    if target.exists():
        raise Conflict(f"{target} exists already; give another name.")
    if not target.parent.is_dir():
        raise NotFound(f"There is no folder {target.parent}.")
    with open_product(data_dir) as product, _scratch(target.parent) as scratch:
        # First the database: files are only added, so those it names are in the later copy.
        dump(product.postgres.url, scratch / _DUMP)
        manifest = {"form": _FORM, "version": __version__, "created_at": now().isoformat()}
        (scratch / _MANIFEST).write_text(json.dumps(manifest))
        _pack(scratch, product.settings.data_dir)
        (scratch / "archive").replace(target)
    report = {"file": str(target), "bytes": target.stat().st_size}
    show(report) if as_json else say(f"Wrote {target} ({report['bytes']:,} bytes).")


def restore(file: BackupFile, data_dir: DataDir = None, as_json: Json = False) -> None:
    """Puts a backup into an empty data folder and an empty database."""
    settings = settings_for(data_dir)
    with folder_claimed(settings):
        _refuse_filled(settings.data_dir)
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        with _scratch(settings.data_dir) as scratch:
            manifest = _unpack(file.expanduser(), scratch)
            _load_database(data_dir, scratch / _DUMP)
            for entry in (scratch / _FILES).glob("*"):
                entry.rename(settings.data_dir / entry.name)
    report = {"data_dir": str(settings.data_dir)} | manifest
    show(report) if as_json else say(f"Restored the backup of {manifest['created_at']}.")


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A private folder on the same disk: what is in it has people's data and may be moved."""
    scratch = Path(tempfile.mkdtemp(prefix=".backup-", dir=folder))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _pack(scratch: Path, data_dir: Path) -> None:
    handle = os.open(scratch / "archive", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with (
        os.fdopen(handle, "wb") as raw,
        tarfile.open(fileobj=raw, mode="w:gz", compresslevel=1) as archive,
    ):
        for name in (_MANIFEST, _DUMP):
            archive.add(scratch / name, name)
        for name in _KEPT:
            _add(archive, data_dir / name, Path(_FILES) / name)


def _add(archive: tarfile.TarFile, source: Path, name: Path) -> None:
    """Adds a file or a folder; what an import removes meanwhile is passed over."""
    if source.is_dir():
        for entry in sorted(source.iterdir()):
            _add(archive, entry, name / entry.name)
        return
    try:
        archive.add(source, str(name), recursive=False)
    except FileNotFoundError:
        return


def _refuse_filled(folder: Path) -> None:
    filled = [name for name in _KEPT if (folder / name).exists()]
    if filled:
        raise Conflict(
            f"The data folder {folder} is not empty ({', '.join(filled)}): "
            "a backup is restored into a new one only."
        )


def _unpack(file: Path, scratch: Path) -> dict[str, Any]:
    if not file.is_file():
        raise NotFound(f"There is no file {str(file)!r}.")
    try:
        with tarfile.open(file) as archive:
            archive.extractall(scratch, filter="data")
        manifest: dict[str, Any] = json.loads((scratch / _MANIFEST).read_text())
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise Invalid(f"{file} is not a whole backup of this product.") from error
    if manifest.get("form") != _FORM or not (scratch / _DUMP).is_file():
        raise Invalid(f"{file} is a backup of a form that this release does not read.")
    return manifest


def _load_database(data_dir: Path | None, file: Path) -> None:
    postgres = start_postgres(settings_for(data_dir))
    try:
        load(postgres.url, file)
        migrate(postgres.url)  # a backup may be older than this release
    finally:
        postgres.stop()
