"""What has been published: scores, levels, ranks and index series; never edited."""
