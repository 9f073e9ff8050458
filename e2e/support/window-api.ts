import type { Api } from '../../src-shared/contract.ts';

declare global {
  interface Window {
    /** What the preload script gives the page. */
    readonly persag: Api;
  }
}

/** Runs inside the page: asks for a switch as the page itself would, without its buttons. */
export const askToSwitch = (userId: string) => window.persag.switching.start({ userId });

/** Runs inside the page: the switch as main tells it. */
export const askForSwitch = () => window.persag.switching.get();

/** Runs inside the page: asks for a switch of the files alone. */
export const switchFiles = (userId: string) => window.persag.switching.start({ userId, services: false });

/** Runs inside the page: adds a user. */
export const addUser = (id: string) => window.persag.users.create({ id });

/** Runs inside the page: two configurations of one server, `Small` in use, and a profile for each. */
export const saveSettings = async ({ baseUrl, key }: { readonly baseUrl: string; readonly key: string }) => {
  const { settings } = window.persag;
  const parts = { provider: 'openai', fields: { baseUrl }, secrets: { apiKey: { kind: 'set', value: key } } } as const;
  const fresh = { id: null, revision: 0, parameters: {} } as const;
  for (const [name, model] of [
    ['Small', 'chat-small'],
    ['Large', 'chat-large'],
  ] as const) {
    const saved = await settings.saveConfiguration({ ...fresh, ...parts, name, model });
    if (!saved.ok) throw new Error(saved.error.message);
  }
  const all = await settings.get();
  const idOf = (name: string) =>
    (all.ok ? all.value.configurations.find((each) => each.name === name)?.id : null) ?? '';
  await settings.choose({ activeConfigurationId: idOf('Small') });
  for (const [tag, name] of [
    ['DEEP', 'Large'],
    ['FAST', 'Small'],
  ] as const) {
    const profile = { ...fresh, tag, name: `${name} by tag`, description: '', configurationId: idOf(name) };
    const saved = await settings.saveProfile(profile);
    if (!saved.ok) throw new Error(saved.error.message);
  }
};
