/* A picture from the phone's camera is made smaller before it is sent: 1400 points on its long side read well, and a
   slow line is not kept busy with millions nobody looks at. Where anything fails the picture goes as it is. */
(function () {
  'use strict';
  var field = document.querySelector('input[type=file][data-small]'), LONG = 1400, ENOUGH = 300 * 1024;
  if (!field || !window.createImageBitmap || !window.DataTransfer || !HTMLCanvasElement.prototype.toBlob) return;
  field.addEventListener('change', function () {
    var file = field.files[0];
    if (!file || file.size <= ENOUGH || !/^image\/(jpeg|png)$/.test(file.type)) return;
    createImageBitmap(file, { imageOrientation: 'from-image' }).then(function (whole) {
      var by = Math.min(1, LONG / Math.max(whole.width, whole.height)), canvas = document.createElement('canvas');
      canvas.width = Math.round(whole.width * by); canvas.height = Math.round(whole.height * by);
      canvas.getContext('2d').drawImage(whole, 0, 0, canvas.width, canvas.height);
      canvas.toBlob(function (small) {
        if (!small || small.size >= file.size || field.files[0] !== file) return;
        var kept = new DataTransfer();
        kept.items.add(new File([small], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' }));
        field.files = kept.files;
      }, 'image/jpeg', 0.7);
    }).catch(function () {});
  });
})();
