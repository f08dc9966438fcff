"""What decides about the numbers of a photo besides its content, and the key made of both."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from posture import __version__
from posture.analysis.options import Options
from posture.analysis.types import Provenance
from posture.assess.knowledge import knowledge_sha256
from posture.batch.table.rows import VERSION
from posture.body.estimate.network import NetworkEstimator
from posture.i18n.language import language
from posture.pose.model.store import model_path

if TYPE_CHECKING:
    from posture.batch.listing.entry import Entry

DIGITS = 32
"""Hexadecimal, of each half of a key: 128 bits."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Program, model, weights and settings of a run; the same for all of its photos.

    Attributes
    ----------
    options : Options
        Without a subject, which each photo has of its own.
    provenance : Provenance
    language : str
        Of the sentences in the rows.
    """

    options: Options
    provenance: Provenance
    language: str

    @classmethod
    def of(cls, options: Options) -> Choices:
        """The choices of this program with these options, in the current language.

        Raises
        ------
        ModelMissingError
        """
        estimator = NetworkEstimator()
        model = model_path(options.model).read_bytes()
        provenance = Provenance(
            version=__version__,
            model=options.model,
            model_sha256=hashlib.sha256(model).hexdigest(),
            estimator=estimator.name,
            estimator_sha256=estimator.sha256,
            knowledge_sha256=knowledge_sha256(),
            settings={"mirror": options.mirror, "roll_deg": options.roll_deg},
            analysed_on=date.today(),
        )
        return cls(options, provenance, language())

    def digest(self, entry: Entry | None = None) -> str:
        """Of everything but the content that the row of a photo depends on.

        Parameters
        ----------
        entry : Entry, optional
            Its view and subject count; person, date and group are labels and do not.
        """
        made, subject = self.provenance, None if entry is None else entry.subject
        told = [
            VERSION, made.version, made.model_sha256, made.estimator_sha256, made.knowledge_sha256,
            sorted(made.settings.items()), self.language,
        ]  # fmt: skip
        if entry is not None and subject is not None:
            told += [entry.view, subject.age, subject.sex, subject.stature_cm]
        return _short(json.dumps(told).encode())


def key_of(sha256: str, choices: str) -> str:
    """The key of a row: of the content and the choices.

    Parameters
    ----------
    sha256 : str
        Of the content; empty where it could not be read.
    choices : str
        As :meth:`Choices.digest` gives it.
    """
    return f"{sha256[:DIGITS]}-{choices}"


def choices_in(key: str) -> str:
    """The part of a key that stands for the choices."""
    return key.rpartition("-")[2]


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:DIGITS]
