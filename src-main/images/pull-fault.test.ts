import { expect, it } from 'vitest';
import { pullFault } from './pull-fault.ts';

// The words of engines 20.10 to 29 and of Podman 4, for what registries and networks do.
it.each([
  ['manifest for ghcr.io/a/b:latest not found: manifest unknown: manifest unknown', 'images/not-found'],
  ["pull access denied for a/b, repository does not exist or may require 'docker login': denied", 'images/not-found'],
  ['Get "https://ghcr.io/v2/": unauthorized: authentication required', 'images/needs-login'],
  ['Head "http://127.0.0.1:5000/v2/a/manifests/latest": no basic auth credentials', 'images/needs-login'],
  ['error pulling image: denied: requested access to the resource is denied', 'images/needs-login'],
  ['Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io: no such host', 'images/registry-unreachable'],
  ['Get "http://127.0.0.1:1/v2/": dial tcp 127.0.0.1:1: connect: connection refused', 'images/registry-unreachable'],
  ['Get "https://x/v2/": net/http: TLS handshake timeout', 'images/registry-unreachable'],
  [
    'Get "https://x/v2/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    'images/registry-unreachable',
  ],
  ['toomanyrequests: You have reached your pull rate limit.', 'images/registry-unreachable'],
  ['failed to register layer: write /usr/lib/x: no space left on device', 'images/disk-full'],
  ['filesystem layer verification failed for digest sha256:aa', 'images/pull-failed'],
  ['unexpected EOF', 'images/pull-failed'],
])('%s: %s', (said, code) => {
  const fault = pullFault(said, 'ghcr.io/a/b:latest', 'ghcr.io');
  expect(fault.code).toBe(code);
  expect(fault.details).toEqual([said]);
});

it('names the image, and who did not let it be got', () => {
  expect(pullFault('no such host', 'ghcr.io/a/b', 'ghcr.io').message).toMatch(
    /ghcr\.io\/a\/b .*ghcr\.io cannot be reached/,
  );
  expect(pullFault('unexpected EOF', 'a/b', 'docker.io').message).toContain('unexpected EOF');
});
