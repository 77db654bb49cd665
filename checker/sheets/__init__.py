"""From findings to sheets, and what a sheet shows besides them."""
