"""What officers read of campaigns: each query is limited to what the asker may see."""
