"""The suite; a package, since latex2sympy2 installs another one of this name."""
