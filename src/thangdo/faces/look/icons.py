"""The icons, as SVG drawn with one stroke; never emoji, never arrow characters of a font."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS = {
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "up": '<path d="M12 19V5m-6 6 6-6 6 6"/>',
    "down": '<path d="M12 5v14m-6-6 6 6 6-6"/>',
    "right": '<path d="M5 12h14m-6-6 6 6-6 6"/>',
    "warning": '<path d="M12 4 2.5 20h19L12 4Zm0 6v5m0 2.6v.2"/>',
    "yes": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "no": '<path d="m6.5 6.5 11 11m0-11-11 11"/>',
    "file": '<path d="M12 4v11m-5-5 5 5 5-5M5 20h14"/>',
}


def icon(name: str) -> SafeString:
    """One icon, hidden from readers of the screen: words stand beside it. KeyError when there is none."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" '
        'stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        mark_safe(PATHS[name]),
    )
