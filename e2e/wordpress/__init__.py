"""A real WordPress for the tests: installed once into a cache, booted in a second or two from a snapshot."""
