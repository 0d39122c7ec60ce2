/* Everything here is an extra: each page works without it. No dependencies; written for old phones. */
(function () {
  'use strict';
  var d = document, KEY = 'ballot-waiting', timer, busy = false, kept = null, opened = 0, fresh = Date.now(), me = d.body.getAttribute('data-me');
  function $(s, r) { return (r || d).querySelector(s); }
  function each(s, f) { [].forEach.call(d.querySelectorAll(s), f); }

  /* 1. Choose, then confirm, without a round trip. For 0.7 s the confirm button is deaf, so that a double tap
        on a choice cannot fall through onto it and become a vote. */
  d.addEventListener('click', function (e) {
    var b = e.target.closest ? e.target.closest('button') : null;
    if (!b) return;
    var choose = $('#choose'), conf = $('#confirm');
    if (b.hasAttribute('data-go') && Date.now() - opened < 700) { e.preventDefault(); e.stopPropagation(); return; }
    /* A button whose meaning changes from page to page is deaf for as long after each change. */
    if (b.hasAttribute('data-deaf') && Date.now() - fresh < 700) { e.preventDefault(); e.stopPropagation(); return; }
    if (choose && conf && b.form === choose && b.name === 'choice') {
      e.preventDefault();
      conf.elements.choice.value = b.value;
      each('#confirm [data-word]', function (n) { n.textContent = b.getAttribute('data-word'); });
      var shape = $('[data-shape]', conf), svg = $('svg', b).cloneNode(true), css = b.getAttribute('data-css');
      shape.textContent = ''; svg.setAttribute('class', 'shape on-' + css); shape.appendChild(svg);
      $('[data-go]', conf).className = 'btn go wide ' + css;
      choose.hidden = true; conf.hidden = false; opened = Date.now();
      $('h2', conf).focus({ preventScroll: true }); conf.scrollIntoView({ block: 'nearest' });
    } else if (b.hasAttribute('data-back') && choose && conf) {
      e.preventDefault(); conf.hidden = true; choose.hidden = false; $('button', choose).focus();
    } else if (b.hasAttribute('data-retry')) { flush(); }
  }, true);

  /* 2. The vote itself, by fetch. What is not received says "not sent yet" and is tried again with the same key.
        An open ballot is kept on the phone until delivered; a secret one only in memory. It is sent only from a page
        of who cast it: whoever signs in next on this phone neither sends nor finds it. */
  function load() {
    if (kept) return kept;
    try { return JSON.parse(localStorage.getItem(KEY)); } catch (x) { return null; }
  }
  function save(q) {
    kept = q;
    try { if (q && !q.secret) { localStorage.setItem(KEY, JSON.stringify(q)); kept = null; } else localStorage.removeItem(KEY); } catch (x) { /* private window: in memory */ }
  }
  d.addEventListener('submit', function (e) {
    var f = e.target;
    if (!f.hasAttribute('data-vote') || !window.fetch) return;
    e.preventDefault();
    if (busy) return;
    var go = $('[data-go]', f);
    if (go) { go.setAttribute('aria-disabled', 'true'); go.textContent = go.getAttribute('data-busy'); }
    kept = { url: f.action, body: body(f), secret: f.hasAttribute('data-secret'), me: me };
    flush();
  });
  /* Without the page's token, which ends with the session: each try sends the one of its time. */
  function body(f) {
    return [].filter.call(f.elements, function (n) { return n.name && n.name !== 'csrfmiddlewaretoken' && !n.disabled && n.type !== 'submit'; })
      .map(function (n) { return encodeURIComponent(n.name) + '=' + encodeURIComponent(n.value); }).join('&');
  }
  function flush() {
    var q = load();
    if (!q || busy || !me || q.me !== me) return;
    busy = true;
    var stop = window.AbortController ? new AbortController() : null, end = stop && setTimeout(function () { stop.abort(); }, 10000);
    fetch(q.url, {
      method: 'POST', body: q.body, credentials: 'same-origin', signal: stop ? stop.signal : undefined,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Requested-With': 'XMLHttpRequest', 'X-CSRFToken': token() }
    }).then(function (r) {
      var to = r.headers.get('HX-Redirect');
      if (to) { save(q); location.href = to + '#unsent'; return null; }
      if (r.status >= 500 || r.status === 429) throw new Error(r.status);
      return r.text();
    }).then(function (html) {
      busy = false; clearTimeout(end);
      if (html === null) return;
      save(null); place(html);
    }).catch(function () { busy = false; clearTimeout(end); save(q); waiting(); later(3000); });
  }
  function token() { var m = /(?:^|; )csrftoken=([^;]+)/.exec(d.cookie), f = $('input[name=csrfmiddlewaretoken]'); return m ? m[1] : f ? f.value : ''; }
  function later(ms) { clearTimeout(timer); timer = setTimeout(flush, ms); }
  function waiting() {
    var t = $('#waiting'), box = $('#ballot');
    if (!t || !box || $('.rcpt', box)) return;
    each('#choose,#confirm', function (f) { f.hidden = true; });
    box.appendChild(t.content.cloneNode(true));
  }
  function place(html) {
    var box = $('#ballot'), t = d.createElement('template');
    t.innerHTML = html;
    var got = t.content.querySelector('#ballot'), main = t.content.querySelector('#main');
    if (got && box) box.parentNode.replaceChild(got, box);
    /* It waited, and went out from another page: said there, first of all. */
    else if (got) { got.className = 'wrap top'; $('#main').insertBefore(got, $('#main').firstChild); scrollTo(0, 0); }
    /* Not a ballot: a refusal with a page of its own. Say its sentence, where the ballot would have been. */
    else if (main) { $('#main').replaceWith(main); scrollTo(0, 0); return; }
    else return;
    var f = got.matches('[data-focus]') ? got : $('[data-focus]', got);
    if (f) f.focus();
  }
  addEventListener('online', flush);

  /* 3. Live turnout: a stream, or asking every few seconds; never while the page is hidden. */
  var count = $('[data-live]');
  if (count) live(count.getAttribute('data-live'));
  function live(url) {
    var source = null, poll = null, tag = '';
    function show(html) {
      var old = $('#count'), t = d.createElement('template');
      t.innerHTML = html;
      var nu = t.content.querySelector('#count');
      if (!old || !nu) return;
      nu.setAttribute('data-live', url);
      var over = nu.hasAttribute('data-final') && !old.hasAttribute('data-final');
      old.parentNode.replaceChild(nu, old);
      if (over) { var say = $('#say'); if (say) say.textContent = nu.textContent.trim(); if (!load() && !$('#confirm:not([hidden])')) location.reload(); }
    }
    function ask() {
      if (d.hidden || navigator.onLine === false || !window.fetch) return;
      fetch(url + '?once', { headers: tag ? { 'If-None-Match': tag } : {} }).then(function (r) {
        if (r.status !== 200) return null;
        tag = r.headers.get('ETag') || ''; return r.text();
      }).then(function (h) { if (h) show(h); }).catch(function () {});
    }
    function begin() {
      if (source || poll) return;
      if (!window.EventSource) { poll = setInterval(ask, 5000); return; }
      source = new EventSource(url);
      source.addEventListener('count', function (e) { show(e.data); });
      source.addEventListener('end', function () { end(); });
      source.onerror = function () { if (source && source.readyState === 2) { end(); poll = setInterval(ask, 5000); } };
    }
    function end() { if (source) source.close(); clearInterval(poll); source = poll = null; }
    d.addEventListener('visibilitychange', function () { if (d.hidden) end(); else { flush(); begin(); ask(); } });
    if (!d.hidden) begin();
  }

  /* 4. The bar that says there is no signal. */
  var old = d.body.hasAttribute('data-kept');
  function net() { var n = $('#net'); if (n) n.hidden = navigator.onLine !== false && !old; }
  addEventListener('online', net); addEventListener('offline', net); net();
  /* A page as it was kept, or the one in place of a page that was not: the true one comes once the server answers. */
  if (old && window.fetch) { addEventListener('online', again); setInterval(again, 3000); }
  function again() {
    if (d.hidden || navigator.onLine === false) return;
    fetch('/healthz').then(function (r) { if (r.ok) location.reload(); }).catch(function () {});
  }

  /* 5. Read aloud, where the phone can. */
  if ('speechSynthesis' in window) each('[data-speak]', function (b) {
    b.hidden = false;
    b.addEventListener('click', function () {
      var words = [].map.call(d.querySelectorAll(b.getAttribute('data-speak')), function (n) { return n.textContent; });
      var u = new SpeechSynthesisUtterance(words.join('. ')); u.lang = d.documentElement.lang;
      speechSynthesis.cancel(); speechSynthesis.speak(u);
    });
  });
  each('[data-print]', function (b) { b.hidden = false; b.addEventListener('click', function () { print(); }); });

  /* 6. The head of the record this phone remembers: if the record no longer holds it, say so loudly. */
  var head = $('[data-head-seq]');
  if (head && window.fetch) {
    try {
      var mine = JSON.parse(localStorage.getItem('record-head') || 'null'), now = { seq: +head.getAttribute('data-head-seq'), hash: head.getAttribute('data-head-hash') };
      var keep = function () { if (!mine || now.seq > mine.seq) localStorage.setItem('record-head', JSON.stringify(now)); };
      if (!mine) keep();
      else fetch('/api/v1/record?limit=1&after=' + (mine.seq - 1), { credentials: 'same-origin' }).then(function (r) { return r.json(); }).then(function (a) {
        if (a.items && a.items[0] && a.items[0].hash === mine.hash) keep(); else if (a.items) alarm();
      }).catch(function () {});
    } catch (x) { /* no storage: nothing to compare */ }
  }
  function alarm() { var n = $('#record-alarm'); if (n) n.hidden = false; }

  /* 7. Parts of a page that others change: asked for again every few seconds; never while the page is hidden, nor while
        somebody types or has something unfolded in them. */
  each('[data-ask]', function (n) { soon(n.id); });
  function soon(id) {
    var n = d.getElementById(id);
    if (n) setTimeout(function () { part(id); soon(id); }, n.getAttribute('data-every') * 1000);
  }
  function part(id) {
    var old = d.getElementById(id), on = d.activeElement, in_it = old && old.contains(on) ? on.id : '';
    if (!old || d.hidden || navigator.onLine === false || !window.fetch) return;
    if ($('details[open]', old) || (in_it && /INPUT|SELECT|TEXTAREA/.test(on.tagName))) return;
    fetch(old.getAttribute('data-ask'), { credentials: 'same-origin', headers: { 'X-Requested-With': 'XMLHttpRequest' } }).then(function (r) {
      return r.status === 200 || r.status === 403 ? r.text() : null;
    }).then(function (html) {
      var t = d.createElement('template'), now = d.getElementById(id);
      if (!html || !now || $('details[open]', now)) return;
      t.innerHTML = html;
      if ($('#not-yours', t.content)) { ended(now, $('#not-yours', t.content)); return; }
      var nu = t.content.querySelector('[id="' + id + '"]');
      if (!nu) return;
      /* What was typed in it stays typed. */
      [].forEach.call(now.querySelectorAll('input[id]'), function (n) {
        var same = n.value !== n.defaultValue && nu.querySelector('[id="' + n.id + '"]');
        if (same) same.value = n.value;
      });
      now.parentNode.replaceChild(nu, now); tick();
      if (nu.textContent !== now.textContent) fresh = Date.now();
      if (in_it && d.getElementById(in_it)) d.getElementById(in_it).focus();
    }).catch(function () {});
  }

  /* One's post ended while its page was open: said in the part's place, or above it where something is typed in it. */
  function ended(now, why) {
    var typed = [].some.call(now.querySelectorAll('input,textarea'), function (n) { return n.type !== 'hidden' && n.value !== n.defaultValue; });
    now.parentNode.insertBefore(why, now);
    if (typed) now.removeAttribute('id'); else now.parentNode.removeChild(now);
  }

  /* 8. Clocks: what is left, counted down from when the page came; below nothing with a minus, where one may go over. */
  function tick() {
    each('[data-left]', function (n) {
      if (!n.ends) n.ends = Date.now() + n.getAttribute('data-left') * 1000;
      var s = Math.round((n.ends - Date.now()) / 1000), a = Math.abs(s);
      if (s < 0 && n.hasAttribute('data-floor')) s = a = 0;
      n.textContent = (s < 0 ? '\u2212' : '') + Math.floor(a / 60) + ':' + ('0' + a % 60).slice(-2);
      if (s < 0) n.classList.add('over');
    });
  }
  if ($('[data-left],[data-ask]')) { tick(); setInterval(tick, 1000); }

  if (me && load() && load().me !== me) save(null);
  if (load()) { waiting(); flush(); }
  if (location.hash === '#unsent' && $('#unsent')) $('#unsent').hidden = false;
  if ('serviceWorker' in navigator) addEventListener('load', function () { navigator.serviceWorker.register('/sw.js'); });
})();
