"""Here so that pytest puts this folder on the path: several folders of tests import `documents`, `shown` and `rebuilt`."""

collect_ignore = ["browser"]  # they need a browser: `.ci/browser` brings one, and names that folder
