import { isSecretName, maskSecrets } from './mask-secrets.ts';

/** Files that are there to hold keys and passwords, as programs name them. */
const secretNames = [
  /^\.env(\..+)?$/,
  /^env\..+$/,
  /\.env$/,
  /\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk)$/,
  /^id_(rsa|dsa|ecdsa|ed25519)$/,
  /^\.(netrc|npmrc|pypirc|pgpass|git-credentials|htpasswd)$/,
  /^(credentials?|secrets?|passwords?|tokens?|auth)(\.(json|ya?ml|toml|ini|txt|conf))?$/,
  /^(client_secret|service[_-]account).*\.json$/,
];

/** Files in which programs keep settings, keys among them. */
const settingNames = /\.(json5?|ya?ml|toml|ini|cfg|conf|config|properties|sh|plist)$/;

/** Whether a file's name says that it holds secrets. `path` with slashes. */
export function isSecretFileName(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return secretNames.some((pattern) => pattern.test(name));
}

/** Whether a file is one that has to be looked into for secrets. */
export function isSettingsFileName(path: string): boolean {
  return settingNames.test(path.toLowerCase());
}

/** Whether a settings file's text holds secrets: a value under a name such as API_KEY, a private key, a known kind of token. */
export function holdsSecrets(text: string): boolean {
  const value = jsonOf(text);
  if (value !== undefined) return holdsSecretValue(value);
  return text.split('\n').some((line) => !isPlainKey(line) && maskSecrets(line) !== line);
}

/** Whether a value, or one within it, stands under a name that only secrets have. */
export function holdsSecretValue(value: unknown): boolean {
  if (typeof value === 'string') return maskSecrets(value) !== value;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, inner]) =>
    typeof inner === 'string' && inner !== '' && isSecretField(name) ? true : holdsSecretValue(inner),
  );
}

/** Whether a field of that name holds a secret. "key" alone is what lists of anything call their names. */
export function isSecretField(name: string): boolean {
  return name.toLowerCase() !== 'key' && isSecretName(name);
}

function isPlainKey(line: string): boolean {
  return /^\s*(-\s+)?["']?key["']?\s*[:=]/i.test(line);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
