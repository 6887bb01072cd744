"""What people look at: findings, map, report and tables. No query here, and no clock."""
