import numpy as np
import pytest

from posture.body.outline.contour import Contour, fill, find_contours, sample_across, smooth_round

CENTRE = np.array([150.0, 200.0])


def ring(outer: float = 100.0, inner: float = 40.0):
    y, x = np.mgrid[:400, :300] + 0.5
    radius = np.hypot(x - CENTRE[0], y - CENTRE[1])
    soft = np.minimum(
        np.clip((outer - radius) / 4 + 0.5, 0, 1), np.clip((radius - inner) / 4 + 0.5, 0, 1)
    )
    return soft.astype(np.float32)


def radii(contour: Contour):
    return np.hypot(*(contour.points - CENTRE).T)


def test_the_outer_line_and_the_gap_are_found_with_normals_out_of_the_person():
    outer, gap = sorted(find_contours(ring(), 20), key=lambda c: -len(c.points))
    assert radii(outer).mean() == pytest.approx(100, abs=0.8)
    assert radii(gap).mean() == pytest.approx(40, abs=0.8)
    for contour, sign in ((outer, 1), (gap, -1)):
        radial = (contour.points - CENTRE) / radii(contour)[:, None]
        assert (sign * (radial * contour.normals).sum(axis=1)).min() > 0.98
        np.testing.assert_allclose(np.hypot(*contour.normals.T), 1, atol=1e-9)


def test_what_is_filled_crosses_one_half_on_the_moved_line():
    contours = find_contours(ring(), 20)
    offsets = tuple(95.0 - radii(c) if radii(c).mean() > 70 else radii(c) - 45.25 for c in contours)
    filled = fill(contours, offsets, (400, 300))
    row = filled[200]
    at = np.flatnonzero(np.diff((row > 0.5).astype(int)))
    crossings = at + 0.5 + (0.5 - row[at]) / (row[at + 1] - row[at])
    np.testing.assert_allclose(crossings, [55, 104.75, 195.25, 245], atol=0.15)
    assert filled.sum() == pytest.approx(np.pi * (95**2 - 45.25**2), rel=2e-3)


def test_specks_are_left_out():
    mask = ring()
    mask[5:8, 5:8] = 1
    assert len(find_contours(mask, 20)) == 2


def test_looking_across_reads_the_picture_between_pixels():
    contour = max(find_contours(ring(), 20), key=lambda c: len(c.points))
    y, x = np.mgrid[:400, :300] + 0.5
    slope = (2 * x + 3 * y).astype(np.float32)
    offsets = np.array([-2.5, 0.0, 3.25])
    at = contour.points[:, None] + offsets[None, :, None] * contour.normals[:, None]
    np.testing.assert_allclose(
        sample_across(slope, contour, offsets), at @ np.array([2.0, 3.0]), atol=0.2
    )


def test_smoothing_round_has_no_seam_and_keeps_the_mean():
    angle = np.linspace(0, 2 * np.pi, 300, endpoint=False)
    wave = np.cos(angle)
    np.testing.assert_allclose(
        smooth_round(wave, 4.0), wave * np.exp(-0.5 * (4 * 2 * np.pi / 300) ** 2), atol=1e-3
    )
    noise = np.random.default_rng(0).normal(size=(200, 2))
    np.testing.assert_allclose(smooth_round(noise, 3.0).mean(axis=0), noise.mean(axis=0))
    np.testing.assert_allclose(
        smooth_round(np.roll(noise, 50, axis=0), 3.0), np.roll(smooth_round(noise, 3.0), 50, axis=0)
    )
