"""How fast the kernels are, beside their peers. Not part of the tests: see the docstring of `test_bench_density`."""
