"""Pictures: decoded under a limit, and drawn anew without anything but what can be seen."""

import warnings
from dataclasses import dataclass
from io import BytesIO

import pi_heif
from PIL import Image, ImageCms, ImageOps, ImageSequence, UnidentifiedImageError

from backend.files.domain import GIF, JPEG, PNG, WEBP, Fault, RefusedFileError
from shared.contracts.vocabulary import FILE_MAX_BYTES

PIXELS_MAX = 50_000_000
"""What a telephone takes at most; all frames of an animation together."""
SIDE_MAX = 4096
"""A longer side is drawn smaller: enough to see a scratch, and to print a page."""
THUMBNAIL_SIDE = 320

_KEPT_AS = {"JPEG": JPEG, "MPO": JPEG, "HEIF": JPEG, "PNG": PNG, "WEBP": WEBP, "GIF": GIF}
"""Pillow's names of what is taken, and what becomes of it."""
_READ = ("JPEG", "HEIF", "PNG", "WEBP", "GIF")
"""Who reads it; several pictures in one JPEG, as some cameras make, are then called MPO."""
_WRITTEN = {JPEG: "JPEG", PNG: "PNG", WEBP: "WEBP", GIF: "GIF"}

pi_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = PIXELS_MAX


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture that was drawn anew, and its small likeness as WebP."""

    media_type: str
    content: bytes
    thumbnail: bytes


def redraw(content: bytes) -> Drawn | None:
    """Draw a picture anew; None where the bytes are none, RefusedFileError where it may not be or is broken.

    Its size is looked at before anything is decoded.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            picture = Image.open(BytesIO(content), formats=_READ)
        except UnidentifiedImageError:
            return None
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise _too_many() from error
        with picture:
            return _redrawn(picture)


def _redrawn(picture: Image.Image) -> Drawn:
    kind = _KEPT_AS[picture.format or ""]
    frames = getattr(picture, "n_frames", 1) if kind in {GIF, WEBP} else 1
    if picture.width * picture.height * frames > PIXELS_MAX:
        raise _too_many()
    if frames > 1:
        return _animation(picture, kind)
    picture.draft(None, (SIDE_MAX, SIDE_MAX))  # JPEG decodes to a smaller size at once
    still = _plain(_in_srgb(ImageOps.exif_transpose(picture)))
    still.thumbnail((SIDE_MAX, SIDE_MAX))
    kind, drawn = _small_enough(still, kind)
    return Drawn(kind, drawn, _thumbnail(still))


def _animation(picture: Image.Image, kind: str) -> Drawn:
    durations, frames = list[int](), list[Image.Image]()
    for frame in ImageSequence.Iterator(picture):
        durations.append(int(frame.info.get("duration", 100)))
        frames.append(_plain(frame.copy()))
    for frame in frames:
        frame.thumbnail((SIDE_MAX, SIDE_MAX))
    out = BytesIO()
    loop = int(picture.info.get("loop", 1))
    more = {"save_all": True, "append_images": frames[1:], "duration": durations, "loop": loop}
    frames[0].save(out, _WRITTEN[kind], **more)
    return Drawn(kind, out.getvalue(), _thumbnail(frames[0]))


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Give the colours of whoever took it to every screen: its colour profile is not kept."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK"}:
        return picture
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    opaque = picture.convert("RGB") if alpha else picture
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(
            opaque, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        return picture
    if converted is None:
        return picture
    if alpha:
        converted.putalpha(alpha)
    return converted


def _plain(picture: Image.Image) -> Image.Image:
    """Return the pixels alone: no comment, no place, no profile, no palette."""
    mode = "RGBA" if picture.has_transparency_data else "L" if picture.mode in {"1", "L", "I;16"} else "RGB"
    plain = picture.convert(mode)
    plain.info.clear()
    plain.getexif().clear()
    return plain


def _small_enough(picture: Image.Image, kind: str) -> tuple[str, bytes]:
    """Return it as it may be kept: a picture that PNG makes too large is kept as WebP."""
    drawn = _written(picture, kind)
    if len(drawn) > FILE_MAX_BYTES and kind != WEBP:
        kind, drawn = WEBP, _written(picture, WEBP)
    if len(drawn) > FILE_MAX_BYTES:
        raise RefusedFileError(Fault.TOO_LARGE, "The picture is too large; make it smaller.")
    return kind, drawn


def _written(picture: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    opaque = picture.convert("RGB") if kind == JPEG and picture.mode == "RGBA" else picture
    opaque.save(out, _WRITTEN[kind], quality=88)
    return out.getvalue()


def _thumbnail(picture: Image.Image) -> bytes:
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    out = BytesIO()
    small.save(out, "WEBP", quality=75)
    return out.getvalue()


def _too_many() -> RefusedFileError:
    return RefusedFileError(Fault.TOO_MANY_PIXELS, "The picture has too many pixels; make it smaller.")
