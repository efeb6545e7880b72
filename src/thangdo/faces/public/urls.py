"""The addresses of the public face; each page also gives its tables and charts under its own address."""

from django.urls import path

from thangdo.faces.public import (
    announcements,
    arms,
    catalogue,
    conferences,
    directives,
    examples,
    home,
    programmes,
)
from thangdo.faces.public.assessments import compare, methods, publications
from thangdo.faces.public.assessments import pages as assessments
from thangdo.faces.public.assessments import unit as assessed
from thangdo.faces.public.editions import pages as editions
from thangdo.faces.public.pages import addresses
from thangdo.faces.public.series import pages as series
from thangdo.faces.public.units import register as units

urlpatterns = [
    path("data-<slug:table>.<ending:ending>", home.data),
    *addresses("", "home", home.home),
    *addresses("assessments/", "assessments", assessments.listing),
    *addresses("assessments/<slug:assessment>/", "assessment", assessments.overview),
    *addresses("assessments/<slug:assessment>/units/<str:unit>/", "assessed", assessed.one),
    *addresses("examples/", "examples", examples.listing),
    *addresses("publications/", "publications", publications.listing),
    *addresses("publications/<slug:slug>/", "publication", publications.latest),
    *addresses("publications/<slug:slug>/<int:revision>/", "publication-revision", publications.one),
    path(
        "publications/<slug:slug>/<int:revision>/publication.zip", publications.file, name="publication-file"
    ),
    *addresses("keys/", "keys", publications.keys),
    path("keys/<slug:fingerprint>.pem", publications.key, name="key"),
    *addresses("editions/", "editions", editions.listing),
    *addresses("editions/<slug:edition>/", "edition", editions.one),
    path("editions/<slug:edition>/edition.yaml", editions.source, name="edition-source"),
    path("editions/<slug:edition>/edition.xlsx", editions.workbook, name="edition-workbook"),
    *addresses("compare/", "compare", compare.compare),
    *addresses("series/", "series", series.listing),
    *addresses("series/<slug:series>/", "series-one", series.one),
    *addresses("methods/", "methods", methods.listing),
    *addresses("methods/<slug:name>/", "method", methods.one),
    *addresses("data/", "data", catalogue.data),
    path("schemas/<slug:name>.schema.json", catalogue.schema, name="schema"),
    path("arms/<slug:sha256>/", arms.arms, name="arms"),
    *addresses("about/", "about", catalogue.about),
    *addresses("announcements/", "announcements", announcements.listing),
    path("announcements/feed.xml", announcements.feed, name="announcements-feed"),
    *addresses("announcements/<slug:slug>/", "announcement", announcements.one, keep=False),
    path("announcements/<slug:slug>/reply/", announcements.reply, name="announcement-reply"),
    path(
        "announcements/<slug:slug>/documents/<int:number>/",
        announcements.document,
        name="announcement-document",
    ),
    *addresses("conferences/", "conferences", conferences.listing),
    *addresses("conferences/<slug:slug>/", "conference", conferences.one),
    *addresses("directives/", "directives", directives.listing),
    *addresses("directives/<slug:slug>/", "directive", directives.one),
    *addresses("programmes/", "programmes", programmes.listing),
    *addresses("programmes/<slug:slug>/", "programme", programmes.one),
    *addresses("units/", "units", units.register),
    *addresses("units/<slug:scheme>/<str:code>/", "unit", units.one),
]
