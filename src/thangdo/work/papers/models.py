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


class Copy(models.Model):
    """The file of a paper (part 0), or of one that goes with it: as it was to be signed, and as it is now.

    Hashes of files in the store. Before the first signature both are the same.
    """

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="copies")
    part = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=300, blank=True)
    original = models.CharField(max_length=64)
    current = models.CharField(max_length=64)
    state = models.CharField(max_length=12, default=states.Copy.KEPT.value)
    pages = models.PositiveIntegerField(default=0)
    numbered = models.BooleanField(default=False)  # its number was read on its first page
    resaved = models.BooleanField(default=False)  # came back saved anew, and somebody said that it is ours
    kept_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("part",)
        constraints = (models.UniqueConstraint(fields=("paper", "part"), name="copy_once"),)


class Mark(models.Model):
    """A signature of a paper as it was found when it was put or came back. signer: a reference to a name."""

    copy = models.ForeignKey(Copy, models.CASCADE, related_name="marks")
    place = models.PositiveIntegerField()  # from 1, in the order of signing
    role = models.CharField(max_length=12)
    field = models.CharField(max_length=120)
    signer = models.JSONField(null=True)
    body = models.CharField(max_length=300, blank=True)
    issuer = models.CharField(max_length=300, blank=True)
    serial = models.CharField(max_length=80)
    valid_to = models.CharField(max_length=10)
    at = models.CharField(max_length=40, blank=True)  # ISO 8601, as it is written in the signature
    timestamped = models.BooleanField(default=False)
    state = models.CharField(max_length=16)
    trust = models.CharField(max_length=16)
    here = models.BooleanField(default=True)  # put here, or brought back
    found_at = models.DateTimeField()

    class Meta:
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=("copy", "place"), name="mark_once"),)
