"""What belongs to this repository alone. The plugin that runs claims is registered by the installed package."""

pytest_plugins = ["pytester"]  # our tests run pytest on claims that they write to temporary directories
