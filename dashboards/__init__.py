"""Pages over a published edition.  They know `pipelines.api` and nothing behind it."""
