import { runCommandLine } from '../support/command-line.ts';
import { listenForInterrupt } from './interrupt.ts';
import { createNarrator } from './narrator.ts';
import { type Stage, setStage } from './stage.ts';
import { takePictures } from './take-pictures.ts';
import { openWindow } from './window.ts';

// `main.ts [FOLDER]`, started by scripts/demo.mjs in the pinned Node: the demo for a person, or pictures of it.
const folder = process.argv[2] ?? null;
const narrator = createNarrator();
const interrupt = listenForInterrupt();
const paula = { id: 'paula', name: 'Paula Smith', type: 'Admin' } as const;
const charlie = { id: 'charlie', name: 'Charlie Green' } as const;
const dana = { id: 'dana', name: 'Dana Reed' } as const;

try {
  let pictures: readonly string[] = [];
  const stage = await setStage(folder === null ? [paula, charlie] : [paula, charlie, dana], narrator, interrupt);
  try {
    if (folder === null) await show(stage);
    else pictures = await takePictures(stage, folder, narrator, interrupt);
  } finally {
    await narrator.stage('removing containers, engine and home', stage.end);
  }
  for (const path of pictures) process.stdout.write(`${path}\n`);
} catch (cause) {
  // Once it is to end, whatever was under way fails, and that is no news.
  if (!interrupt.aborted) narrator.say(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = interrupt.aborted ? 130 : 1;
}
// An open input would keep the process alive.
process.stdin.destroy();

async function show({ environment, home }: Stage): Promise<void> {
  const started = await narrator.stage('starting both services for Paula', () =>
    runCommandLine(['services', 'start', '--json'], environment),
  );
  if (started.code !== 0) throw new Error(`The services could not be started: ${started.error().message}`);
  narrator.say(`The window opens now. Its home is ${home.folder}`);
  narrator.say('Close it to end the demo (Quit in its tray menu where it hides there), or press Ctrl+C.');
  await openWindow(environment, interrupt);
}
