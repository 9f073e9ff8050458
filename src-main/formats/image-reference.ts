/** What `image:` names. */
export interface ImageReference {
  /** The registry's host, `docker.io` where none is named. */
  readonly registry: string;
  /** As it is given to an engine: without tag and digest. */
  readonly repository: string;
  /** The same with everything that is left out written down, to be compared. */
  readonly fullName: string;
  /** Null where a digest says it all. */
  readonly tag: string | null;
  readonly digest: string | null;
}

const hub = 'docker.io';

/**
 * Reads a reference as engines do (the distribution reference grammar): the first part is a registry where it has a dot, a
 * colon or is localhost; without one, and without a folder, it is one of Docker's own. Null for an id and for what is none.
 */
export function readImageReference(text: string): ImageReference | null {
  const [name = '', digest = null, ...more] = text.trim().split('@');
  if (more.length > 0 || /^(sha256:)?[0-9a-f]{64}$/.test(text)) return null;
  const found = /^(.+?)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?$/.exec(name);
  const [, repository = '', tag] = found ?? [];
  const [first = '', ...rest] = repository.split('/');
  const named = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const path = named ? rest.join('/') : repository;
  if (!/^[a-z0-9]+([._-]+[a-z0-9]+)*(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/.test(path)) return null;
  if (digest !== null && !/^[a-z0-9+._-]+:[0-9a-f]{32,}$/i.test(digest)) return null;
  const registry = named && first !== 'index.docker.io' ? first : hub;
  const full = registry === hub && !path.includes('/') ? `library/${path}` : path;
  return {
    registry,
    repository,
    fullName: `${registry}/${full}`,
    tag: tag ?? (digest === null ? 'latest' : null),
    digest,
  };
}
