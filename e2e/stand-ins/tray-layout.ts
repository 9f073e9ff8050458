/** One entry of a tray's menu. */
export interface TrayMenuItem {
  readonly id: number;
  /** As shown: without the underscores that mark keys. */
  readonly label: string;
  readonly separator: boolean;
  readonly enabled: boolean;
  readonly visible: boolean;
  readonly toggle: 'none' | 'checkmark' | 'radio';
  readonly checked: boolean;
  readonly children: readonly TrayMenuItem[];
}

/**
 * Reads the answer of com.canonical.dbusmenu's GetLayout, whose body is `u(ia{sv}av)`: a revision and the root, each
 * entry being its id, its properties and its children. A property that has its default is left out by the sender.
 * @throws Error where it is something else
 */
export function parseLayout(body: readonly unknown[]): readonly TrayMenuItem[] {
  return parseItem(body[1]).children;
}

/** All entries, those of submenus after their parent. */
export function flatten(items: readonly TrayMenuItem[]): TrayMenuItem[] {
  return items.flatMap((item) => [item, ...flatten(item.children)]);
}

function parseItem(node: unknown): TrayMenuItem {
  const [id, properties, children] = Array.isArray(node) ? (node as unknown[]) : [];
  if (typeof id !== 'number' || typeof properties !== 'object' || properties === null || !Array.isArray(children)) {
    throw new Error(`Not an entry of a menu: ${JSON.stringify(node)}`);
  }
  const value = (name: string, otherwise: unknown) =>
    name in properties ? unwrap((properties as Record<string, unknown>)[name]) : otherwise;
  const toggle = value('toggle-type', '');
  return {
    id,
    // A doubled underscore is a real one.
    label: String(value('label', '')).replace(/_(_?)/g, '$1'),
    separator: value('type', 'standard') === 'separator',
    enabled: value('enabled', true) === true,
    visible: value('visible', true) === true,
    toggle: toggle === 'checkmark' || toggle === 'radio' ? toggle : 'none',
    checked: value('toggle-state', -1) === 1,
    children: children.map((child: unknown) => parseItem(unwrap(child))),
  };
}

/** The value inside a D-Bus variant. */
export function unwrap(variant: unknown): unknown {
  return typeof variant === 'object' && variant !== null && 'value' in variant ? variant.value : variant;
}
