"""Photos: only the picture is kept, and nothing that would fill the memory."""

import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.media import LONGEST_SIDE, MediaStore, NotAPhoto, WhyNotAPhoto, clean_photo

ORIENTATION, GPS, MAKER = 0x0112, 0x8825, 0x010F
TURNED_RIGHT = 6  # the camera was held upright: the picture lies on its side


def photo(size=(60, 40), kind="JPEG", mode="RGB", colour="red", **save) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **save)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"0"))


def test_place_camera_and_comments_are_left_behind():
    exif = Image.Exif()
    exif[MAKER] = "A camera"
    exif.get_ifd(GPS)[2] = (13.0, 49.0, 12.0)
    raw = photo(exif=exif, comment=b"a private remark")
    assert b"A camera" in raw
    clean = clean_photo(raw)
    assert dict(opened(clean.bytes).getexif()) == {}
    assert b"A camera" not in clean.bytes
    assert b"a private remark" not in clean.bytes


def test_a_photo_taken_upright_stands_upright():
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED_RIGHT
    clean = clean_photo(photo((60, 40), exif=exif))
    assert (clean.width, clean.height) == (40, 60)
    assert opened(clean.bytes).size == (40, 60)


def test_a_large_photo_is_made_smaller_and_keeps_its_shape():
    clean = clean_photo(photo((5000, 2500)))
    assert (clean.width, clean.height) == (LONGEST_SIDE, LONGEST_SIDE // 2)


def test_a_small_photo_keeps_its_size():
    clean = clean_photo(photo((60, 40)))
    assert (clean.width, clean.height) == (60, 40)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "I;16"),
        ("WEBP", "RGB"),
        ("GIF", "P"),
        ("JPEG", "CMYK"),
    ],
)
def test_every_kind_of_picture_becomes_a_jpeg(kind, mode):
    colour = 0 if mode in ("P", "I;16") else "blue"
    clean = clean_photo(photo(kind=kind, mode=mode, colour=colour))
    assert opened(clean.bytes).format == "JPEG"


def test_transparent_parts_turn_white():
    clean = clean_photo(photo(kind="PNG", mode="RGBA", colour=(0, 0, 0, 0)))
    assert opened(clean.bytes).getpixel((5, 5)) == (255, 255, 255)


def test_the_same_bytes_give_the_same_digest():
    assert clean_photo(photo()).sha256 == clean_photo(photo()).sha256
    assert clean_photo(photo()).sha256 != clean_photo(photo(colour="blue")).sha256


@pytest.mark.parametrize("sides", [(7000, 6000), (12000, 12000), (30000, 30000)])
def test_a_picture_that_would_fill_the_memory_is_refused_by_its_header(sides):
    with pytest.raises(NotAPhoto) as refused:
        clean_photo(png_that_claims(*sides))
    assert refused.value.reason is WhyNotAPhoto.TOO_MANY_PIXELS


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7", b"<svg/>", b"\x00" * 100])
def test_what_is_no_image_is_refused(raw):
    with pytest.raises(NotAPhoto) as refused:
        clean_photo(raw)
    assert refused.value.reason is WhyNotAPhoto.NOT_AN_IMAGE


def test_half_a_photo_is_refused():
    raw = photo((400, 400))
    with pytest.raises(NotAPhoto) as refused:
        clean_photo(raw[: len(raw) // 2])
    assert refused.value.reason is WhyNotAPhoto.BROKEN


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_broken_exif_does_not_cost_the_photo():
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED_RIGHT
    raw = photo(exif=exif)
    at = raw.index(b"Exif\x00\x00") + 14
    clean = clean_photo(raw[:at] + b"\xff" * 6 + raw[at + 6 :])
    assert opened(clean.bytes).format == "JPEG"


@settings(max_examples=60)
@given(st.integers(0, 600), st.binary(min_size=1, max_size=30))
def test_mangled_photos_are_taken_or_refused_and_nothing_else(place, noise):
    raw = photo((50, 50))
    try:
        clean = clean_photo(raw[:place] + noise + raw[place + len(noise) :])
    except NotAPhoto:
        return
    assert opened(clean.bytes).size == (clean.width, clean.height)


def test_a_stored_file_is_found_again_and_deleted_once(tmp_path):
    store = MediaStore(str(tmp_path / "media"))
    store.put("visits/12/a.jpg", b"one")
    store.put("visits/12/a.jpg", b"two")
    with store.open("visits/12/a.jpg") as file:
        assert file.read() == b"two"
    store.delete("visits/12/a.jpg")
    store.delete("visits/12/a.jpg")
    with pytest.raises(FileNotFoundError):
        store.open("visits/12/a.jpg")


def test_another_kind_of_store_is_a_matter_of_its_address():
    store = MediaStore("memory://photos")
    store.put("a/b.jpg", b"here")
    with store.open("a/b.jpg") as file:
        assert file.read() == b"here"
    store.delete("a/b.jpg")


@pytest.mark.parametrize("key", ["", "../x", "a/../b", "/etc/passwd", "a//b", "a/", "ก.jpg", "a b"])
def test_a_key_cannot_leave_the_store(tmp_path, key):
    store = MediaStore(str(tmp_path))
    with pytest.raises(ValueError, match="media key"):
        store.put(key, b"x")
    with pytest.raises(ValueError, match="media key"):
        store.open(key)
    with pytest.raises(ValueError, match="media key"):
        store.delete(key)


def test_what_cannot_be_unpacked_small_has_a_lower_cap() -> None:
    out = io.BytesIO()
    Image.new("1", (4100, 4000)).save(out, "PNG")
    with pytest.raises(NotAPhoto) as refused:
        clean_photo(out.getvalue())
    assert refused.value.reason is WhyNotAPhoto.TOO_MANY_PIXELS
