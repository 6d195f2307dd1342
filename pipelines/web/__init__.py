"""The API: `GET /api/v1/…`, read-only, in JSON; `/healthz` and `/readyz` for what watches over the server."""

from pipelines.web.routes import ROUTES

__all__ = ["ROUTES"]
