import { expect, test } from 'vitest';
import { slotAt } from './slots.ts';

const slots = Array.from({ length: 32 }, (_, number) => slotAt(number));

test('no two places share a folder, a bridge or an address', () => {
  for (const part of [slots.map((slot) => slot.folder), slots.map((slot) => slot.bridge)]) {
    expect(new Set(part).size).toBe(32);
  }
  const prefixes = slots.flatMap((slot) => slot.prefixes);
  expect(new Set(prefixes).size).toBe(32 * 16);
  expect(prefixes.every((prefix) => /^198\.1[89]\.\d{1,3}\.$/.test(prefix))).toBe(true);
});

test('bridge and pool of a place are among its addresses', () => {
  for (const { gateway, pool, prefixes } of slots) {
    expect(prefixes.some((prefix) => gateway.startsWith(prefix))).toBe(true);
    // A /21 is the last eight of the sixteen prefixes.
    expect(pool).toBe(`${prefixes[8]}0/21`);
  }
});

test('a bridge has a name the kernel takes, and a socket a path', () => {
  for (const { bridge, folder } of slots) {
    expect(bridge.length).toBeLessThan(16);
    expect(`${folder}/exec/containerd/containerd.sock.ttrpc`.length).toBeLessThan(100);
  }
});
