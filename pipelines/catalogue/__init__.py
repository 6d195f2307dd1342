"""data/catalogue as domain values, once every promise between its files holds."""

from pipelines.catalogue.load import catalogue_files, load_catalogue

__all__ = ["catalogue_files", "load_catalogue"]
