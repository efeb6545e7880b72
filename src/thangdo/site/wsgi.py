"""The WSGI application, for gunicorn: `gunicorn thangdo.site.wsgi:application`."""

import os

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # what the server writes is its owner's alone
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thangdo.site.settings")
django.setup()

from django.conf import settings  # noqa: E402

from thangdo.faces.cli.safety import unsafe  # noqa: E402
from thangdo.records.backups import using  # noqa: E402
from thangdo.site.demo import only_from_here  # noqa: E402
from thangdo.site.static import collect  # noqa: E402

if reasons := unsafe(os.environ):
    raise ImproperlyConfigured("\n".join(english for _, english in reasons))
collect()
settings.DATA.mkdir(parents=True, exist_ok=True)
try:
    using.hold(settings.DATA)
except using.InUse as error:
    raise ImproperlyConfigured("A backup is being restored into this installation; start later.") from error
application = only_from_here(get_wsgi_application()) if settings.DEMO else get_wsgi_application()
