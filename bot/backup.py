"""One archive of everything the bot keeps: the database as it was at one moment, the photos, and a
manifest with the count and hash of each.

A restore reads the whole archive before it touches anything, refuses a place that is not empty, and
compares what it has made with the manifest. Settings and keys are no part of it: without DATA_KEY
the contact details in it stay locked.
"""

import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from bot.backup_databases import CannotBackUp, dump, is_empty, kind_of, load
from bot.media import MediaStore
from models.contents import Content

__all__ = ["CannotBackUp", "Manifest", "back_up", "restore"]

FORMAT = 1
MANIFEST, DATABASE, MEDIA = "manifest.json", "database", "media/"
#: Light: photos are packed already, and what remains is text.
_LEVEL = 3


@dataclass(frozen=True)
class Manifest:
    """What an archive holds. `kind`: of the database; `media`: SHA-256 by key."""

    made_at: str
    kind: str
    database: str
    tables: dict[str, Content]
    media: dict[str, str]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def to_json(self) -> bytes:
        whole = {
            "format": FORMAT,
            "made_at": self.made_at,
            "kind": self.kind,
            "database": self.database,
            "tables": {name: table._asdict() for name, table in self.tables.items()},
            "media": self.media,
        }
        return json.dumps(whole, indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, raw: bytes) -> "Manifest":
        try:
            whole: dict[str, Any] = json.loads(raw)
            if whole["format"] != FORMAT:
                raise CannotBackUp(f"the archive has format {whole['format']}, not {FORMAT}")
            tables = {name: Content(**table) for name, table in whole["tables"].items()}
            return cls(whole["made_at"], whole["kind"], whole["database"], tables, whole["media"])
        except (ValueError, KeyError, TypeError, AttributeError):
            raise CannotBackUp("the manifest of the archive cannot be read") from None


def back_up(database_url: str, media: MediaStore, target: Path, now: datetime) -> Manifest:
    """Write everything into one new file, readable by its owner alone. Raises CannotBackUp."""
    if target.exists():
        raise CannotBackUp(f"{target} is there already")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with (
            os.fdopen(opened, "wb") as file,
            TemporaryDirectory() as folder,
            tarfile.open(fileobj=file, mode="w:gz", compresslevel=_LEVEL) as archive,
        ):
            copy = Path(folder) / DATABASE
            tables = dump(database_url, copy)
            archive.add(copy, DATABASE, filter=_nameless)
            # Photos after the database: of those it knows, none is still to come.
            kept = dict(_add_media(archive, media))
            with copy.open("rb") as written:
                digest = file_digest(written, "sha256").hexdigest()
            made = Manifest(now.isoformat(), kind_of(database_url), digest, tables, kept)
            _add(archive, MANIFEST, made.to_json())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return made


def restore(source: Path, database_url: str, media: MediaStore) -> Manifest:
    """Fill an empty database and an empty media store from an archive. Raises CannotBackUp, and
    has changed nothing then, unless it says otherwise."""
    if not is_empty(database_url):
        raise CannotBackUp("the database is not empty; restore into a new one")
    if next(iter(media.all_keys()), None) is not None:
        raise CannotBackUp("the media store is not empty; restore into a new one")
    found = _checked(source)
    if found.kind != kind_of(database_url):
        raise CannotBackUp(f"the archive is of {found.kind}, the database is not")
    with _reading(source) as archive, TemporaryDirectory() as folder:
        for member in archive:
            file = archive.extractfile(member)
            assert file is not None  # _checked has seen to that
            if member.name == DATABASE:
                copy = Path(folder) / DATABASE
                copy.write_bytes(b"")
                with copy.open("wb") as written:
                    while piece := file.read(1 << 20):
                        written.write(piece)
                load(database_url, copy, found.tables)
            elif member.name.startswith(MEDIA):
                media.put(member.name.removeprefix(MEDIA), file.read())
    _compare_media(media, found)
    return found


def _checked(source: Path) -> Manifest:
    """The manifest of an archive in which everything is as the manifest says."""
    digests: dict[str, str] = {}
    manifest: Manifest | None = None
    with _reading(source) as archive:
        for member in archive:
            file = archive.extractfile(member)
            if file is None:
                raise CannotBackUp(f"{member.name} is no plain file")
            if member.name == MANIFEST:
                manifest = Manifest.from_json(file.read())
            else:
                digests[member.name] = _hash(file)
    if manifest is None:
        raise CannotBackUp("the archive has no manifest: it was not written to its end")
    promised = {DATABASE: manifest.database}
    promised |= {MEDIA + key: digest for key, digest in manifest.media.items()}
    if digests != promised:
        odd = sorted(name for name, _ in set(digests.items()) ^ set(promised.items()))
        raise CannotBackUp(f"the archive is damaged: {odd[0]} is not as the manifest says")
    return manifest


def _compare_media(media: MediaStore, found: Manifest) -> None:
    for key, digest in found.media.items():
        with media.open(key) as file:
            if _hash(file) != digest:
                raise CannotBackUp(f"{key} was not stored as it is; the rest was restored")


@contextmanager
def _reading(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r:gz") as archive:
            yield archive
    except (tarfile.TarError, EOFError, OSError) as fault:
        raise CannotBackUp(f"{source} cannot be read ({type(fault).__name__})") from None


def _add_media(archive: tarfile.TarFile, media: MediaStore) -> Iterator[tuple[str, str]]:
    for key in media.all_keys():
        try:
            with media.open(key) as file:
                data = file.read()
        except FileNotFoundError:
            continue  # taken back by its sender meanwhile
        _add(archive, MEDIA + key, data)
        yield key, sha256(data).hexdigest()


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(data), 0o600
    archive.addfile(member, io.BytesIO(data))


def _nameless(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nothing of the machine goes along."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _hash(file: IO[bytes]) -> str:
    digest = sha256()
    while piece := file.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()
