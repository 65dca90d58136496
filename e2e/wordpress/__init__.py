"""A real WordPress for the tests: installed once into a cache, booted in about two seconds from a snapshot."""
