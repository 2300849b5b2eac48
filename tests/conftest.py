"""Here so that pytest puts this folder on the path: several folders of tests import `documents` and `shown`."""
