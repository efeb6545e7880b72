"""The registers of outgoing papers (sổ đăng ký văn bản đi): each paper its own number, none twice, no gap."""
