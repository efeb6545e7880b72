// Keys for an appraiser's day: j k between answers, a accept, m amend, q ask, c council, u undo.
const answers = [...document.querySelectorAll("article.answer")];
const hint = document.querySelector(".only-keys");
if (hint && answers.length) hint.hidden = false;

const current = () => {
  const inside = document.activeElement?.closest("article.answer");
  if (inside) return answers.indexOf(inside);
  const top = answers.findIndex((one) => one.getBoundingClientRect().bottom > 120);
  return top < 0 ? 0 : top;
};
const go = (place) => {
  const one = answers[Math.min(Math.max(place, 0), answers.length - 1)];
  one.focus({ preventScroll: true });
  one.scrollIntoView({ block: "start" });
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !answers.length) return;
  const typing = event.target.closest("input, textarea, select");
  if (event.key === "Escape" && typing) { typing.closest("article.answer")?.focus(); return; }
  if (typing) return;
  const inside = document.activeElement?.closest("article.answer");
  if (event.key === "j") { go(inside ? current() + 1 : current()); event.preventDefault(); return; }
  if (event.key === "k") { go(current() - 1); event.preventDefault(); return; }
  const at = answers[current()].querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!inside || !at) return;
  event.preventDefault();
  if (at.tagName === "DETAILS") {
    at.open = true;
    at.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  } else at.click();
});

// After a decision the page comes back at the next answer: let the keys work there at once.
if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.focus({ preventScroll: true });
