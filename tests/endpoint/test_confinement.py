import platform
import subprocess
import sys

import pytest

CODE = """
import socket, pyoxigraph as ox
from pactgraph.endpoint.confinement import without_network
assert without_network()
socket.socketpair()
for family in (socket.AF_INET, socket.AF_INET6):
    try:
        socket.socket(family)
    except PermissionError:
        print("refused")
try:
    list(ox.Store().query("SELECT * { SERVICE <http://127.0.0.1:9999/> { ?s ?p ?o } }"))
except OSError as error:
    print(error)
"""


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="no filter for this system",
)
def test_a_confined_process_opens_no_connection() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert lines[:2] == ["refused", "refused"]
    assert "ermission denied" in lines[2]
