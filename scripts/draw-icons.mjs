import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript, Stop, say } from './bootstrap/console.mjs';
import { withDesktop } from './bootstrap/display.mjs';
import { ensureWindow } from './bootstrap/ensure.mjs';
import { electronFlags } from './bootstrap/launch.mjs';
import { inRoot } from './bootstrap/paths.mjs';
import { foreground } from './bootstrap/run.mjs';
import { trayIcons } from './draw-icons/tray-icons.mjs';

/** Sizes of the app's icon that a Linux desktop looks for by name; 512 is the one packages are made from. */
const iconSizes = [16, 24, 32, 48, 64, 128, 256];
const traySizes = [16, 22, 32, 44];

// Draws assets/icons and assets/tray anew from their drawings, in Electron: `node scripts/draw-icons.mjs`.
await runScript(async () => {
  const runtime = await ensureWindow();
  const app = readFileSync(inRoot('assets', 'icons', 'icon.svg'), 'utf8');
  const jobs = [
    { svg: app, size: 512, file: inRoot('assets', 'icons', 'icon-512.png') },
    ...iconSizes.map((size) => ({ svg: app, size, file: inRoot('assets', 'icons', `${size}x${size}.png`) })),
  ];
  for (const [name, svg] of Object.entries(trayIcons())) {
    jobs.push(...traySizes.map((size) => ({ svg, size, file: inRoot('assets', 'tray', `${name}-${size}.png`) })));
  }
  const folder = mkdtempSync(join(tmpdir(), 'persag-icons-'));
  try {
    writeFileSync(join(folder, 'icons.json'), JSON.stringify(jobs));
    const code = await withDesktop((desktop) =>
      foreground(runtime.executable, [...electronFlags(), inRoot('scripts', 'draw-icons')], {
        env: { ...process.env, ...desktop, ICONS_FOLDER: folder },
      }),
    );
    if (code !== 0) throw new Stop('Electron could not draw the icons.');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  say(`drew ${jobs.length} icons`);
});
