"""The app on a machine without any network: run inside a name space of its own.

``unshare --map-root-user --net python -m tests.e2e.offline`` switches loopback on, makes sure that
nothing else is there, and walks from a sample to its report.
"""

from __future__ import annotations

import fcntl
import socket
import struct
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e import serving
from tests.e2e.visitor import (
    KEEP,
    SAMPLES,
    adjust,
    check_sample,
    compare_sample,
    drop,
    found,
    go_to,
    open_fold,
    settled,
    visit,
)

SIOCGIFFLAGS, SIOCSIFFLAGS, UP = 0x8913, 0x8914, 0x1


def loopback_up() -> None:
    """Switch ``lo`` on, which a new name space has switched off; needs no tool of the system."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        asked = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(line, SIOCGIFFLAGS, asked))[1]
        fcntl.ioctl(line, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | UP))


def main() -> None:
    """Check a photo, keep the report, adjust, compare, read: all without a net."""
    loopback_up()
    there = [name for _, name in socket.if_nameindex()]
    assert there == ["lo"], there
    failed: list[str] = []
    with serving.served() as address:
        with serving.browser() as page:
            page.on("pageerror", lambda error: failed.append(f"thrown: {error}"))
            page.on("console", lambda m: failed.append(m.text) if m.type == "error" else None)
            page.on("requestfailed", lambda request: failed.append(request.url))
            page.on("request", lambda r: None if _local(r.url, address) else failed.append(r.url))
            _walk(page, address)
        serving.stop_driver()
    assert failed == [], failed
    print("offline: photo, report, points, left and right, before and after, live, learn")


def _local(url: str, address: str) -> bool:
    return url.startswith((address, address.replace("http", "ws"), "data:", "blob:"))


def _walk(page: Page, address: str) -> None:
    visit(page, address)
    check_sample(page, "Leaning back")
    open_fold(page, KEEP)
    page.get_by_role("button", name="Make picture, report and data").click()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Report (PDF)").click()
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF")
    adjust(page)
    page.locator(".hit[data-point=c7]").wait_for(state="attached")
    go_to(page, "Check")
    page.get_by_role("button", name="Another photo").click()
    page.get_by_test_id("stFileUploaderDropzone").wait_for()
    settled(page)
    drop(page, SAMPLES / "sides" / "front.jpg")
    found(page)
    go_to(page, "Compare")
    expect(page.get_by_role("heading", level=1, name="Compare")).to_be_visible()
    settled(page)
    compare_sample(page)
    # Without a network the live page offers this machine's own camera by itself.
    go_to(page, "Live")
    expect(page.get_by_role("heading", level=1, name="Live")).to_be_visible()
    expect(page.get_by_text("There is no network")).to_be_visible()
    expect(page.get_by_text("on which this program runs")).to_be_visible()
    settled(page)
    go_to(page, "Learn")
    expect(page.get_by_role("heading", level=1, name="Learn")).to_be_visible()
    settled(page)


if __name__ == "__main__":
    main()
