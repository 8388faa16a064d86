"""Formats in which the store is exported."""

from enum import StrEnum


class Format(StrEnum):
    """How an export is written."""

    JSON = "json"
    YAML = "yaml"
    CSV = "csv"
    CSL_JSON = "csl-json"
