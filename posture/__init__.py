"""Measures standing posture from one side photo, with an error for every number.

``posture.analyze(photo)`` is the whole pipeline in one call; ``posture.compare(before, after)``
compares two analyses of one person. Importing the package is cheap:
LiteRT and OpenCV are imported by the first analysis, not here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.2.0"

__all__ = [
    "Analysis",
    "Change",
    "Comparison",
    "FrontalAnalysis",
    "Options",
    "PostureError",
    "Refusal",
    "__version__",
    "analyze",
    "analyze_frontal",
    "compare",
]

if TYPE_CHECKING:
    from posture.analysis.comparison import Change, Comparison, compare
    from posture.analysis.frontal import FrontalAnalysis, analyze_frontal
    from posture.analysis.options import Options
    from posture.analysis.pipeline import analyze
    from posture.analysis.types import Analysis
    from posture.body.remarks import Refusal
    from posture.errors import PostureError

_HOMES = {
    "Analysis": "posture.analysis.types",
    "Change": "posture.analysis.comparison",
    "Comparison": "posture.analysis.comparison",
    "FrontalAnalysis": "posture.analysis.frontal",
    "Options": "posture.analysis.options",
    "PostureError": "posture.errors",
    "Refusal": "posture.body.remarks",
    "analyze": "posture.analysis.pipeline",
    "analyze_frontal": "posture.analysis.frontal",
    "compare": "posture.analysis.comparison",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'posture' has no attribute {name!r}")
    from importlib import import_module

    try:
        return getattr(import_module(_HOMES[name]), name)
    except ImportError as error:
        from posture.installation import library_error

        missing = library_error()
        if missing is None:
            raise
        raise missing from error
