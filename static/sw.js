/* Static files: cache first (their names change with their contents). Pages: network first; a copy is kept only
   where the server says X-Offline: yes. Never touches a POST, never keeps a fragment. */
var V = 'v1';
self.addEventListener('install', function (e) {
  e.waitUntil(caches.open(V).then(function (c) { return c.add('/offline/'); }).then(function () { return self.skipWaiting(); }));
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
      if (r.ok && r.headers.get('X-Offline') === 'yes') keep(q, r);
      return r;
    }).catch(function () { return caches.match(q).then(function (m) { return m || caches.match('/offline/'); }); }));
  }
});
function keep(q, r) { var c = r.clone(); caches.open(V).then(function (k) { k.put(q, c); }); }
