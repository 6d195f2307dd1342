"""data/catalogue as domain values, once every promise between its files holds."""

from pipelines.catalogue.entries import Entries, plain, raw_entries
from pipelines.catalogue.load import catalogue_files, load_catalogue
from pipelines.catalogue.rubric_promises import rubric_warnings
from pipelines.catalogue.rubric_shapes import rubric_of

__all__ = ["Entries", "catalogue_files", "load_catalogue", "plain", "raw_entries", "rubric_of", "rubric_warnings"]
