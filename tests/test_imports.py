"""No module imports itself through others."""

from __future__ import annotations

from graphlib import TopologicalSorter

import grimp

import posture


def test_no_modules_import_each_other_in_a_circle():
    graph = grimp.build_graph("posture", cache_dir=None)
    # The package itself names its public names for the type checker, and its rooms ask its version.
    modules = graph.modules - {posture.__name__}
    imports = {one: graph.find_modules_directly_imported_by(one) & modules for one in modules}
    TopologicalSorter(imports).prepare()  # raises CycleError, which names the circle
