"""Here so that pytest puts this folder on the path: several folders of tests import `documents`, `shown` and `rebuilt`."""

import torch  # noqa: F401  (a run inside this process forgets what it is the first to import, and torch bears no second import)

collect_ignore = ["browser"]  # they need a browser: `.ci/browser` brings one, and names that folder
