"""One figure a file: draw(data) makes it from what a claim recorded."""
