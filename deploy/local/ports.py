"""Free ports of the loopback interface."""

import random
import socket
from collections.abc import Container

# Below the range from which Linux takes the near end of outgoing connections, so that none of those
# ever sits on a port while its part is being restarted.
LISTENING = range(20_000, 32_000)
"""Where parts listen; who starts many stacks at once gives each process ports of its own."""


def is_free(port: int) -> bool:
    """Tell whether a program could listen on this port of 127.0.0.1 now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the servers do: the remains of closed connections are no obstacle, a listener is.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def pick(taken: Container[int]) -> int:
    """Return a free port that is not among ``taken``; at random, so that two stacks do not race for it."""
    while True:
        port = random.choice(LISTENING)  # noqa: S311  (not a secret)
        if port not in taken and is_free(port):
            return port
