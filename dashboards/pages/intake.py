"""资料导入: reports as they come, looked at, corrected, loaded and sent on to review."""

from dashboards import view
from dashboards.widgets import documents

documents.intake(view.current())
