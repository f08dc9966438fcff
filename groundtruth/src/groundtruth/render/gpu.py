"""One context of the graphics library with its programs and buffers, shared by all pictures."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np

from groundtruth.render import shader
from groundtruth.render.looks import texture

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundtruth.render.scene.light import Lights

LAYOUT = (
    ("position", 3), ("normal", 3), ("uv", 2), ("colour", 3), ("second", 3), ("look", 4),
    ("light", 3), ("toward", 3), ("glow", 1), ("person", 1),
)  # fmt: skip
"""Attributes of each vertex, float32, in this order; ``look`` is map, roughness, bump, kind."""

WIDTH = sum(count for _, count in LAYOUT)


class Gpu:
    """Off-screen renderer on Mesa's software rasteriser or a graphics card.

    Parameters
    ----------
    map_size : int
        Side of a soft light's shadow map.
    key_size : int
        Side of the key light's shadow map.
    """

    def __init__(self, map_size: int = 200, key_size: int = 1024) -> None:
        # One thread per process: pictures are made by several processes side by side.
        os.environ.setdefault("LP_NUM_THREADS", "1")
        import moderngl

        self._gl = moderngl
        self.ctx: Any = moderngl.create_context(
            standalone=True,
            # moderngl annotates its keyword arguments as one dict.
            backend="egl",  # pyright: ignore[reportArgumentType]
            libgl="libGL.so.1",  # pyright: ignore[reportArgumentType]
            libegl="libEGL.so.1",  # pyright: ignore[reportArgumentType]
        )
        self._seen = self.ctx.program(vertex_shader=shader.VERTEX, fragment_shader=shader.FRAGMENT)
        self._dark = self.ctx.program(
            vertex_shader=shader.SHADOW_VERTEX, fragment_shader=shader.SHADOW_FRAGMENT
        )
        maps = texture.layers()
        self._grain = self.ctx.texture_array(
            (texture.SIZE, texture.SIZE, len(maps)), 4, maps.tobytes()
        )
        self._grain.build_mipmaps()
        self._grain.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        self._soft, self._soft_frame = self._depth(map_size)
        self._key, self._key_frame = self._depth(key_size)
        self._key.compare_func = "<="
        self._key.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self._targets: dict[tuple[int, int], tuple[Any, Any]] = {}
        self._casters: Any = None

    def _depth(self, size: int) -> tuple[Any, Any]:
        depth = self.ctx.depth_texture((size, size))
        depth.repeat_x = depth.repeat_y = False
        depth.compare_func = ""
        return depth, self.ctx.framebuffer([], depth)

    def set_casters(self, points: NDArray[np.float32], faces: NDArray[np.int32]) -> None:
        """Upload the triangles that cast shadows, scene axes."""
        self._release(self._casters)
        corners = self.ctx.buffer(np.ascontiguousarray(points, dtype="f4").tobytes())
        index = self.ctx.buffer(np.ascontiguousarray(faces, dtype="i4").tobytes())
        array = self.ctx.vertex_array(self._dark, [(corners, "3f", "position")], index)
        self._casters = (array, corners, index)

    def depth_map(self, matrix: NDArray[np.float64]) -> NDArray[np.float32]:
        """Depth in [0, 1] that a light sees, first row at the bottom."""
        self._shadows(self._soft_frame, matrix)
        size = self._soft.size[0]
        return np.frombuffer(self._soft.read(), dtype="f4").reshape(size, size)

    def _shadows(self, frame: Any, matrix: NDArray[np.float64]) -> None:
        frame.use()
        self.ctx.enable_only(self._gl.DEPTH_TEST)
        frame.clear(depth=1.0)
        self._dark["clip"].write(matrix.T.astype("f4").tobytes())
        self._casters[0].render()

    def key_shadow(self, matrix: NDArray[np.float64]) -> None:
        """Draw the key light's shadow map."""
        self._shadows(self._key_frame, matrix)

    def picture(
        self,
        size: tuple[int, int],
        vertices: NDArray[np.float32],
        faces: NDArray[np.int32],
        clip: NDArray[np.float64],
        eye: NDArray[np.float64],
        lights: Lights,
        key_matrix: NDArray[np.float64],
        sky: NDArray[np.float64],
    ) -> NDArray[np.float32]:
        """Render linear light and the person's coverage, (H, W, 4), first row at the top."""
        fine, plain = self._target(size)
        corners = self.ctx.buffer(vertices.tobytes())
        index = self.ctx.buffer(faces.tobytes())
        used = [(n, c) for n, c in LAYOUT if n in self._seen]
        form = " ".join(f"{c}f" if (n, c) in used else f"{c}x4" for n, c in LAYOUT)
        array = self.ctx.vertex_array(self._seen, [(corners, form, *(n for n, _ in used))], index)
        fine.use()
        self.ctx.enable_only(self._gl.DEPTH_TEST)
        fine.clear(*(float(c) for c in sky), 0.0, depth=1.0)
        self._grain.use(0)
        self._key.use(1)
        self._set("grain", 0)
        self._set("shade", 1)
        self._set("clip", clip.T)
        self._set("key_clip", key_matrix.T)
        self._set("key_at", lights.key_at)
        self._set("key_colour", lights.key_colour)
        self._set("key_soft", lights.key_soft)
        self._set("eye", eye)
        self._set("above", lights.above)
        self._set("below", lights.below)
        array.render()
        self.ctx.copy_framebuffer(plain, fine)
        data = np.frombuffer(plain.read(components=4, dtype="f2"), dtype="f2")
        self._release((array, corners, index))
        return data.reshape(size[1], size[0], 4)[::-1].astype(np.float32)

    def _set(self, name: str, value: Any) -> None:
        if name not in self._seen:
            return
        if isinstance(value, int):
            self._seen[name].value = value
        else:
            self._seen[name].write(np.asarray(value, dtype="f4").tobytes())

    def _target(self, size: tuple[int, int]) -> tuple[Any, Any]:
        if size not in self._targets:
            fine = self.ctx.framebuffer(
                [self.ctx.renderbuffer(size, 4, samples=4, dtype="f2")],
                self.ctx.depth_renderbuffer(size, samples=4),
            )
            plain = self.ctx.framebuffer([self.ctx.renderbuffer(size, 4, dtype="f2")])
            self._targets[size] = (fine, plain)
        return self._targets[size]

    @staticmethod
    def _release(things: Any) -> None:
        for thing in things or ():
            thing.release()
