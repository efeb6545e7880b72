"""The addresses that an OpenID Connect provider knows: the same in both languages."""

from thangdo.faces.office.people.account import oidc_urlpatterns as urlpatterns

__all__ = ["urlpatterns"]
