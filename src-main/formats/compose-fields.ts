import type { ComposeNode } from './compose-node.ts';

/**
 * The values of the keys a mapping may have; a key without a value counts as absent. Any other key is refused by name,
 * because what is not understood must not be left out silently (spec 4.2). Fault: `compose/unsupported-key`.
 */
export function fieldsOf<Key extends string>(
  node: ComposeNode,
  keys: readonly Key[],
): Readonly<Partial<Record<Key, ComposeNode>>> {
  const fields: Partial<Record<Key, ComposeNode>> = {};
  for (const [name, value] of node.entries()) {
    const key = keys.find((one) => one === name);
    if (key === undefined) throw value.unsupported();
    if (value.kind !== 'nothing') fields[key] = value;
  }
  return fields;
}

/**
 * The places of a list that may hold no text twice, once its variables are replaced: every Compose refuses that for the
 * lists of environment, labels, ports, volumes, env files and hosts. Fault: `compose/invalid-value`.
 */
export function distinctItems(node: ComposeNode): readonly ComposeNode[] {
  const items = node.items();
  const seen = new Set<string>();
  for (const item of items) {
    if (item.kind !== 'text') continue;
    const text = item.written();
    if (seen.has(text)) throw item.invalid(`says "${text}" a second time`);
    seen.add(text);
  }
  return items;
}

/**
 * `KEY=value` lines or a mapping, as `environment` and `labels` are written.
 * @param inherit the value of a key that has none
 * @param base what the pairs are added to; a key that has no value anywhere is taken out of it
 */
export function pairsOf(
  node: ComposeNode,
  inherit: (key: string) => string | undefined,
  base: ReadonlyMap<string, string> = new Map(),
): Record<string, string> {
  const pairs = new Map(base);
  const put = (key: string, value: string | undefined) => {
    if (value === undefined) pairs.delete(key);
    else pairs.set(key, value);
  };
  if (node.kind === 'list') {
    for (const item of distinctItems(node)) {
      const text = item.text();
      const at = text.indexOf('=');
      const key = at === -1 ? text : text.slice(0, at);
      if (key === '' || /\s/.test(key)) throw item.invalid(`is "${text}", not KEY=value`);
      put(key, at === -1 ? inherit(key) : text.slice(at + 1));
    }
  } else {
    for (const [key, value] of node.entries()) put(key, value.kind === 'nothing' ? inherit(key) : value.text());
  }
  return Object.fromEntries(pairs);
}
