import dbus from 'dbus-next';
import { flatten, parseLayout, type TrayMenuItem, unwrap } from './tray-layout.ts';
import { waitFor } from './wait-for.ts';

/** What a tray item says of itself, as far as it says it. */
export interface TrayProperties {
  readonly title: string;
  readonly tooltip: string;
  readonly status: string;
  readonly iconName: string;
  /** Pictures as ARGB bytes in network order. */
  readonly pixmaps: readonly { readonly width: number; readonly height: number; readonly data: Uint8Array }[];
}

/** The panel of a desktop, as far as a tray needs one. */
export interface TrayHost {
  /** Waits until an application has put an item into the tray. */
  registered(limit?: number): Promise<void>;
  /** The entries of the item's menu as they are now. */
  items(): Promise<readonly TrayMenuItem[]>;
  /** Chooses the entry with this label, wherever it is in the menu; waits until there is one that can be chosen. */
  click(label: string, limit?: number): Promise<void>;
  /** The same in the menu below an entry. */
  clickBelow(parent: string, label: string, limit?: number): Promise<void>;
  /** A click on the icon itself. */
  activate(): Promise<void>;
  properties(): Promise<TrayProperties>;
  stop(): void;
}

const watcher = { name: 'org.kde.StatusNotifierWatcher', path: '/StatusNotifierWatcher' };
const itemInterface = 'org.kde.StatusNotifierItem';
const menuInterface = 'com.canonical.dbusmenu';

/**
 * Stands in for a panel on the session bus of DBUS_SESSION_BUS_ADDRESS, under `dbus-run-session` for example. It
 * speaks raw messages, as Electron's items do not describe themselves.
 */
export async function startTrayHost(): Promise<TrayHost> {
  const bus = dbus.sessionBus();
  let item: { name: string; path: string } | null = null;
  bus.addMethodHandler((message: dbus.Message) => {
    if (message.path !== watcher.path) return false;
    if (message.member === 'RegisterStatusNotifierItem') {
      // Applications give either a path below their own name, or a name at which the path is a fixed one.
      const given = String(message.body[0]);
      const sender = message.sender;
      item = given.startsWith('/') ? { name: sender, path: given } : { name: given, path: '/StatusNotifierItem' };
    }
    bus.send(replyTo(message, item === null ? [] : [item.name + item.path]));
    return true;
  });
  await bus.requestName(watcher.name, 0);

  async function call(member: string, at: { path?: string; interface: string }, signature = '', body: unknown[] = []) {
    if (item === null) throw new Error('No application has put an item into the tray.');
    const options = { destination: item.name, path: at.path ?? item.path, interface: at.interface, member };
    const answer = await bus.call(new dbus.Message({ ...options, signature, body }));
    return answer?.body ?? [];
  }
  const property = async (name: string) =>
    unwrap((await call('Get', { interface: 'org.freedesktop.DBus.Properties' }, 'ss', [itemInterface, name]))[0]);
  const optional = (name: string) => property(name).catch(() => undefined);
  const menu = async () => ({ path: String(await property('Menu')), interface: menuInterface });
  const items = async () => parseLayout(await call('GetLayout', await menu(), 'iias', [0, -1, []]));

  async function choose(label: string, limit: number, among: () => Promise<readonly TrayMenuItem[]>): Promise<void> {
    const entry = await waitFor(`"${label}" in the tray's menu`, limit, async () =>
      (await among()).find((one) => one.label === label && one.enabled && one.visible),
    );
    await call('Event', await menu(), 'isvu', [entry.id, 'clicked', new dbus.Variant('i', 0), 0]);
  }

  return {
    registered: async (limit = 10_000) =>
      waitFor('an item in the tray', limit, () => item !== null).then(() => undefined),
    items,
    click: (label, limit = 5000) => choose(label, limit, async () => flatten(await items())),
    clickBelow: (parent, label, limit = 5000) =>
      choose(label, limit, async () => flatten(await items()).find((one) => one.label === parent)?.children ?? []),
    async activate() {
      await call('Activate', { interface: itemInterface }, 'ii', [0, 0]);
    },
    async properties() {
      const text = async (name: string) => String((await optional(name)) ?? '');
      const [, , title, description] = ((await optional('ToolTip')) as unknown[] | undefined) ?? [];
      const pixmaps = ((await optional('IconPixmap')) as [number, number, Uint8Array][] | undefined) ?? [];
      return {
        title: await text('Title'),
        tooltip: [title, description].filter((part) => typeof part === 'string' && part !== '').join('\n'),
        status: await text('Status'),
        iconName: await text('IconName'),
        pixmaps: pixmaps.map(([width, height, data]) => ({ width, height, data })),
      };
    },
    stop: () => bus.disconnect(),
  };
}

/** The watcher's own answers: to Get and GetAll its properties, to all else an empty one. */
function replyTo(message: dbus.Message, items: readonly string[]): dbus.Message {
  const values: Record<string, dbus.Variant> = {
    IsStatusNotifierHostRegistered: new dbus.Variant('b', true),
    ProtocolVersion: new dbus.Variant('i', 0),
    RegisteredStatusNotifierItems: new dbus.Variant('as', [...items]),
  };
  if (message.member === 'GetAll') return dbus.Message.newMethodReturn(message, 'a{sv}', [values]);
  if (message.member === 'Get') {
    const value = values[String(message.body[1])] ?? new dbus.Variant('s', '');
    return dbus.Message.newMethodReturn(message, 'v', [value]);
  }
  return dbus.Message.newMethodReturn(message, '', []);
}
