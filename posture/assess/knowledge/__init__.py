"""Norms, exercises and evidence as YAML files with sources, and their loader."""

from posture.assess.knowledge.library import knowledge, knowledge_sha256

__all__ = ["knowledge", "knowledge_sha256"]
