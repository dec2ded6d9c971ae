"""Photos: cleaned of everything but the picture, and kept under a key."""

import contextlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Any, BinaryIO, cast

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem
from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

MAX_PIXELS = 40_000_000  # a phone's 108-megapixel mode is beyond what a report needs
# Only a JPEG can be unpacked small; everything else comes to full size in memory first.
MAX_PIXELS_UNPACKED = 16_000_000
LONGEST_SIDE = 2048
JPEG_QUALITY = 85
# What phones send through LINE; every further decoder would be one more way in for a stranger.
FORMATS = (JpegImageFile.format, PngImageFile.format, WebPImageFile.format, GifImageFile.format)

_KEY = re.compile(r"[A-Za-z0-9_-]+(?:[./][A-Za-z0-9_-]+)*")


class WhyNotAPhoto(StrEnum):
    """Why bytes were not taken as a photo; stored in photos.reason."""

    NOT_AN_IMAGE = "not_an_image"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"


class NotAPhoto(Exception):
    """These bytes are not a photo that the bot keeps."""

    def __init__(self, reason: WhyNotAPhoto):
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A JPEG without metadata; `sha256` is the hex digest of `bytes`, sides are in pixels."""

    bytes: bytes
    width: int
    height: int
    sha256: str


def clean_photo(raw: bytes) -> CleanPhoto:
    """The picture alone: upright, at most 2048 pixels a side, without place, time or camera.

    Raises NotAPhoto for anything that is no image, is broken, or would fill the memory.
    """
    try:
        with Image.open(io.BytesIO(raw), formats=FORMATS) as image:
            return _cleaned(image)
    except NotAPhoto:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAPhoto(WhyNotAPhoto.TOO_MANY_PIXELS) from None
    except UnidentifiedImageError:
        raise NotAPhoto(WhyNotAPhoto.NOT_AN_IMAGE) from None
    except Exception:  # what a stranger's bytes make a decoder raise has no end of kinds
        raise NotAPhoto(WhyNotAPhoto.BROKEN) from None


def _cleaned(image: Image.Image) -> CleanPhoto:
    width, height = image.size
    most = MAX_PIXELS if image.format == JpegImageFile.format else MAX_PIXELS_UNPACKED
    if width * height > most:  # known from the header, before anything is unpacked
        raise NotAPhoto(WhyNotAPhoto.TOO_MANY_PIXELS)
    # JPEGs can be unpacked at a half, a quarter or an eighth: much less work for a large one.
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = _upright(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new canvas, because save() would carry on a comment and other leftovers of the original;
    # white, because that is what transparent parts stand on in a chat.
    canvas = Image.new("RGB", upright.size, "white")
    if upright.has_transparency_data:
        layer = upright.convert("RGBA")
        canvas.paste(layer, mask=layer)
    else:
        canvas.paste(upright.convert("RGB"))
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=JPEG_QUALITY)
    data = out.getvalue()
    return CleanPhoto(data, canvas.width, canvas.height, sha256(data).hexdigest())


def _upright(image: Image.Image) -> Image.Image:
    image.load()  # a broken picture shows here; broken EXIF must not pass for one
    with contextlib.suppress(Exception):
        return ImageOps.exif_transpose(image)
    return image


class MediaStore:
    """Files under keys such as `visits/12/5f3a.jpg`, in a folder or an object store.

    `url` is a folder, or an fsspec address such as `s3://bucket/prefix`. The file system is made
    at first use, in the worker process, because some of them start a thread.
    """

    def __init__(self, url: str):
        self._url = url

    def put(self, key: str, data: bytes) -> None:
        """Stores `data`, over what may have been there.

        A crash in the middle can leave half a file. It does not matter: only the database says
        that a photo is stored, and it says so afterwards.
        """
        fs, path = self._placed(key)
        if isinstance(fs, LocalFileSystem):  # object stores know no folders
            fs.makedirs(path.rpartition("/")[0], exist_ok=True)
        fs.pipe_file(path, data)

    def open(self, key: str) -> BinaryIO:
        """The stored file, to be read and closed. Raises FileNotFoundError."""
        fs, path = self._placed(key)
        return cast(BinaryIO, fs.open(path, "rb"))

    def all_keys(self) -> Iterator[str]:
        """The keys of all that is stored."""
        fs, root = self._home
        for path in sorted(fs.find(root)):
            key = path.removeprefix(root).lstrip("/")
            if _KEY.fullmatch(key):
                yield key

    def delete(self, key: str) -> None:
        """Removes the file; one that is already gone is fine."""
        fs, path = self._placed(key)
        with contextlib.suppress(FileNotFoundError):
            fs.rm_file(path)

    @cached_property
    def _home(self) -> tuple[Any, str]:
        fs, root = url_to_fs(self._url)
        return fs, root.rstrip("/")

    def _placed(self, key: str) -> tuple[Any, str]:
        if not _KEY.fullmatch(key):
            raise ValueError("a media key is made of letters, digits, - _ and single / or .")
        fs, root = self._home
        return fs, f"{root}/{key}"
