"""Pictures: what can be seen is kept, and nothing else."""

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from backend.files.domain import Fault, RefusedFileError
from backend.files.examining import pictures
from backend.files.examining.pictures import SIDE_MAX, THUMBNAIL_SIDE, redraw
from tests.support.pictures import HEIC, SECRET, animation, bomb, noise, photograph, picture


def seen(content: bytes) -> Image.Image:
    """Return a picture as a browser would open it."""
    opened = Image.open(BytesIO(content))
    opened.load()
    return opened


def test_where_a_picture_was_taken_is_not_kept():
    sent = photograph()
    assert sent.count(SECRET) == 3
    drawn = redraw(sent)
    assert SECRET not in drawn.content + drawn.thumbnail
    kept = seen(drawn.content)
    assert not kept.getexif()
    assert not kept.info.keys() & {"exif", "xmp", "comment", "icc_profile"}


def test_a_picture_stands_as_the_camera_was_held():
    kept = seen(redraw(photograph(orientation=6)).content)
    assert kept.size == (480, 640)
    red, green, blue = kept.getpixel((470, 10))
    assert (red > 200, green < 50, blue < 50) == (True, True, True)


@pytest.mark.parametrize(
    ("kind", "kept"), [("PNG", "PNG"), ("WEBP", "WEBP"), ("GIF", "GIF"), ("JPEG", "JPEG")]
)
def test_each_kind_stays_what_it_is(kind, kept):
    drawn = redraw(picture(kind))
    assert seen(drawn.content).format == kept
    assert drawn.media_type == f"image/{kept.lower()}"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_way_of_storing_colours_is_read(mode):
    out = BytesIO()
    grey = Image.new("L", (40, 30), 255)
    drawn = grey.convert("I").convert("I;16") if mode == "I;16" else grey.convert("RGB").convert(mode)
    drawn.save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert seen(redraw(out.getvalue()).content).size == (40, 30)


def test_what_can_be_seen_through_stays_so():
    out = BytesIO()
    Image.new("RGBA", (40, 30), (255, 0, 0, 0)).save(out, "PNG")
    assert seen(redraw(out.getvalue()).content).getpixel((0, 0))[3] == 0


def test_a_profile_of_colours_is_worked_in_and_left_out():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = seen(redraw(picture("PNG", icc_profile=profile)).content)
    assert "icc_profile" not in kept.info
    assert kept.getpixel((0, 0)) == (255, 0, 0)


def test_a_photograph_of_a_telephone_becomes_a_jpeg_that_tells_no_place():
    assert SECRET in HEIC
    kept = redraw(HEIC)
    assert (seen(kept.content).format, seen(kept.content).size) == ("JPEG", (64, 48))
    assert SECRET not in kept.content
    assert redraw(picture("AVIF")) is None


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_a_moving_picture_goes_on_moving(kind):
    drawn = redraw(animation(kind=kind))
    kept = seen(drawn.content)
    assert kept.format == kind
    assert kept.n_frames == 3
    assert max(seen(drawn.thumbnail).size) <= THUMBNAIL_SIDE


def test_a_large_picture_is_drawn_smaller():
    drawn = redraw(picture(size=(6000, 3000)))
    assert seen(drawn.content).size == (SIDE_MAX, SIDE_MAX // 2)
    assert seen(drawn.thumbnail).size == (THUMBNAIL_SIDE, THUMBNAIL_SIDE // 2)


def test_what_png_makes_too_large_is_kept_as_webp(monkeypatch):
    sent = noise(300)
    monkeypatch.setattr(pictures, "FILE_MAX_BYTES", len(sent) // 2)
    drawn = redraw(sent)
    assert drawn.media_type == "image/webp"
    assert len(drawn.content) < len(sent) // 2


@pytest.mark.parametrize("size", [(50_000, 50_000), (50_000, 1_001), (1, 50_000_001)])
def test_too_many_pixels_are_refused_before_any_is_decoded(size, monkeypatch):
    monkeypatch.setattr(pictures, "_plain", lambda _: pytest.fail("decoded"))
    with pytest.raises(RefusedFileError) as refused:
        redraw(bomb(*size))
    assert refused.value.fault is Fault.TOO_MANY_PIXELS


def test_the_frames_of_an_animation_count_together(monkeypatch):
    monkeypatch.setattr(pictures, "PIXELS_MAX", 2 * 64 * 48)
    with pytest.raises(RefusedFileError) as refused:
        redraw(animation(frames=3))
    assert refused.value.fault is Fault.TOO_MANY_PIXELS
    assert redraw(animation(frames=2))
