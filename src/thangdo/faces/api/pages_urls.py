"""The pages that describe the interface, in both languages."""

from django.urls import path

from thangdo.faces.api import reference

urlpatterns = [
    path("api/v1/", reference.operations, name="api-reference"),
    path("api/v1/problems/", reference.problems, name="api-problems"),
    path("api/v1/problems/<slug:name>", reference.problem, name="api-problem"),
]
