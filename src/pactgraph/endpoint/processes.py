"""What the processes of the endpoint have in common with each other."""

import ctypes
import os
import signal
import socket
import subprocess
import sys

_PR_SET_PDEATHSIG = 1


def die_with(parent: int) -> None:
    """Asks the system to kill this process when its parent ends, however it ends (Linux; else nothing)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it ended before it was asked
            os.kill(os.getpid(), signal.SIGKILL)


def start(module: str, *arguments: str) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Starts `module` with a socket's number and our process id as first arguments.

    Returns the process and our end of the socket.
    """
    ours, theirs = socket.socketpair()
    # -S: the search path is handed over as it is, so that site-packages need not be looked through again
    command = [sys.executable, "-S", "-m", module, str(theirs.fileno()), str(os.getpid()), *arguments]
    search = os.pathsep.join(filter(None, sys.path))
    # two arenas: each would take 64 MiB of address space, which the memory limit counts
    environment = {**os.environ, "PYTHONPATH": search, "MALLOC_ARENA_MAX": "2"}
    with theirs:
        process = subprocess.Popen(  # noqa: S603  # our own interpreter and our own module
            command, pass_fds=[theirs.fileno()], env=environment, stdin=subprocess.DEVNULL
        )
    ours.setblocking(False)
    return process, ours
