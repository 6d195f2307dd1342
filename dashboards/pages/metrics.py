"""指标: every metric of the year, or one of them (?metric=)."""

from dashboards import view
from dashboards.i18n import t
from dashboards.widgets import metric, metric_list
from dashboards.widgets.blocks import notice, ways

seen = view.current()
metrics = seen.board.metric_year(seen.organisation_id, seen.year)
if seen.metric_id is None:
    metric_list.listed(seen, metrics)
elif (metrics["metric_id"] == seen.metric_id).any():
    metric.one(seen, metrics)
else:
    notice(t("metrics.unknown", seen.language, metric=seen.metric_id[:60]))
    names = seen.name(metrics.set_index("metric_id"))
    links = [(seen.here(metric_id=each), names[each]) for each in metric_list.nearest(metrics, seen.metric_id)]
    links.append((seen.here(metric_id=None), t("metrics.back", seen.language)))
    ways(links)
