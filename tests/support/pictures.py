"""Files as customers send them, good ones and hostile ones."""

import struct
import zlib
from base64 import b64decode
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image

SECRET = b"40.4168N 3.7038W"
"""Where the picture was taken, as its metadata says."""


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), mode: str = "RGB", **more: Any) -> bytes:
    """Return a picture whose upper half is red and whose lower half is blue."""
    drawn = Image.new(mode, size, "blue" if mode == "RGB" else 255)
    drawn.paste("red" if mode == "RGB" else 0, (0, 0, size[0], size[1] // 2))
    out = BytesIO()
    drawn.save(out, kind, **more)
    return out.getvalue()


def photograph(orientation: int = 1) -> bytes:
    """Return a JPEG that tells where it was taken, and how the camera was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET.decode()
    return picture(exif=exif, comment=SECRET, xmp=SECRET)


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that claims to be so large."""
    sent = bytearray(picture("PNG", (8, 8), "L"))
    sent[16:24] = struct.pack(">II", width, height)
    sent[29:33] = struct.pack(">I", zlib.crc32(sent[12:29]))
    return bytes(sent)


def animation(frames: int = 3, size: tuple[int, int] = (64, 48), kind: str = "GIF") -> bytes:
    """Return a moving picture."""
    drawn = [Image.new("RGB", size, (40 * number, 0, 0)) for number in range(frames)]
    out = BytesIO()
    drawn[0].save(out, kind, save_all=True, append_images=drawn[1:], duration=120, loop=0)
    return out.getvalue()


def noise(side: int) -> bytes:
    """Return a PNG that nothing makes smaller."""
    out = BytesIO()
    Image.effect_noise((side, side), 90).convert("RGB").save(out, "PNG", compress_level=1)
    return out.getvalue()


def document(act: str | None = None, **saving: Any) -> bytes:
    """Return a PDF of one page; ``act`` puts something into it that acts."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        name, of = pikepdf.Name, pikepdf.Dictionary
        match act:
            case "script at opening":
                pdf.Root.OpenAction = of(S=name.JavaScript, JS="app.alert(1)")
            case "program at a click":
                action = of(S=name.Launch, F="cmd.exe")
                page.Annots = pikepdf.Array([of(Type=name.Annot, Subtype=name.Link, A=action)])
            case "script of a field":
                pdf.Root.AcroForm = of(Fields=[of(AA=of(K=of(S=name.JavaScript, JS="1")))])
            case "file inside":
                pdf.attachments["x.exe"] = b"MZ"
        out = BytesIO()
        pdf.save(out, **saving)
    return out.getvalue()


# 64 × 48 pixels, the upper half red and the lower one blue: nothing here can write HEIC.
HEIC = b64decode(
    """
AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA
ADRpbG9jAAAAAERAAAIAAQAAAAAB4gABAAAAAAAAAC4AAgAAAAACEAABAAAAAAAAADYAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA
AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAA
kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq
5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xh
cAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAA
ABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAbG1kYXQAAAAqKAGvCeAjNS3/7tn//v1vIewnpHTu79Sj/2Jju+A2//qvbX36SdVV
B5wIAAAABkV4aWYAAE1NACoAAAAIAAEBDgACAAAAEQAAABoAAAAANDAuNDE2OE4gMy43MDM4VwAA
"""
)
