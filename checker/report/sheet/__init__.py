"""Proof sheets: a verified page as a document to hand in, publish or teach from."""
