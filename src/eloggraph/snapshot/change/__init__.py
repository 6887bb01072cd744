"""What changed between two versions of a network, or between two days of one."""
