"""What the tests of pages share."""

from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner

from dashboards import sign_in

assert sign_in  # once it is loaded, a test's `seen_by` stays the last to say who looks


@pytest.fixture(scope="session", autouse=True)
def packages_scanned_once():
    """Streamlit's tester looks for components in every installed package before each run: half of a run's time."""
    scan = manifest_scanner.scan_component_manifests
    manifest_scanner.scan_component_manifests = cache(scan)
    yield
    manifest_scanner.scan_component_manifests = scan
