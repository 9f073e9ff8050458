// The floor of what has a window: an Electron app that shows one, in a colour that nothing else has, and answers one call.
const { app, BrowserWindow, ipcMain, Menu } = require('electron');
const { join } = require('node:path');

const color = process.env.EMPTY_APP_COLOR;
Menu.setApplicationMenu(null);
app.setPath('userData', process.env.EMPTY_APP_DATA);
ipcMain.handle('bare', () => JSON.parse(process.env.EMPTY_APP_ANSWER ?? 'null'));
app.whenReady().then(() => {
  const preload = join(__dirname, 'preload.cjs');
  const window = new BrowserWindow({ width: 1120, height: 800, webPreferences: { preload, sandbox: true } });
  window.loadURL(`data:text/html,<body style="background:${encodeURIComponent(color)}">`);
});
app.on('window-all-closed', () => app.quit());
