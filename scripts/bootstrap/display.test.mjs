import { expect, test } from 'vitest';
import { authorityFile, hasDisplay, hasSessionBus } from './display.mjs';

test('a display is either X or Wayland, and asked for on Linux only', () => {
  expect(hasDisplay({}, 'linux')).toBe(false);
  expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false);
  expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
  expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
  expect(hasDisplay({}, 'darwin')).toBe(true);
});

test('a session bus is asked for on Linux only', () => {
  expect(hasSessionBus({}, 'linux')).toBe(false);
  expect(hasSessionBus({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x' }, 'linux')).toBe(true);
  expect(hasSessionBus({}, 'win32')).toBe(true);
});

test('the authority file holds one cookie for any display', () => {
  const name = 'MIT-MAGIC-COOKIE-1';
  const bytes = authorityFile(Buffer.from([1, 2]));
  expect(bytes.subarray(0, 8)).toEqual(Buffer.from([0xff, 0xff, 0, 0, 0, 0, 0, name.length]));
  expect(bytes.subarray(8)).toEqual(Buffer.concat([Buffer.from(name), Buffer.from([0, 2, 1, 2])]));
});
