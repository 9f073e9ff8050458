/** Longest id: a user id is also part of folder names and Compose labels (spec 2.3). */
const longest = 63;
const shape = /^[a-z0-9][a-z0-9._-]*$/;
/** Windows cannot make folders of these names, with or without an extension. */
const windowsDevice = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/;

/** Lower case and without blanks around it: what a person means when typing an id. */
export function normaliseUserId(text: string): string {
  return text.trim().toLowerCase();
}

/** Why a normalised id is not safe, in words, or null where it is. The one rule for ids, everywhere (spec 2.3). */
export function whyUnsafe(id: string): string | null {
  if (id === '') return 'the id is empty';
  if (id.length > longest) return `the id has ${id.length} characters, at most ${longest} are allowed`;
  if (id.includes('..')) return 'the id has two dots in a row';
  if (id.endsWith('.')) return 'the id ends with a dot';
  if (!/^[a-z0-9]/.test(id)) return 'the id does not begin with a letter or digit';
  if (!shape.test(id)) return 'the id has characters other than a-z, 0-9, dot, dash and underscore';
  if (windowsDevice.test(id)) return 'the id is the name of a Windows device';
  return null;
}

/** The `type` of a current user whom the registry does not have: upstream lets env.userid name anybody. */
export const unregisteredType = 'not in the registry';
