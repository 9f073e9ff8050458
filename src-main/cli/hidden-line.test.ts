import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { askHidden } from './hidden-line.ts';

/** Types these keys, a chunk at a time; tells what was read, and what was shown. */
async function type(...chunks: readonly string[]) {
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), { setRawMode: (raw: boolean) => void modes.push(raw) });
  let shown = '';
  const asked = askHidden('Passphrase: ', input, (text) => {
    shown += text;
  });
  for (const chunk of chunks) input.write(chunk);
  // Where no key ends the line, the terminal's end does.
  if (![...'\r\n\u0003\u0004'].some((key) => chunks.join('').includes(key))) input.end();
  const answer = await asked;
  return { answer, shown, modes, paused: input.isPaused() };
}

it('reads a line and shows nothing of it', async () => {
  expect(await type('secret é\r')).toEqual({
    answer: 'secret é',
    shown: 'Passphrase: \n',
    modes: [true, false],
    paused: true,
  });
  expect((await type('in ', 'two ', 'parts\n')).answer).toBe('in two parts');
});

it('understands the keys that erase, and takes no others for letters', async () => {
  expect((await type('abx\u007fc\r')).answer).toBe('abc');
  expect((await type('wrong\u0015right\r')).answer).toBe('right');
  expect((await type('a\u001b[D\u001b[3~\u001bOHb\t\r')).answer).toBe('ab');
  expect((await type('\b\bab\r')).answer).toBe('ab');
});

it('is given up with Ctrl+C, Ctrl+D, and where the terminal is gone', async () => {
  for (const keys of ['half\u0003', '\u0004', 'half']) {
    const { answer, modes } = await type(keys);
    expect([answer, modes], keys).toEqual([null, [true, false]]);
  }
});
