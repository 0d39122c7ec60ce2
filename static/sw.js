/* Static files: cache first (their names change with their contents). Pages: network first; a copy is kept only
   where the server says X-Offline: yes, without saying whose it was. Never touches a POST, never keeps a fragment. */
var V = 'v2';
self.addEventListener('install', function (e) {
  e.waitUntil(caches.open(V).then(function (c) {
    return fetch('/offline/').then(function (r) {
      if (!r.ok) throw new Error(r.status);
      return keepPage('/offline/', r);
    }).then(function (page) {
      return Promise.all((page.match(/\/static\/[^"]+/g) || []).map(function (its) { return c.add(its); }));
    });
  }).then(function () { return self.skipWaiting(); }));
});
self.addEventListener('activate', function (e) {
  e.waitUntil(caches.keys().then(function (k) {
    return Promise.all(k.filter(function (n) { return n !== V; }).map(function (n) { return caches.delete(n); }));
  }).then(function () { return self.clients.claim(); }));
});
self.addEventListener('fetch', function (e) {
  var q = e.request, u = new URL(q.url);
  if (q.method !== 'GET' || u.origin !== location.origin || q.headers.get('HX-Request')) return;
  if (u.pathname.indexOf('/static/') === 0) {
    e.respondWith(caches.match(q).then(function (m) {
      return m || fetch(q).then(function (r) { if (r.ok) keep(q, r); return r; });
    }));
  } else if (q.mode === 'navigate') {
    e.respondWith(fetch(q).then(function (r) {
      if (r.ok && r.headers.get('X-Offline') === 'yes') keepPage(q, r.clone());
      return r;
    }).catch(function () { return caches.match(q).then(function (m) { return m || caches.match('/offline/'); }); }));
  }
});
function keep(q, r) { var c = r.clone(); caches.open(V).then(function (k) { k.put(q, c); }); }
function keepPage(q, r) {
  var h = new Headers(r.headers);
  h.delete('Content-Encoding'); h.delete('Content-Length');
  return Promise.all([caches.open(V), r.text()]).then(function (a) {
    var page = a[1].replace(/<body([^>]*?)(?: data-me="\d*")?>/, '<body$1 data-kept>');
    return a[0].put(q, new Response(page, { headers: h })).then(function () { return page; });
  });
}
