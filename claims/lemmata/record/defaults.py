"""What a run is by default, so that two runs that say nothing are one."""

__all__ = ["DEFAULT_SEED"]

DEFAULT_SEED = 20200401
