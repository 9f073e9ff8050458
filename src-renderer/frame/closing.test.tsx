import { act } from 'react';
import { afterEach, expect, it } from 'vitest';
import { someDocker, someRunning, someService, someShell } from '../testing/facts.ts';
import { openTestWindow, type TestWindow } from '../testing/window.tsx';
import { closingWords } from './closing-words.ts';

let window: TestWindow | null = null;
afterEach(() => window?.end());

const name = (id: string) => id.toUpperCase();
const nothing = { switching: null, docker: null, migration: null };

it('says what the app waits for while it is being closed, and lets nothing else be done', async () => {
  window = await openTestWindow({ switching: someRunning({ undoing: true, cancellable: false }) });
  expect(document.querySelector('dialog')).toBeNull();
  window.tell('shell', someShell({ closing: true }));
  await act(() => new Promise<void>((resolve) => setTimeout(resolve, 300)));
  expect(document.querySelector('dialog')?.textContent).toContain('The switch to Charlie is taken back');
});

it('names the switch, the service or the move that is in the way', () => {
  const { switching } = { switching: someRunning() };
  expect(closingWords({ ...nothing, switching }, name)).toContain('The switch to CHARLIE is taken back first');
  const past = someRunning({ cancellable: false });
  expect(closingWords({ ...nothing, switching: past }, name)).toContain('all but done');
  const docker = someDocker({ services: [someService('knowledge'), { ...someService('memory'), busy: 'starting' }] });
  expect(closingWords({ ...nothing, docker }, name)).toContain('Memory is being started');
  expect(closingWords(nothing, name)).toContain('brought to an end first');
});
