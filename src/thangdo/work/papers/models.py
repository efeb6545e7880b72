"""Registers of outgoing papers and the papers in them as they stand now: a projection of the events."""

from __future__ import annotations

from django.db import models

from thangdo.records.units.models import Unit
from thangdo.work.papers import states


class Book(models.Model):
    """A register of one body and one year: of one kind of papers, or of all that have none of their own."""

    slug = models.SlugField(max_length=80, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    year = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, default=states.ALL)
    first = models.PositiveIntegerField(default=1)  # where numbering begins here
    last = models.PositiveIntegerField(default=0)  # the last number given; first - 1 before there is one
    last_day = models.DateField(null=True)  # of the last paper
    state = models.CharField(max_length=12, default=states.Book.OPEN.value)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-year", "title", "pk")
        constraints = (models.UniqueConstraint(fields=("unit", "year", "kind"), name="book_once"),)

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        """The stream of its events."""
        return f"papers:{self.slug}"


class Paper(models.Model):
    """A paper with its number. Names of people and typed notes are references to texts."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="papers")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    symbol = models.CharField(max_length=80)  # whole: 125/SKHCN-CĐS
    day = models.DateField()
    abstract = models.CharField(max_length=1000)
    drafter = models.CharField(max_length=20, blank=True)
    authority = models.CharField(max_length=6, blank=True)
    post = models.CharField(max_length=120, blank=True)
    recipients = models.TextField(blank=True)  # one a line
    grounds = models.TextField(blank=True)  # one a line
    basis = models.CharField(max_length=400, blank=True)
    source = models.CharField(max_length=200, blank=True)
    signer = models.JSONField(null=True)
    note = models.JSONField(null=True)
    state = models.CharField(max_length=12, default=states.Paper.ISSUED.value)
    reason = models.JSONField(null=True)  # why it is void, or was put right last
    search = models.CharField(max_length=1400, db_index=False)  # symbol, abstract, drafter without marks

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("book", "number"), name="paper_number_once"),)
        indexes = (models.Index(fields=["source"], name="paper_source"),)

    def __str__(self) -> str:
        return self.symbol
