"""Pictures of a derivation: its computation graph, its loss, its decision boundary."""
