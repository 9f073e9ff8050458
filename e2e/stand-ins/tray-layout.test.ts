import { expect, test } from 'vitest';
import { flatten, parseLayout } from './tray-layout.ts';

const variant = (value: unknown) => ({ signature: 'v', value });
const node = (id: number, properties: Record<string, unknown>, children: unknown[] = []) => [
  id,
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, variant(value)])),
  children.map(variant),
];

const layout = [
  7,
  node(0, { 'children-display': 'submenu' }, [
    node(1, { label: 'alice__b', 'toggle-type': 'radio', 'toggle-state': 1 }),
    node(2, { label: '_Bob', 'toggle-type': 'radio', 'toggle-state': 0, enabled: false }),
    node(3, { type: 'separator' }),
    node(4, { label: 'Services', 'children-display': 'submenu' }, [
      node(5, { label: 'Pause', 'toggle-type': 'checkmark', visible: false }),
    ]),
  ]),
];

test('reads labels, states and submenus', () => {
  const [alice, bob, line, services] = parseLayout(layout);
  expect(alice).toMatchObject({ id: 1, label: 'alice_b', toggle: 'radio', checked: true, enabled: true });
  expect(bob).toMatchObject({ id: 2, label: 'Bob', toggle: 'radio', checked: false, enabled: false });
  expect(line).toMatchObject({ separator: true, label: '', toggle: 'none' });
  expect(services?.children).toMatchObject([{ id: 5, label: 'Pause', toggle: 'checkmark', visible: false }]);
});

test('puts the entries of a submenu after their parent', () => {
  expect(flatten(parseLayout(layout)).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
});

test('refuses what is not a menu', () => {
  expect(() => parseLayout([7, ['x']])).toThrow('Not an entry');
  expect(() => parseLayout([])).toThrow('Not an entry');
});
