// Stands in for the "open the folder named on the command line" part that an official Electron carries and the
// development runtime lacks: `electron FOLDER` then works the same with both.
const { app, dialog } = require('electron');
const { existsSync, readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const named = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
const folder = resolve(named ?? '.');

function load() {
  const described = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const name = described.productName ?? described.name;
  process.defaultApp = true;
  app.setName(name);
  app.setVersion(described.version);
  app.setAppPath(folder);
  app.setPath('userData', join(app.getPath('appData'), name));
  require(join(folder, described.main));
}

if (existsSync(join(folder, 'package.json'))) {
  load();
} else {
  dialog.showErrorBox('No app', `There is no package.json in ${folder}.`);
  app.exit(1);
}
