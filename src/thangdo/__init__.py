"""Thang Đo: a province measures its public administration, ranks it, and helps each agency climb."""

__version__ = "0.1.0"
