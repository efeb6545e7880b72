"""The sealed publication (bộ kết quả công bố): one signed zip of plain parts that anyone can recompute."""
