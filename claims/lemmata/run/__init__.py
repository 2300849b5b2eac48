"""Claims under pytest: found, judged as items, reported.

`entry` is what pytest loads; everything else waits until a file with claims is met."""
