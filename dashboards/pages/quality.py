"""数据质量: what is missing, old or odd in the edition, what each means and who can mend it; the data dictionary."""

from dashboards import view
from dashboards.widgets import dictionary, quality

seen = view.current()
quality.coverage(seen)
quality.large_changes(seen)
quality.checks(seen)
quality.unmapped(seen)
quality.owners(seen)
quality.ledgers(seen)
dictionary.searched(seen)
