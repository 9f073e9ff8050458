import { isSecretName, mask, maskKnown } from './mask-secrets.ts';

/** A shorter value is a word that occurs by itself, such as `none`: hiding it everywhere would hide nothing. */
const shortest = 6;

/** The values of a set of variables that are nobody's business, by their names. */
export function secretValues(variables: Readonly<Record<string, string>>): readonly string[] {
  const values = Object.entries(variables).flatMap(([name, value]) => {
    if (!isSecretName(name)) return [];
    // LightRAG's AUTH_ACCOUNTS holds pairs of name and password.
    const passwords = /^auth_accounts$/i.test(name)
      ? value.split(',').map((pair) => pair.slice(pair.indexOf(':') + 1))
      : [];
    return [value, ...passwords].map((one) => one.trim());
  });
  return values.filter((value) => value.length >= shortest);
}

/** A text in which these values, passwords in addresses, and keys that are known by their beginning are masked. */
export function maskValues(text: string, values: readonly string[]): string {
  let masked = text;
  // The longer first: one may be a part of another.
  for (const value of [...values].sort((a, b) => b.length - a.length)) {
    if (masked.includes(value)) masked = masked.replaceAll(value, mask);
  }
  return maskKnown(masked);
}
