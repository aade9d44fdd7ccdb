"""Two plans side by side: which tasks are alike, and how their leads differ."""
