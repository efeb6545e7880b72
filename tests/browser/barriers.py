"""What keeps a reader with aids from a page, as axe-core finds it, and what is too wide for a small phone.

Contrast is two thirds of the work and hangs on how a text is drawn, not on its words. It is measured of the
whole page where that is first looked at; at other widths and in the other language of what is drawn otherwise
there. All other rules look at everything, each time.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: `known`: how texts measured before are drawn: letters, and every ground, layer and place up to the root
_LOOK = """async ([options, known, whole]) => {
  const kept = new Map(), met = new Set(known), fresh = [];
  const under = element => {
    if (!element) return '';
    if (!kept.has(element)) {
      const is = getComputedStyle(element), own = [];
      if (is.backgroundColor != 'rgba(0, 0, 0, 0)') own.push(is.backgroundColor);
      if (is.backgroundImage != 'none') own.push(is.backgroundImage);
      if (is.opacity != '1' || is.filter != 'none' || is.mixBlendMode != 'normal')
        own.push(is.opacity, is.filter, is.mixBlendMode);
      if (is.position != 'static') own.push(is.position, element.className);
      kept.set(element, under(element.parentElement) + own.join(' ') + (own.length ? '|' : ''));
    }
    return kept.get(element);
  };
  for (const element of document.body.querySelectorAll('*')) {
    const speaks = element.matches('input, select, textarea') ||
      [...element.childNodes].some(node => node.nodeType == 3 && node.data.trim());
    if (!speaks || !element.getClientRects().length) continue;
    const is = getComputedStyle(element);
    const drawn = [is.color, is.fontSize, is.fontWeight, is.textShadow, is.visibility, element.disabled,
      under(element)].join(' ');
    if (!known.includes(drawn)) { met.add(drawn); fresh.push(element); }
  }
  const all = {...options, rules: {'color-contrast': {enabled: whole}}};
  const faults = (await axe.run(document, all)).violations;
  if (!whole && fresh.length) {
    const only = {resultTypes: ['violations'], runOnly: {type: 'rule', values: ['color-contrast']}};
    faults.push(...(await axe.run({include: fresh}, only)).violations);
  }
  return [faults.map(one => [one.id, one.nodes.slice(0, 3).map(node => node.html)]), [...met]];
}"""


class Barriers:
    """One page looked at again and again: at several widths, in both languages."""

    def __init__(self) -> None:
        self.known: list[str] = []

    def found(self, page: Page) -> list[str]:
        """The faults of the page as it is shown now: the rule of axe-core and the element."""
        if not page.evaluate("'axe' in window"):
            page.evaluate(Axe().axe_script)
        options: dict[str, Any] = {"runOnly": TAGS, "resultTypes": ["violations"]}
        faults, self.known = page.evaluate(_LOOK, [options, self.known, not self.known])
        return [f"{rule}: {html[:160]}" for rule, nodes in faults for html in nodes]

    def at(self, page: Page, *widths: int) -> list[str]:
        """The faults at each of these widths."""
        said = []
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            said += [f"{width} px: {fault}" for fault in self.found(page)]
        return said


def too_wide(page: Page) -> list[str]:
    """Whether the page must be pushed sideways on a screen of 320 pixels (WCAG 1.4.10)."""
    page.set_viewport_size({"width": 320, "height": 640})
    needed = page.evaluate("document.documentElement.scrollWidth")
    return [f"320 px: the page is {needed} px wide and must be pushed sideways"] if needed > 320 else []
