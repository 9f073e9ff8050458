const { rm } = require('node:fs/promises');
const { join } = require('node:path');

/** What the development runtime carries and a packed app must not: its folder loader and the mark of its cache. */
exports.default = async function afterPack({ appOutDir, electronPlatformName }) {
  if (electronPlatformName !== 'linux') return;
  await rm(join(appOutDir, 'resources', 'app'), { recursive: true, force: true });
  await rm(join(appOutDir, 'persag-runtime'), { force: true });
};
