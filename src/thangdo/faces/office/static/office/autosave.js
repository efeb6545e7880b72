/* Saves each criterion by itself; what cannot be sent stays on this computer and is sent again or offered. */
"use strict";
(() => {
  const page = document.getElementById("form");
  if (!page) return;
  const words = page.dataset;
  const place = (node) => `thangdo:${words.person}:${words.place}:${node}`;
  const clock = (at) => new Date(at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  const store = {
    get(node) { try { return JSON.parse(localStorage.getItem(place(node))); } catch { return null; } },
    put(node, draft) { try { localStorage.setItem(place(node), JSON.stringify(draft)); } catch { /* full or forbidden */ } },
    drop(node) { try { localStorage.removeItem(place(node)); } catch { /* forbidden */ } },
  };
  const cookie = (name) => (document.cookie.split("; ").find((one) => one.startsWith(`${name}=`)) || "").split("=")[1] || "";
  const uuid = () => Array.from(crypto.getRandomValues(new Uint8Array(18)), (one) => one.toString(16).padStart(2, "0")).join("");
  const typedName = (name) => /^(v:|na$|nm$|na_reason$|comment$)/.test(name);

  class Criterion {
    constructor(form) {
      this.form = form;
      this.node = form.dataset.autosave;
      this.box = form.closest(".ask");
      this.said = form.querySelector("[data-said]");
      this.base = this.typed();
      this.sending = this.pending = null;
      this.wait = 0;
      form.addEventListener("input", (event) => {
        if (event.target.name && event.target.name.startsWith("v:")) this.forget(event.target);
        this.changed(1500);
      });
      form.addEventListener("change", (event) => { this.show(event.target); this.changed(150); });
      form.addEventListener("focusout", () => { if (this.dirty() && this.typed() !== this.tried) this.changed(300); });
      form.addEventListener("submit", (event) => { event.preventDefault(); this.changed(0); });
      this.offer();
    }

    pairs() { return [...new FormData(this.form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "key"); }
    typed() { return JSON.stringify(this.pairs().filter(([name]) => typedName(name))); }
    dirty() { return this.typed() !== this.base; }
    field(name) { return this.form.elements.namedItem(name); }

    /* A typed text that changes is read anew: the reading that was chosen for the old one is gone. */
    forget(input) {
      const name = input.name.slice(2);
      for (const radio of this.form.querySelectorAll(`.readings input[name="x:${CSS.escape(name)}"]`)) radio.checked = false;
    }

    show(input) {
      if (input.name && input.name.startsWith("x:")) this.retry = true;
      if (input.type === "checkbox" && input.name.startsWith("v:") && input.checked) {
        for (const other of this.form.querySelectorAll(`input[name="${CSS.escape(input.name)}"]`)) {
          if (other !== input && (other.value === "none") !== (input.value === "none")) {
            if (input.value === "none" || other.value === "none") other.checked = false;
          }
        }
      }
    }

    say(state, at) {
      this.said.dataset.state = state;
      this.said.textContent = (words[state] || "").replace("TIME", at || "");
      if (state === "out") {
        const link = document.createElement("a");
        link.href = words.signin;
        link.textContent = words.again;
        this.said.append(" ", link);
      }
    }

    changed(delay) {
      if (!this.dirty() && !this.retry) {
        if (!this.sending && !this.pending) { store.drop(this.node); if (this.said.dataset.state === "unsaved") this.say("", ""); }
        if (delay) return;
      }
      store.put(this.node, { at: Date.now(), seen: this.field("seen").value, typed: this.pairs().filter(([name]) => typedName(name)) });
      if (!this.sending) this.say("unsaved");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), delay);
    }

    async send() {
      if (this.sending) return;
      if (!this.pending) {
        const body = new URLSearchParams(this.pairs());
        this.pending = { key: uuid(), body, typed: this.typed() };
      }
      const sent = this.sending = this.pending;
      this.tried = sent.typed;
      sent.body.set("key", sent.key);
      this.say("saving");
      let answer = null;
      try {
        const response = await fetch(this.form.action, {
          method: "POST", body: sent.body, redirect: "manual", credentials: "same-origin",
          headers: { Accept: "application/json", "X-CSRFToken": cookie("thangdo_csrf") },
        });
        if ((response.headers.get("Content-Type") || "").startsWith("application/json")) answer = await response.json();
        else if (response.type === "opaqueredirect" || response.status === 403) answer = { state: "out" };
        else throw new Error(`answer ${response.status}`);
      } catch {
        this.sending = null;
        this.say("offline");
        this.wait = Math.min((this.wait || 2500) * 2, 60000);
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.send(), this.wait);
        return;
      }
      this.sending = this.pending = null;
      this.wait = 0;
      this.retry = false;
      if (answer.state === "out") { this.say("out"); return; }
      if (answer.state === "saved") this.saved(sent, answer);
      else this.refused(answer);
      if (answer.state === "saved" && this.dirty()) this.changed(300);
    }

    saved(sent, answer) {
      const untouched = this.typed() === sent.typed;
      this.base = sent.typed;
      this.field("seen").value = answer.sequence;
      for (const place of this.form.querySelectorAll("[data-fault]")) place.replaceChildren();
      for (const [name, value] of Object.entries(answer.values)) {
        const base = this.form.querySelector(`input[name="b:${CSS.escape(name)}"]`);
        if (base) base.value = value.kept;
        const exact = this.exact(name);
        const input = this.form.querySelector(`input.figure-input[name="v:${CSS.escape(name)}"]`);
        if (!input || !untouched) continue;
        input.removeAttribute("aria-invalid");
        const put = () => { input.value = value.text; exact.value = value.exact; this.base = this.typed(); };
        if (document.activeElement !== input) put();
        else input.addEventListener("blur", () => { if (this.typed() === sent.typed) put(); }, { once: true });
      }
      for (const [name, value] of Object.entries(answer.words)) {
        const base = this.form.querySelector(`input[name="b:${name}"]`);
        if (base) base.value = value;
      }
      const points = this.box.querySelector("[data-points]");
      if (points) points.innerHTML = answer.points;
      const progress = document.querySelector("[data-progress]");
      if (progress) progress.innerHTML = answer.progress;
      this.mark(answer);
      if (untouched) store.drop(this.node);
      this.say("saved", answer.time);
      this.box.querySelector(".draft")?.remove();
    }

    mark(answer) {
      const good = ["answered", "not-applicable"].includes(answer.status);
      const state = this.box.querySelector("[data-state-of]");
      if (state) { state.textContent = answer.says; state.className = `state${good ? " done" : answer.status === "partial" ? " wait" : ""}`; }
      const link = document.querySelector(`[data-index="${CSS.escape(this.node)}"]`);
      if (!link) return;
      link.dataset.status = answer.status;
      link.querySelector("[data-says]").textContent = answer.says;
    }

    exact(name) {
      let exact = this.form.querySelector(`input[type=hidden][name="x:${CSS.escape(name)}"]`);
      if (!exact) {
        exact = document.createElement("input");
        exact.type = "hidden";
        exact.name = `x:${name}`;
        this.form.querySelector(`[data-field="${CSS.escape(name)}"]`)?.append(exact);
      }
      return exact;
    }

    refused(answer) {
      for (const place of this.form.querySelectorAll("[data-fault]")) place.replaceChildren();
      for (const [name, html] of Object.entries(answer.faults || {})) {
        const field = this.form.querySelector(`[data-field="${CSS.escape(name)}"]`);
        if (!field) continue;
        field.querySelector("[data-fault]").innerHTML = html;
        if (html.includes("readings")) field.querySelector(`input[type=hidden][name="x:${CSS.escape(name)}"]`)?.remove();
        field.querySelector("input.figure-input")?.setAttribute("aria-invalid", "true");
      }
      if (answer.merge) this.box.querySelector("[data-merge]").innerHTML = answer.merge;
      this.say(answer.state);
      if (answer.problem) this.said.textContent = answer.problem;
    }

    /* What was typed on this computer and never sent is offered, not put back by itself. */
    offer() {
      const draft = store.get(this.node);
      if (!draft || !draft.typed) return;
      const merged = draft.merged !== undefined && Number(this.field("seen").value) > Number(draft.merged);
      if (merged || JSON.stringify(draft.typed) === this.base) { store.drop(this.node); return; }
      const note = document.createElement("div");
      note.className = "draft";
      const text = document.createElement("p");
      text.textContent = words.draft.replace("TIME", clock(draft.at));
      const list = document.createElement("strong");
      list.textContent = ` ${draft.typed.filter(([name, value]) => value && name !== "na").map((pair) => this.read(...pair)).join("; ")}`;
      text.append(list);
      const make = (label, quiet, act) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = quiet ? "button small quiet" : "button small";
        button.textContent = label;
        button.addEventListener("click", () => { act(); note.remove(); });
        return button;
      };
      note.append(text, make(words.restore, false, () => this.restore(draft)), make(words.drop, true, () => store.drop(this.node)));
      this.form.before(note);
    }

    /* A value as one reads it: a choice by its words. */
    read(name, value) {
      const inputs = [...this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
      const chosen = inputs.find((one) => ["radio", "checkbox"].includes(one.type) && one.value === value);
      return chosen?.closest("label")?.textContent.trim() || value;
    }

    restore(draft) {
      const wanted = new Map();
      for (const [name, value] of draft.typed) wanted.set(name, [...(wanted.get(name) || []), value]);
      for (const input of this.form.elements) {
        if (!input.name || !typedName(input.name)) continue;
        const values = wanted.get(input.name) || [];
        if (input.type === "checkbox" || input.type === "radio") input.checked = values.includes(input.value);
        else input.value = values[0] ?? "";
      }
      this.field("seen").value = draft.seen;
      this.changed(0);
    }
  }

  const all = [...page.querySelectorAll("form[data-autosave]")].map((form) => new Criterion(form));
  addEventListener("online", () => { for (const one of all) if (one.pending) one.send(); });
  addEventListener("beforeunload", (event) => {
    if (all.some((one) => one.sending || one.pending || one.dirty())) event.preventDefault();
  });
  /* A merge goes its own way: what was typed stays here until it has come through. */
  page.addEventListener("submit", (event) => {
    const node = event.target.dataset.merging;
    const one = node && all.find((each) => each.node === node);
    if (!one) return;
    clearTimeout(one.timer);
    const draft = store.get(node);
    if (event.submitter?.value === "theirs") store.drop(node);
    else if (draft) store.put(node, { ...draft, merged: event.target.elements.namedItem("seen").value });
    one.base = one.typed();
    one.pending = null;
  });
  /* Another form of the page waits until what is typed has been saved, but not for ever. */
  page.addEventListener("submit", (event) => {
    const open = all.filter((one) => one.form !== event.target && (one.sending || one.dirty()));
    if (event.target.dataset.autosave || event.defaultPrevented || event.target.dataset.waited || !open.length) return;
    event.preventDefault();
    event.target.dataset.waited = "yes";
    for (const one of open) one.changed(0);
    const until = Date.now() + 3000;
    const look = () => {
      const left = open.some((one) => one.said.dataset.state === "saving" || one.said.dataset.state === "unsaved");
      if (left && Date.now() < until) setTimeout(look, 100);
      else event.target.requestSubmit(event.submitter);
    };
    setTimeout(look, 100);
  });
  for (const article of page.querySelectorAll(".ask:not(:has(form[data-keep], form[data-autosave]))")) store.drop(article.id.replace(/^c-/, ""));
  /* The text of an objection: kept while it is typed, put back when nothing else stands there. */
  for (const form of page.querySelectorAll("form[data-keep]")) {
    const text = form.querySelector("textarea");
    const draft = store.get(form.dataset.keep);
    if (draft && draft.text && !text.value.trim()) text.value = draft.text;
    text.addEventListener("input", () => store.put(form.dataset.keep, { at: Date.now(), text: text.value }));
  }
})();
