"""A bare Debian root in which the steps of the Containerfile are carried out, as root."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.container.containerfile import Instruction

MIRROR = "http://deb.debian.org/debian"

_MOUNT = """
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount --rbind /dev "$root/dev"
"""
_SEALED = """
ip link set lo up
mount --bind "$root" "$root"
mount -o remount,ro,bind "$root"
mount --bind "$data" "$root/data"
mount -t tmpfs tmpfs "$root/tmp"
"""
"""The root read-only; /data is a volume, /tmp lies in memory."""

_CERTIFICATES = Path("/run/lent/certificates.crt")


@dataclass(slots=True)
class BareRoot:
    """A folder with a Debian system, and what the instructions have set so far.

    Attributes
    ----------
    folder : Path
    lent : tuple of Path
        Files and folders of this machine that installing needs to reach its package registries;
        they are seen while an instruction runs and are not part of the result.
    environment : dict of str to str
    user : str
        ``uid:gid``.
    place : str
        Working directory.
    """

    folder: Path
    lent: tuple[Path, ...] = ()
    environment: dict[str, str] = field(default_factory=dict[str, str])
    user: str = "0:0"
    place: str = "/"

    def build(self, instructions: list[Instruction], context: Path) -> None:
        """Carry out every instruction after FROM.

        Parameters
        ----------
        instructions : list of Instruction
        context : Path
            Folder that COPY reads.
        """
        for one in instructions[1:]:
            print(f"{one.name} {one.text[:100]}", flush=True)
            match one.name:
                case "RUN":
                    self.run(["/bin/sh", "-c", one.text], lend=True).check_returncode()
                case "ENV":
                    self.environment |= dict(word.split("=", 1) for word in one.words)
                case "COPY":
                    self._copy(one.words, context)
                case "USER":
                    self.user = one.text
                case "WORKDIR":
                    self.place = one.text
                case _:
                    # Said to whoever starts the container; nothing is done for it while building.
                    pass

    def run(
        self,
        command: list[str],
        *,
        lend: bool = False,
        sealed: Path | None = None,
        capture: bool = False,
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in the root and wait for it.

        Its mounts are seen by itself alone and vanish with it.

        Parameters
        ----------
        command : list of str
        lend : bool
            Show it the lent files.
        sealed : Path, optional
            Run it as a container that was built: the root is read-only, this folder is /data, and
            there is no network but the machine itself.
        capture : bool
            Keep what it writes.
        """
        made = self._command(command, lend, sealed)
        return subprocess.run(made, check=False, text=True, capture_output=capture)

    def _command(self, command: list[str], lend: bool, sealed: Path | None) -> list[str]:
        lines = ["set -e", f"root={_quoted(self.folder)}"]
        if sealed is not None:
            lines += [f"data={_quoted(sealed)}", _SEALED]
        lines.append(_MOUNT)
        told = dict(self.environment)
        if lend:
            lines += [self._lend(path, path) for path in self.lent]
            told |= {k: v for k, v in os.environ.items() if k.startswith("PIP_")}
            certificates = os.environ.get("SSL_CERT_FILE")
            if certificates:
                # Not in its own place, where the package of the certificates wants to write.
                lines.append(self._lend(Path(certificates), _CERTIFICATES))
                told |= dict.fromkeys(("PIP_CERT", "SSL_CERT_FILE"), str(_CERTIFICATES))
        # As in a container, nothing of this machine's own environment is seen.
        inside = ["env", "-i", f"--chdir={self.place}", *(f"{k}={v}" for k, v in told.items())]
        if "PATH" not in told:
            inside.append("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        script = "\n".join([*lines, f'exec chroot --userspec={self.user} "$root" "$@"'])
        apart = ["--net", "--pid", "--fork", "--kill-child"] if sealed is not None else []
        return [
            *("unshare", "--mount", "--propagation", "private", *apart),
            *("sh", "-c", script, "sh", *inside, *command),
        ]

    def _lend(self, path: Path, place: Path) -> str:
        """The line that shows a file or folder of this machine at a place in the root."""
        there = f'"$root"{_quoted(place)}'
        bind = f"mount --bind {_quoted(path)} {there}"
        if path.is_dir():
            return f"mkdir -p {there}; {bind}"
        return f'mkdir -p "$root"{_quoted(place.parent)}; [ -e {there} ] || : > {there}; {bind}'

    def _copy(self, words: list[str], context: Path) -> None:
        *sources, target = words
        into = self.folder / target.lstrip("/")
        into.mkdir(parents=True, exist_ok=True)
        for pattern in sources:
            found = sorted(context.glob(pattern))
            if not found:
                raise FileNotFoundError(f"COPY finds no {pattern}")
            for path in found:
                shutil.copy(path, into)


def make(folder: Path, image: str) -> None:
    """Install a bare Debian into a folder, as its image is: the smallest set of packages.

    Parameters
    ----------
    folder : Path
    image : str
        Such as ``debian:trixie-slim``.
    """
    named = re.fullmatch(r"debian:([a-z]+)-slim", image)
    if named is None:
        raise ValueError(f"{image} is not a slim Debian")
    command = ["debootstrap", "--variant=minbase", named[1], str(folder), MIRROR]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    shutil.copy("/etc/resolv.conf", folder / "etc" / "resolv.conf")


def lent_by_pip() -> tuple[Path, ...]:
    """What pip on this machine is told to use: its settings, certificates and local indexes."""
    told = subprocess.run(
        [sys.executable, "-m", "pip", "config", "debug"], check=True, capture_output=True, text=True
    ).stdout
    named = (Path(one) for one in re.findall(r"/[^\s',:]+", told.replace("file://", "")))
    there = [one for one in named if one.exists() and one.suffix != ".crt"]
    # Pages of a local index lead to files beside it.
    return tuple(dict.fromkeys(one.parent if one.name == "simple" else one for one in there))


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "'\\''") + "'"
