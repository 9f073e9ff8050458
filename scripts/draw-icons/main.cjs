// Runs in Electron: turns each drawing of the list it is given into PNGs, pixel by pixel as Chromium draws them.
const { app, BrowserWindow } = require('electron');
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/** Holds the list, and takes what Chromium writes. */
const folder = process.env.ICONS_FOLDER;

/** Runs in the window: one drawing as a PNG of that many pixels each way, in base64. */
function draw(svg, size) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onerror = () => reject(new Error('the drawing is not an SVG'));
    image.onload = () => {
      const canvas = document.createElement('canvas');
      canvas.width = size;
      canvas.height = size;
      canvas.getContext('2d').drawImage(image, 0, 0, size, size);
      resolve(canvas.toDataURL('image/png').split(',')[1]);
    };
    // Without a size of its own a drawing is rendered at 300 x 150 and scaled.
    image.src = `data:image/svg+xml,${encodeURIComponent(svg.replace('<svg ', `<svg width="${size}" height="${size}" `))}`;
  });
}

async function drawAll() {
  const window = new BrowserWindow({ show: false });
  await window.loadURL('data:text/html,<title>icons</title>');
  for (const { svg, size, file } of JSON.parse(readFileSync(join(folder, 'icons.json'), 'utf8'))) {
    const call = `(${draw})(${JSON.stringify(svg)}, ${size})`;
    writeFileSync(file, Buffer.from(await window.webContents.executeJavaScript(call), 'base64'));
  }
}

app.setPath('userData', join(folder, 'chromium'));
app.disableHardwareAcceleration();
app
  .whenReady()
  .then(drawAll)
  .then(
    () => app.exit(0),
    (error) => {
      process.stderr.write(`${error.stack}\n`);
      app.exit(1);
    },
  );
