"""The one composer: it puts the rooms together into ingest, build, publish, show and verify."""
