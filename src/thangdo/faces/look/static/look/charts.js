// Draws the charts of a page from the specifications in it. Vega is fetched when the first chart comes into view.
const formats = {
  vi: { decimal: ",", thousands: ".", grouping: [3], currency: ["", " ₫"] },
  en: { decimal: ".", thousands: ",", grouping: [3], currency: ["", ""] },
};

function narrowed(spec, width) {
  // On a phone the names beside the bars may take no more than a third of the width.
  if (width < 560) {
    const limit = Math.round(width / 2.6);
    JSON.stringify(spec, (key, value) => {
      if (key === "axis" && value && typeof value === "object" && value.labelLimit) value.labelLimit = limit;
      return value;
    });
  }
  return spec;
}

async function draw(place) {
  const { vegaEmbed } = await import("./vendor/vega.js");
  const spec = narrowed(JSON.parse(document.getElementById(place.dataset.spec).textContent), place.clientWidth);
  await document.fonts.ready;
  await vegaEmbed(place, spec, {
    ast: true,
    actions: false,
    renderer: "svg",
    formatLocale: formats[document.documentElement.lang] ?? formats.vi,
    tooltip: { theme: "custom" },
  });
  const drawing = place.querySelector("svg");
  drawing?.setAttribute("aria-hidden", "true");
  drawing?.removeAttribute("role");
  place.dataset.drawn = "yes";
}

const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) {
        seen.unobserve(entry.target);
        draw(entry.target).catch((problem) => {
          console.error(problem);
          entry.target.closest("figure")?.querySelector("details")?.setAttribute("open", "");
        });
      }
    }
  },
  { rootMargin: "400px" },
);

function watch(root) {
  for (const place of root.querySelectorAll("[data-spec]:not([data-drawn])")) seen.observe(place);
}

watch(document);
document.addEventListener("htmx:afterSettle", (event) => watch(event.detail.elt));
addEventListener("beforeprint", () => {
  for (const place of document.querySelectorAll("[data-spec]:not([data-drawn])")) draw(place);
});
