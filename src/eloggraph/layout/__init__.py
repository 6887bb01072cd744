"""Where the nodes and labels of a drawing stand; it measures nothing."""
