"""Where a request comes from, as far as limits are concerned."""

from ipaddress import IPv6Address, ip_address

_HOUSEHOLD_BITS = 64
"""RFC 6177: no customer gets less than this, and within it anybody may take a new address at any time."""


def network_of(address: str | None) -> str:
    """Return who counts as one: an IPv4 address, or the network of an IPv6 address; ``unknown`` for none."""
    try:
        found = ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    host_bits = 128 - _HOUSEHOLD_BITS
    return f"{IPv6Address(int(found) >> host_bits << host_bits)}/{_HOUSEHOLD_BITS}"
