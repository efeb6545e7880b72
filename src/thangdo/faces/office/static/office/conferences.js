/* Minutes: each line is kept by itself; two secretaries on one line see both texts. Projector: arrow keys. Clocks run. */
"use strict";
(() => {
  const wall = document.querySelector("[data-projector]");
  if (wall) {
    const follow = (rel) => { const link = wall.querySelector(`a[rel=${rel}]`); if (link) location.assign(link.href); };
    const keys = { ArrowRight: "next", PageDown: "next", " ": "next", ArrowLeft: "prev", PageUp: "prev", Escape: "up" };
    document.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "f") { if (document.fullscreenElement) document.exitFullscreen(); else wall.requestFullscreen?.(); return; }
      const rel = keys[event.key];
      if (rel && !(event.key === " " && event.target.closest("a"))) { event.preventDefault(); follow(rel); }
    });
  }
  const began = Date.now();
  const tick = () => {
    for (const clock of document.querySelectorAll("[data-seconds]")) {
      const all = Number(clock.dataset.seconds) + ("runs" in clock.dataset ? Math.floor((Date.now() - began) / 1000) : 0);
      clock.classList.toggle("over", Number(clock.dataset.most || Infinity) * 60 < all);
      clock.textContent = `${Math.floor(all / 60)}:${String(all % 60).padStart(2, "0")}`;
    }
  };
  if (document.querySelector("[data-seconds]")) { tick(); setInterval(tick, 1000); }

  /* What runs is fetched anew, unless somebody is at a button of it. */
  const renew = async () => {
    try {
      const answer = await fetch(location.href, { headers: { "X-Renew": "1" } });
      if (!answer.ok || answer.redirected) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const old of document.querySelectorAll("[data-live]")) {
        const now = fresh.getElementById(old.id);
        if (now && !old.contains(document.activeElement)) old.replaceWith(document.importNode(now, true));
      }
    } catch { /* the network is away: what stands there stays */ }
  };
  if (document.querySelector("[data-live]")) setInterval(renew, 10000);

  const words = document.getElementById("minutes-words");
  if (!words) return;
  const uuid = () => Array.from(crypto.getRandomValues(new Uint8Array(18)), (one) => one.toString(16).padStart(2, "0")).join("");
  const blank = document.getElementById("new")?.cloneNode(true);

  class Line {
    constructor(form) {
      this.form = form;
      this.said = form.querySelector("[data-said]");
      this.merge = form.querySelector("[data-merge]");
      this.base = this.typed();
      this.busy = this.again = false;
      form.addEventListener("input", () => this.later(1500));
      form.addEventListener("change", () => this.later(200));
      form.addEventListener("submit", (event) => { event.preventDefault(); this.keep(); });
      form.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); this.keep().then(() => next(this.form)); }
        if (event.key.toLowerCase() === "d" && event.altKey) {
          event.preventDefault();
          const mark = this.field("directive");
          mark.checked = !mark.checked;
          this.later(200);
        }
      });
      form.querySelector("[data-mine]").addEventListener("click", () => this.settle(this.field("text").value));
      form.querySelector("[data-take]").addEventListener("click", () => this.settle(this.other.theirs));
      form.querySelector("[data-both]").addEventListener("click", () => {
        this.field("text").value = `${this.other.theirs}\n${this.field("text").value}`;
        this.field("seen").value = this.other.seen;
        this.merge.hidden = true;
        this.field("text").focus();
      });
    }
    field(name) { return this.form.elements.namedItem(name); }
    typed() { return JSON.stringify(["text", "kind"].map((name) => this.field(name).value).concat(this.field("directive").checked)); }
    later(wait) { clearTimeout(this.timer); if (this.typed() !== this.base) this.timer = setTimeout(() => this.keep(), wait); }
    say(state) { this.said.dataset.state = state; this.said.textContent = words.dataset[state] || state; }
    settle(text) { this.field("text").value = text; this.field("seen").value = this.other.seen; this.merge.hidden = true; this.base = ""; this.keep(); }

    async keep() {
      clearTimeout(this.timer);
      const now = this.typed();
      if (now === this.base || !this.merge.hidden) return;
      if (!this.field("number").value && !this.field("text").value.trim()) return;
      if (this.busy) { this.again = true; return; }
      this.busy = true;
      this.say("saving");
      if (this.tried !== now) { this.tried = now; this.field("key").value = uuid(); }
      try {
        const answer = await fetch(this.form.action, { method: "POST", body: new FormData(this.form), headers: { Accept: "application/json" } });
        if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) throw new Error("no answer");
        const told = await answer.json();
        if (answer.status === 409) {
          this.other = told;
          this.merge.querySelector("[data-theirs]").textContent = told.theirs;
          this.merge.hidden = false;
          this.say("lost");
        } else if (answer.ok) {
          const fresh = !this.field("number").value;
          this.field("number").value = told.number;
          this.field("seen").value = told.seen;
          this.base = now;
          this.say("saved");
          if (fresh) grow(this.form, told.number);
        } else { this.say(told.said); }
      } catch { this.say("lost"); this.timer = setTimeout(() => this.keep(), 5000); }
      this.busy = false;
      if (this.again) { this.again = false; await this.keep(); }
    }
  }
  function grow(form, number) {
    form.id = `line-${number}`;
    for (const name of ["text", "kind"]) {
      const label = form.querySelector(`label[for=${name}-new]`);
      form.elements.namedItem(name).id = `${name}-${number}`;
      if (label) label.htmlFor = `${name}-${number}`;
    }
    const more = blank.cloneNode(true);
    more.elements.namedItem("text").removeAttribute("autofocus");
    form.after(more);
    new Line(more);
  }
  function next(form) { form.nextElementSibling?.elements.namedItem("text").focus(); }
  for (const form of document.querySelectorAll("[data-line]")) new Line(form);
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("[data-said][data-state=lost], [data-said][data-state=saving]")) event.preventDefault();
  });
})();
