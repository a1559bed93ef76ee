"""Tells whether a ``winmail.dat`` has files in it: the package (TNEF) in which Outlook wraps what it sends.

It is not unpacked; decision 37 says why. Mostly it holds nothing but the fonts of the text.
"""

import struct

MEDIA_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
FILE_NAME = "winmail.dat"
_HEAD = struct.Struct("<IH")
_SIGNATURE = 0x223E9F78
_ATTRIBUTE = struct.Struct("<BII")
"""Before each attribute: its level, its name, the length of what follows."""
_CHECKSUM_SIZE = 2
_OF_A_FILE = 2
"""The level of the attributes that belong to an attachment; 1 is the message itself."""
_MOST = 10_000
"""So many attributes are looked at: of a message there are some dozens."""


def may_hold_files(content: bytes) -> bool:
    """Tell whether files are, or for all that can be read may be, in such a package."""
    if len(content) < _HEAD.size or _HEAD.unpack_from(content)[0] != _SIGNATURE:
        return True
    at = _HEAD.size
    for _ in range(_MOST):
        if at == len(content):
            return False
        if at + _ATTRIBUTE.size > len(content):
            return True
        level, _name, length = _ATTRIBUTE.unpack_from(content, at)
        if level == _OF_A_FILE:
            return True
        at += _ATTRIBUTE.size + length + _CHECKSUM_SIZE
    return True
