"""Zips, notebooks and files that nobody would hand in by mistake, as bytes. Every bomb is bounded."""

from __future__ import annotations

import io
import json
import stat
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterable

Entry = tuple[str | zipfile.ZipInfo, bytes]


def zipped(entries: Iterable[Entry]) -> bytes:
    """Return a zip of these entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return file.getvalue()


def link(name: str, target: str) -> Entry:
    """Return an entry that is a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info, target.encode()


def with_sizes(data: bytes, size: int) -> bytes:
    """Return a zip whose directory lies about how large its first entry becomes."""
    at = data.index(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def with_directory(data: bytes, offset: int, new: bytes) -> bytes:
    """Return a zip whose directory says something else about its first entry."""
    at = data.index(b"PK\x01\x02") + offset
    return data[:at] + new + data[at + len(new) :]


def encrypted(data: bytes) -> bytes:
    """Return a zip whose entries say that they are encrypted."""
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + offset
        data = data[:at] + b"\x01\x00" + data[at + 2 :]
    return data


def damaged_lzma(name: str, data: bytes) -> bytes:
    """Return a zip whose one entry is compressed in the rarest way, and damaged: few readers expect what that raises.

    ``name`` may stand in folders.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(name, data)
    whole = file.getvalue()
    at = whole.index(b"PK\x03\x04") + 30 + len(name) + 9
    return whole[:at] + bytes(byte ^ 0x5A for byte in whole[at : at + 200]) + whole[at + 200 :]


def overlapping(data: bytes, times: int) -> bytes:
    """Return a zip whose directory names its one entry again and again."""
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    directory = data[start:end] * times
    tail = struct.pack("<HHHHIIH", 0, 0, times, times, len(directory), start, 0)
    return data[:start] + directory + b"PK\x05\x06" + tail


def tarred(name: str, data: bytes) -> bytes:
    """Return a compressed tar archive."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def special(name: str, kind: int) -> Entry:
    """Return an entry that is a device or a pipe."""
    info = zipfile.ZipInfo(name)
    info.external_attr = (kind | 0o666) << 16
    return info, b""


def zips(name: str, right: bytes) -> dict[str, tuple[bytes, bool]]:
    """Return hostile zips around a right answer called ``name``, and whether it is still found in each."""
    good = zipped([(name, right)])
    return {
        "a path that climbs out": (zipped([(f"../../../../tmp/{name}", right)]), True),
        "an absolute path": (zipped([(f"/tmp/{name}", right)]), True),
        "a Windows path": (zipped([(f"C:\\temp\\{name}", right)]), True),
        "a link beside the file": (zipped([link("other.py", "/etc/passwd"), (name, right)]), True),
        "names of tools beside it": (zipped([("pytest.ini", b"x"), ("conftest.txt", b"x"), (name, right)]), True),
        "folders of tools": (zipped([(f"__MACOSX/._{name}", b"\0"), (".git/x.py", b"x"), (name, right)]), True),
        "only a link": (zipped([link(name, "/etc/passwd")]), False),
        "a bomb": (zipped([(name, bytes(64 << 20))]), False),
        "a bomb that lies about its size": (with_sizes(zipped([(name, bytes(64 << 20))]), 100), False),
        "a zip in a zip": (zipped([("inner.zip", good)]), False),
        "twenty thousand entries": (zipped((f"f{i}.py", b"") for i in range(20_000)), False),
        "a password": (encrypted(good), False),
        "cut in half": (good[: len(good) // 2], False),
        "a changed byte": (good[:60] + bytes([good[60] ^ 255]) + good[61:], False),
        "the same name twice": (zipped([(f"a/{name}", right), (f"b/{name}", right)]), False),
        "nothing": (zipped([]), False),
        "no zip": (b"PK\x03\x04" + bytes(100), False),
        "a device and a pipe beside it": (
            zipped([special("a.py", stat.S_IFCHR), special("b.py", stat.S_IFIFO), (name, right)]),
            True,
        ),
        "a path of thirty thousand folders": (zipped([("a/" * 30_000 + "x.txt", b"x"), (name, right)]), True),
        "a name of 230 letters": (zipped([("x" * 227 + ".py", right)]), True),
        "damaged in the rarest way": (damaged_lzma(name, right), False),
        "one entry named two hundred times": (overlapping(zipped([(name, bytes(20 << 20))]), 200), False),
        "a tar archive": (tarred(name, right), False),
        "a name of control characters": (zipped([(f"\x1b[2J\u202e/{name}", right)]), True),
        "a picture in front": (b"GIF89a" + good, True),
        "another zip behind it": (good + zipped([("notes.txt", b"x")]), False),
        "a large size without its field": (with_directory(good, 20, b"\xff" * 8), True),
        "a wrong check sum": (with_directory(good, 16, bytes(4)), False),
        "a compression that nobody has": (with_directory(good, 10, b"\x63\x00"), False),
        "a version from the future": (with_directory(good, 6, b"\xe7\x03"), False),
        "a header beyond its end": (with_directory(good, 42, b"\xff\xff\xff\x7f"), False),
        "names that differ in their letters' size": (zipped([(name, right), (name.upper(), b"x = 1")]), True),
        "a folder that is called like the file": (zipped([(f"{name}/", b""), (f"{name}/{name}", right)]), True),
        "names of HTML": (zipped([("<img src=x onerror=alert(1)>.py", right), ("[x](javascript:1).py", right)]), False),
        "fifty right answers": (zipped((f"a{i}.py", right + b"# %d" % i) for i in range(50)), False),
    }


def notebook(*cells: str, metadata: object = None, **more: object) -> bytes:
    """Return a notebook of code cells."""
    code = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": cell} for cell in cells]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata or {}, "cells": code, **more}).encode()


def notebooks(right: str) -> dict[str, tuple[bytes, bool]]:
    """Return hostile notebooks around a right answer, and whether it still counts."""
    forged = {"otter": {"points": 100}, "nbgrader": {"grade": True, "points": 100, "locked": False}, "score": 100}
    shell = "!rm -rf /\n!cat ../solutions/*\nfiles = !ls\n%run -i /etc/passwd\n%cd /\nget_ipython().system('ls')"
    return {
        "shell lines and magics": (notebook(shell, "%%bash\nrm -rf /", right, "%load_ext autoreload"), True),
        "forged metadata": (notebook(right, metadata=forged, score=100), True),
        "a cell that ends the process": (notebook("import os", right, "os._exit(0)", "while True: pass"), True),
        "a cell that cannot be read": (notebook("def (", right), True),
        "half an emoji": (notebook(f"# \ud83d\n{right}"), True),
        "numbers that are none": (notebook(right)[:-1] + b', "x": [NaN, -Infinity, 1e999999]}', True),
        "odd cells": (json.dumps({"cells": [None, 7, {"cell_type": "code", "source": [right, 3]}]}).encode(), True),
        "nested too deeply": (b'{"cells":' + b"[" * 100_000 + b"]" * 100_000 + b"}", False),
        "a number of a million digits": (b'{"cells":[' + b"9" * 1_000_000 + b"]}", False),
        "three megabytes of code": (notebook(right, "x = 1\n" * 500_000), False),
        "another language": (notebook(right, metadata={"kernelspec": {"language": "R\x1b[2J"}}), False),
        "no cells": (b'{"cells": 7, "metadata": []}', False),
        "no notebook": (b"{" * 100, False),
        "keys that stand twice": (b'{"cells": [], ' + notebook(right)[1:-1] + b', "metadata": {}}', True),
        "an old format": (
            json.dumps({"worksheets": [{"cells": [{"cell_type": "code", "input": right}]}]}).encode(),
            True,
        ),
        "a format from the future": (notebook(right, nbformat=5, nbformat_minor=10**300), True),
        "Python 2": (notebook(right, metadata={"language_info": {"name": "python", "version": "2.7.18"}}), False),
        "code in a list of lists": (
            notebook(right)[:-2] + b', {"cell_type": "code", "source": ' + b"[" * 900 + b"]" * 900 + b"}]}",
            True,
        ),
        "separators of lines beside a magic": (
            notebook(f"# pasted\u2028text (\x0c\n%matplotlib inline\n{right}"),
            True,
        ),
        "thousands of lines like magics": (
            notebook("a, " * 50_000 + "\n(", "x" + " " * 100_000 + "y?? \n(", right),
            True,
        ),
        "code outside functions": (notebook("await x", "return 5", "yield", right), True),
    }


def scripts(right: str) -> dict[str, tuple[bytes, bool]]:
    """Return hostile or odd scripts around a right answer, and whether it still counts."""
    return {
        "a byte order mark": (b"\xef\xbb\xbf" + right.encode(), True),
        "Windows line ends": (right.replace("\n", "\r\n").encode(), True),
        "old Mac line ends": (right.replace("\n", "\r").encode(), True),
        "tabs": (right.replace("    ", "\t").encode(), True),
        "form feeds": (right.replace("\n\n\n", "\n\f\n\n").encode(), True),
        "Windows letters": ("# año, función\n".encode("cp1252") + right.encode(), True),
        "a coding line": (b"# -*- coding: latin-1 -*-\n# a\xf1o\n" + right.encode("ascii", "replace"), True),
        "a coding that is none": (b"# coding: no-such-thing\n" + right.encode(), True),
        "directions in comments": ("# \u202e\u2066 evil\n".encode() + right.encode(), True),
        "two million lines of nothing": (right.encode() + b"\n" * 1_000_000, True),
        "a power that is never computed": (f"{right}\n\ndef other():\n    return 10**10**8\n".encode(), True),
        "a giant text": (f"{right}\nx = '{'a' * 1_000_000}'\n".encode(), True),
        "deep parentheses": (f"{right}\nx = {'(' * 10_000}{')' * 10_000}\n".encode(), False),
        "deep signs": (f"{right}\nx = {'-' * 300_000}1\n".encode(), False),
        "deep attributes": (f"{right}\nx = a{'.a' * 300_000}\n".encode(), False),
        "a tall f-string": (f"{right}\nx = f'{'{1}' * 5_000}'\n".encode(), True),
        "a number of a million digits": (f"{right}\nx = {'9' * 1_000_000}\n".encode(), False),
        # its tree takes more memory than these workers have
        "one line of 1.9 megabytes": (f"{right}\nx = [{'1,' * 940_000}]\n".encode(), False),
        "UTF-16": (right.encode("utf-16"), False),
        "UTF-32": (right.encode("utf-32"), False),
        "NUL bytes": (right.encode() + b"\0", False),
        "a coding that turns letters": (b"# coding: rot13\n" + right.encode(), True),
        "a coding of escapes": (b"# coding: unicode_escape\n" + right.encode(), True),
        "half a letter": (b"# \xed\xa0\x80 \xc0\xaf\n" + right.encode(), True),
        "a letter that looks like another": (right.replace("def ", "def \u0456").encode(), False),
        "an end of file of old systems": (right.encode() + b"\x1a", False),
        "a hundred thousand branches": (
            f"{right}\nif 1: pass\n{'elif 1: pass' + chr(10)}".encode() + b"elif 1: pass\n" * 100_000,
            False,
        ),
        "a hundred thousand decorators": (right.encode() + b"\n" + b"@f\n" * 50_000 + b"def g(): pass\n", True),
        "texts and tuples that are never made": (
            f"{right}\nx = 'a' * 10**10\ny = ((1,) * 1000,) * 10**6\n".encode(),
            True,
        ),
        "an odd coding": (b"# coding: punycode\n" + "".join(map(chr, range(0x4E00, 0x5200))).encode("punycode"), False),
        "nothing": (b"", False),
        "white space": (b" \n\t\n", False),
        "bytes by chance": (bytes(range(256)) * 100, False),
        "another language": (b"<html><script>alert(1)</script></html>", False),
    }


SORTS: dict[str, Callable[[str, str], dict[str, tuple[bytes, bool]]]] = {
    ".zip": lambda name, right: zips(name, right.encode()),
    ".ipynb": lambda name, right: notebooks(right),
    ".py": lambda name, right: scripts(right),
}
