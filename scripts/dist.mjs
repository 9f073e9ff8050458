import { existsSync, readFileSync } from 'node:fs';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runScript, say, seconds } from './bootstrap/console.mjs';
import { ensureElectron } from './bootstrap/electron.mjs';
import { ensurePackages } from './bootstrap/packages.mjs';
import { inRoot, root, toolEnvironment, toolNode } from './bootstrap/paths.mjs';
import { foreground } from './bootstrap/run.mjs';
import { ensureBuild } from './build/ensure-build.mjs';
import { desktopEntry } from './dist/desktop-entry.mjs';

// `npm run dist`: the unpacked app of this platform in dist/; `npm run dist -- --linux deb` and the like make packages.
await runScript(async () => {
  const started = performance.now();
  await ensurePackages();
  await ensureBuild();
  const runtime = await ensureElectron();
  const asked = process.argv.slice(2);
  const code = await pack(runtime, asked.length > 0 ? asked : ['--dir']);
  if (code !== 0) return code;
  const folder = inRoot('dist', 'linux-unpacked');
  if (process.platform === 'linux' && existsSync(folder)) await describe(folder);
  if (runtime.kind === 'fallback') {
    say(
      `This build carries Electron ${runtime.version}, the development runtime: for use on this machine, not for shipping.`,
    );
  }
  say(`Packed in ${seconds(performance.now() - started)}: ${inRoot('dist')}`);
});

/** electron-builder with the Electron that is here, so that nothing more is fetched for the unpacked app. */
function pack(runtime, args) {
  const electron = [`-c.electronDist=${runtime.folder}`, `-c.electronVersion=${runtime.version}`];
  const command = [inRoot('node_modules', 'electron-builder', 'cli.js'), ...args, ...electron, '--publish', 'never'];
  return foreground(toolNode(), command, { cwd: root, env: toolEnvironment() });
}

/** Puts the icon and a desktop entry beside the program, for a double click and for the menu. */
async function describe(folder) {
  const { productName, description } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  const icon = join(folder, 'persag-desktop.png');
  await cp(inRoot('assets', 'icons', 'icon-512.png'), icon);
  const executable = join(folder, 'persag-desktop');
  const entry = desktopEntry({ name: productName, comment: description, executable, icon });
  await writeFile(join(folder, 'persag-desktop.desktop'), entry, { mode: 0o755 });
}
