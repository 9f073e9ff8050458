import { envStatements } from './env-statements.ts';

/** What stands in the place of a secret; it says nothing of its length. */
export const mask = '********';

/** Names whose value is nobody's business, as they are commonly written: API_KEY, auth-token, AUTH_ACCOUNTS. */
const secretName = /(^|[_.-])(apikey|key|secret|token|password|passwd|passphrase|pwd|credentials?|auth_accounts)$/i;
/** Names that look so and are not: counts of tokens and the like. */
const plainName = /(max|num|min|context|count)[_-]?tokens?$|(public|primary|sort|partition)[_-]?key$/i;

/** `name: value` and `name = value` of YAML, INI and JSON, also behind a dash or in quotes. */
const assignment = /^(\s*(?:-\s+)?(?:export\s+)?["']?)([A-Za-z_][\w.-]*)(["']?\s*[:=]\s*)(\S.*?)(\s*)$/;
/** The name and password in an address. Begun at a word's beginning and with a short scheme: long lines cost no more. */
const credentials = /\b([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@:]{0,1000}:[^\s/@]{1,1000}@/gi;
/** Keys that providers make so that they are known by their beginning, and tokens of three parts. */
const knownKeys =
  /\b(sk|pk|rk)-[A-Za-z0-9_-]{16,}|\b(ghp|gho|github_pat|xox[abp]|AKIA|AIza)[A-Za-z0-9_-]{16,}|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+/g;

/**
 * A text in which what looks like a secret is masked, line for line: the lines are as many as before. For what a person
 * is shown or copies, never for what is written.
 */
export function maskSecrets(text: string): string {
  let block = false;
  return maskStatements(text)
    .split('\n')
    .map((line) => {
      if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(line)) block = true;
      const shown = block ? mask : maskLine(line);
      if (/-----END [A-Z ]*PRIVATE KEY-----/.test(line)) block = false;
      return shown;
    })
    .join('\n');
}

/** Whether a name is one whose value is not shown. */
export function isSecretName(name: string): boolean {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1_$2');
  return secretName.test(words) && !plainName.test(words);
}

/** Values of several lines, as env files have them. */
function maskStatements(text: string): string {
  let masked = '';
  let done = 0;
  for (const { key, start, end } of envStatements(text).statements) {
    const value = text.slice(start, end);
    if (!value.includes('\n') || !isSecretName(key)) continue;
    masked += text.slice(done, start) + value.replaceAll(/[^\n]+/g, mask);
    done = end;
  }
  return masked + text.slice(done);
}

/** A text in which passwords in addresses and keys that are known by their beginning are masked. */
export function maskKnown(text: string): string {
  const addresses = text.includes('://') ? text.replaceAll(credentials, `$1${mask}@`) : text;
  return addresses.replaceAll(knownKeys, mask);
}

function maskLine(line: string): string {
  const clean = maskKnown(line);
  const [, front = '', name = '', sign = '', value = '', back = ''] = assignment.exec(clean) ?? [];
  if (name === '' || !isSecretName(name) || /^(""|''|\$\{[A-Za-z_]\w*\}|null|~)?,?$/.test(value)) return clean;
  return `${front}${name}${sign}${mask}${back}`;
}
