"""Accounts, and the offices that people hold: a role in a unit from one day to another."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from thangdo.records.units.models import Unit


class Role(models.TextChoices):
    """What an office held entitles to."""

    ADMINISTRATOR = "administrator"
    AUTHOR = "author"  # edition author
    REPORTER = "reporter"  # fills in for the unit
    HEAD = "head"  # người đứng đầu: signs off for the unit
    APPRAISER = "appraiser"
    COUNCIL = "council"
    PUBLISHER = "publisher"
    OBSERVER = "observer"
    SECRETARY = "secretary"  # keeps the minutes, drafts directives and follows what was ordered
    TRAINER = "trainer"  # the office in charge of training: posts, competences, courses


class People(BaseUserManager["Person"]):
    """Making accounts."""

    def create_user(self, login: str, password: str | None = None, **fields: Any) -> Person:
        """An account with its password hashed; without a password it cannot sign in by one."""
        person = self.model(login=self.model.normalize_username(login), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """An account. Names and addresses stand here and nowhere else: events say `person:12`."""

    login = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="vi")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)  # listed on the sign-in page of a demonstration
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = People()

    class Meta:
        constraints = [  # one address, one account: a password link and OpenID Connect go by the address
            models.UniqueConstraint(
                Lower("email"), condition=~models.Q(email=""), name="one_account_per_address"
            )
        ]

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    @property
    def ref(self) -> str:
        """How events name the account."""
        return f"person:{self.pk}"

    def get_full_name(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self.login


class Office(models.Model):
    """An office held: who, which role, in which unit (and all under it), from when, until when."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offices")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="offices")
    role = models.CharField(max_length=20, choices=Role.choices)
    subtree = models.BooleanField(default=False)  # also for every unit below
    since = models.DateField()
    until = models.DateField(null=True)  # the last day; None: still held
    title = models.CharField(max_length=200, blank=True)  # chức vụ, as documents write it
    decision = models.CharField(max_length=200, blank=True)  # of the appointment

    class Meta:
        indexes = [models.Index(fields=["person", "role"], name="office_of_person")]

    def __str__(self) -> str:
        return f"{self.role} of {self.unit_id} held by {self.person_id}"


from thangdo.records.people.bulk_models import Brought as Brought  # noqa: E402
from thangdo.records.people.bulk_models import Invitation as Invitation  # noqa: E402
from thangdo.records.people.token_models import Token as Token  # noqa: E402 (Django finds models here)
