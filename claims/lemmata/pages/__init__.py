"""What is made from an evidence file, and from nothing else: the report, the summary, the badge, the errata."""
