/* The room of a conference: speaks the WebSocket API of Janus itself. A lost connection is made again by itself. */
const room = document.getElementById("room");
const ticket = JSON.parse(room.dataset.ticket);
const names = JSON.parse(room.dataset.names);
const videos = document.getElementById("room-videos");
const BEAT = 5000, PATIENCE = 10000, AGAIN = 1000, MOST = 15000; // milliseconds: keepalive, wait for an answer, next try, at most
const TAKEN = 436, UNAUTHORISED = 433, NO_ROOM = 426, FORBIDDEN = 403;
const title = (display) => names[display] || (display === "chair" ? room.dataset.hall : display);
const say = (code) => {
  room.dataset.now = code;
  document.getElementById("room-state").textContent = room.dataset[code];
};
const media = () => navigator.mediaDevices.getUserMedia({
  audio: ticket.sound || true, video: { width: { ideal: ticket.width || 640 }, height: { ideal: ticket.height || 360 }, frameRate: { max: ticket.rate || 20 } },
});
const gathered = (peer) => new Promise((done) => {
  if (peer.iceGatheringState === "complete") done();
  peer.addEventListener("icegatheringstatechange", () => { if (peer.iceGatheringState === "complete") done(); });
  setTimeout(done, 2000);
});

/* One connection: a session with a handle that sends (and hears who is there) and one that receives. */
class Meeting {
  constructor(stream) {
    this.stream = stream; this.waiting = new Map(); this.handlers = new Map(); this.here = new Map();
    this.watched = new Set(); this.mids = new Map(); this.peers = new Set(); this.queue = Promise.resolve(); this.over = false;
  }

  open() {
    return new Promise((done, fail) => {
      this.ended = fail;
      this.socket = new WebSocket(ticket.socket, "janus-protocol");
      this.socket.onopen = () => this.enter().catch((error) => this.end(error));
      this.socket.onmessage = (event) => this.heard(JSON.parse(event.data));
      this.socket.onclose = this.socket.onerror = () => this.end(new Error("away"));
      setTimeout(() => { if (this.socket.readyState === WebSocket.CONNECTING) this.end(new Error("away")); }, PATIENCE);
    });
  }

  end(error) {
    if (this.over) return;
    this.over = true;
    clearInterval(this.beat); clearTimeout(this.patience);
    for (const peer of this.peers) peer.close();
    this.socket.onclose = this.socket.onerror = this.socket.onmessage = null;
    this.socket.close();
    for (const picture of videos.querySelectorAll("[data-feed]")) picture.remove();
    this.here.clear(); this.list();
    this.ended(error);
  }

  send(message, handle) {
    const transaction = crypto.getRandomValues(new Uint32Array(2)).join("-");
    const whole = { ...message, transaction, token: ticket.auth };
    if (this.session) whole.session_id = this.session;
    if (handle) whole.handle_id = handle;
    return new Promise((done, fail) => {
      const late = setTimeout(() => { fail(new Error("away")); this.end(new Error("away")); }, PATIENCE);
      this.waiting.set(transaction, { done: (one) => { clearTimeout(late); done(one); }, fail: (one) => { clearTimeout(late); fail(one); }, acked: message.janus !== "message" });
      this.socket.send(JSON.stringify(whole));
    });
  }

  heard(message) {
    const asked = this.waiting.get(message.transaction);
    if (message.janus === "ack" && asked && !asked.acked) return;
    const data = message.plugindata?.data;
    if (asked) {
      this.waiting.delete(message.transaction);
      const code = message.error?.code || data?.error_code;
      if (code) asked.fail(Object.assign(new Error(message.error?.reason || data.error), { code }));
      else asked.done(message);
    } else if (message.janus === "timeout") this.end(new Error("away"));
    else if (message.janus === "hangup" && message.sender === this.sender) this.end(new Error("hangup"));
    else if (message.janus === "hangup" && message.sender === this.receiver) this.receiveAgain();
    else if (message.janus === "webrtcup" && message.sender === this.sender) this.up?.();
    if (data && message.janus === "event") this.handlers.get(message.sender)?.(data, message.jsep);
  }

  async attach(handler) {
    const { data } = await this.send({ janus: "attach", plugin: "janus.plugin.videoroom" });
    this.handlers.set(data.id, handler);
    return data.id;
  }

  peer(lost) {
    const peer = new RTCPeerConnection({ bundlePolicy: "max-bundle", iceServers: ticket.ice || [] });
    peer.onconnectionstatechange = () => { if (peer.connectionState === "failed") lost(); };
    this.peers.add(peer);
    return peer;
  }

  /* Only what is received has broken: one's own picture, and with it the roll call, stays as it is. */
  receiveAgain() {
    if (this.over || !this.receiver) return;
    const old = this.receiver;
    this.handlers.delete(old); this.receiver = null;
    this.incoming.close(); this.peers.delete(this.incoming);
    this.watched.clear(); this.mids.clear();
    this.send({ janus: "detach" }, old).catch(() => {});
    setTimeout(() => { if (!this.over) this.told({}); }, AGAIN);
  }

  async enter() {
    this.session = (await this.send({ janus: "create" })).data.id;
    this.beat = setInterval(() => this.send({ janus: "keepalive" }).catch(() => this.end(new Error("away"))), BEAT);
    this.sender = await this.attach((data) => this.told(data));
    const who = { request: "join", ptype: "publisher", room: ticket.room, display: ticket.display, token: ticket.token };
    if (ticket.id) who.id = ticket.id;
    const joined = (await this.send({ janus: "message", body: who }, this.sender)).plugindata.data;
    this.privately = joined.private_id;
    if (this.stream) await this.publish();
    say("in"); room.dataset.tries = 0;
  }

  async publish() {
    /* A line that has just come back may offer no way yet, or one that nothing passes: then all is tried again. */
    const up = new Promise((done) => { this.up = done; });
    const peer = this.peer(() => this.end(new Error("failed")));
    for (const track of this.stream.getTracks()) peer.addTransceiver(track, { direction: "sendonly", streams: [this.stream] });
    await peer.setLocalDescription(await peer.createOffer());
    await gathered(peer);
    const { type, sdp } = peer.localDescription;
    if (!sdp.includes("a=candidate:")) throw new Error("no way out");
    const answer = await this.send({ janus: "message", body: { request: "configure" }, jsep: { type, sdp } }, this.sender);
    await peer.setRemoteDescription(answer.jsep);
    this.patience = setTimeout(() => this.end(new Error("nothing passes")), 2 * PATIENCE);
    await up;
    clearTimeout(this.patience);
  }

  told(data) {
    for (const one of data.publishers || []) this.here.set(one.id, one.display);
    const gone = data.unpublished || data.leaving;
    if (gone && gone !== "ok") {
      this.here.delete(gone); this.watched.delete(gone);
      document.querySelector(`[data-feed="${gone}"]`)?.remove();
    }
    this.list();
    const fresh = [...this.here.keys()].filter((id) => !this.watched.has(id) && (ticket.all || id === ticket.hall));
    if (fresh.length) this.watch(fresh);
  }

  later(task) {
    this.queue = this.queue.then(task).catch((error) => { console.warn(error.message); this.receiveAgain(); });
  }

  watch(feeds) {
    for (const feed of feeds) this.watched.add(feed);
    this.later(() => this.subscribe(feeds));
  }

  async subscribe(feeds) {
    const streams = feeds.filter((feed) => this.here.has(feed)).map((feed) => ({ feed }));
    if (!streams.length || this.over) return;
    if (this.receiver) return this.answer(await this.send({ janus: "message", body: { request: "subscribe", streams } }, this.receiver));
    /* A site that leaves, and one that comes in its place, change what is received: Janus offers anew. */
    this.receiver = await this.attach((data, jsep) => this.later(() => this.answer({ jsep, plugindata: { data } })));
    this.incoming = this.peer(() => this.receiveAgain());
    this.incoming.ontrack = ({ track, transceiver }) => this.show(track, transceiver.mid);
    const body = { request: "join", ptype: "subscriber", room: ticket.room, private_id: this.privately, streams, use_msid: true };
    await this.answer(await this.send({ janus: "message", body }, this.receiver));
  }

  async answer({ jsep, plugindata }) {
    for (const one of plugindata?.data?.streams || []) this.mids.set(one.mid, one);
    if (!jsep) return;
    await this.incoming.setRemoteDescription(jsep);
    await this.incoming.setLocalDescription(await this.incoming.createAnswer());
    await gathered(this.incoming);
    const { type, sdp } = this.incoming.localDescription;
    await this.send({ janus: "message", body: { request: "start" }, jsep: { type, sdp } }, this.receiver);
  }

  show(track, mid) {
    const feed = this.mids.get(mid)?.feed_id;
    if (!feed || !this.here.has(feed)) return;
    let picture = document.querySelector(`[data-feed="${feed}"]`);
    if (!picture) {
      picture = document.createElement("figure");
      picture.dataset.feed = feed;
      picture.classList.toggle("room-hall", feed === ticket.hall);
      const video = Object.assign(document.createElement("video"), { autoplay: true, playsInline: true, srcObject: new MediaStream() });
      picture.append(video, Object.assign(document.createElement("figcaption"), { textContent: title(this.here.get(feed)) }));
      videos.append(picture);
    }
    const stream = picture.querySelector("video").srcObject;
    for (const old of stream.getTracks()) if (old.kind === track.kind) stream.removeTrack(old);
    stream.addTrack(track);
  }

  list() {
    const shown = [...this.here.values()].map(title).sort(new Intl.Collator(document.documentElement.lang).compare);
    document.getElementById("room-here").replaceChildren(...shown.map((one) => Object.assign(document.createElement("li"), { textContent: one })));
  }
}

const button = (id, kind, stream) => {
  const pressed = document.getElementById(id);
  pressed?.addEventListener("click", () => {
    const on = pressed.getAttribute("aria-pressed") !== "true";
    pressed.setAttribute("aria-pressed", String(on));
    for (const track of stream.getTracks()) if (track.kind === kind) track.enabled = on;
  });
};

const meet = async () => {
  let stream = null;
  if (ticket.publish) {
    try { stream = await media(); } catch { say("nocamera"); return; }
    document.getElementById("room-own").srcObject = new MediaStream(stream.getVideoTracks());
    button("room-sound", "audio", stream); button("room-picture", "video", stream);
  }
  room.dataset.tries = 0;
  for (;;) {
    const error = await new Meeting(stream).open().catch((one) => one);
    const code = error.code, tries = Number(room.dataset.tries);
    if (code === FORBIDDEN && Date.now() / 1000 > Number(ticket.auth.split(",")[0])) { say("old"); return; }
    say(code === TAKEN ? "twice" : [UNAUTHORISED, NO_ROOM, FORBIDDEN].includes(code) ? "closed" : "away");
    room.dataset.tries = tries + 1; room.dataset.error = error.message;
    await new Promise((done) => {
      setTimeout(done, Math.min(MOST, AGAIN * 2 ** tries) * (0.5 + Math.random()));
      addEventListener("online", done, { once: true });
    });
  }
};
meet();
