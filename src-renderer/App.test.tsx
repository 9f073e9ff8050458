import { afterEach, expect, it } from 'vitest';
import { someShell } from './testing/facts.ts';
import { openTestWindow, type TestWindow } from './testing/window.tsx';

let window: TestWindow | null = null;

afterEach(() => {
  window?.end();
  window = null;
  delete document.documentElement.dataset.theme;
});

const theme = () => document.documentElement.dataset.theme;

it('puts the chosen theme in force, and leaves the system its own', async () => {
  window = await openTestWindow({ shell: someShell({ theme: 'dark' }) });
  expect(theme()).toBe('dark');
  window.tell('shell', someShell({ theme: 'light', windowId: 0 }));
  expect(theme()).toBe('light');
  window.tell('shell', someShell({ theme: 'system', windowId: 0 }));
  expect(theme()).toBeUndefined();
});

it('keeps the theme of the first paint until main has told', async () => {
  document.documentElement.dataset.theme = 'dark';
  window = await openTestWindow({ shell: null });
  expect(theme()).toBe('dark');
});

it('listens no more once it is gone', async () => {
  window = await openTestWindow();
  const { fake } = window;
  expect(fake.listeners('docker')).toBe(1);
  window.end();
  expect(fake.listeners('docker')).toBe(0);
  window = null;
});
