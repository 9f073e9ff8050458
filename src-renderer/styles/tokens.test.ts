import { describe, expect, it } from 'vitest';
import { userColors } from '../lib/user-color.ts';
import tokens from './tokens.css?raw';

/** Every `--name: light-dark(#rrggbb, #rrggbb)` as [light, dark]. */
const pairs = new Map(
  [...tokens.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, [light, dark] as const],
  ),
);

/** Relative luminance, WCAG 2.2. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio, WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function colors(name: string): readonly [string, string] {
  const found = pairs.get(name);
  if (found === undefined) throw new Error(`tokens.css has no --${name}`);
  return found;
}

const grounds = ['page', 'side', 'raised', 'sunken', 'hover', 'warn-soft', 'failed-soft', 'accent-soft'];
const texts = ['text', 'quiet'];
const shapes = ['ok', 'starting', 'warn', 'failed', 'unknown'];

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('contrast in the %s theme', (_theme, at) => {
  it.each(grounds.flatMap((ground) => texts.map((text) => [text, ground])))(
    '%s on %s is read',
    (text = '', ground = '') => expect(contrast(colors(text)[at], colors(ground)[at])).toBeGreaterThanOrEqual(4.5),
  );

  it('errors and buttons are read', () => {
    expect(contrast(colors('failed')[at], colors('sunken')[at])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colors('on-accent')[at], colors('accent')[at])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(shapes.flatMap((shape) => grounds.map((ground) => [shape, ground])))(
    'the %s shape is seen on %s',
    (shape = '', ground = '') => expect(contrast(colors(shape)[at], colors(ground)[at])).toBeGreaterThanOrEqual(3),
  );

  it('fields and the focus are seen', () => {
    for (const ground of ['page', 'side', 'raised', 'sunken']) {
      expect(contrast(colors('line-firm')[at], colors(ground)[at])).toBeGreaterThanOrEqual(3);
      expect(contrast(colors('accent')[at], colors(ground)[at])).toBeGreaterThanOrEqual(3);
    }
  });
});

it('white initials are read on every user colour, and there are as many as the code says', () => {
  const own = [...tokens.matchAll(/--user: (#[0-9a-f]{6})/g)].map(([, color = '']) => color);
  expect(own).toHaveLength(userColors);
  for (const color of own) expect(contrast(color, '#ffffff')).toBeGreaterThanOrEqual(4.5);
});
