import type { lookup as systemLookup } from 'node:dns';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createSafeServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificates } from '../../e2e/stand-ins/engine/certificates.ts';
import { startOpenAi } from '../../e2e/stand-ins/providers/openai.ts';
import type { ProviderStandIn } from '../../e2e/stand-ins/providers/server.ts';
import { AskFault } from './faults.ts';
import { createGuardedFetch } from './guarded-fetch.ts';

const limits = { headMs: 1000, idleMs: 300, totalMs: 2000, maximumBytes: 100_000 };
const secret = 'sk-canary-in-a-header';

let standIn: ProviderStandIn;
beforeEach(async () => {
  standIn = await startOpenAi();
});
afterEach(() => standIn.stop());

/** A name service in which every name is one address. */
const namedAs = (...addresses: readonly string[]) =>
  ((_host: string, _options: unknown, callback: (error: null, found: readonly object[]) => void) => {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    setImmediate(() => callback(null, found));
  }) as typeof systemLookup;

async function troubleOf(asked: Promise<unknown>): Promise<AskFault> {
  const cause = await asked.then(
    () => null,
    (failed: unknown) => failed,
  );
  if (!(cause instanceof AskFault)) throw new Error(`it did not fail as it should: ${String(cause)}`);
  expect(cause.message).not.toContain(secret);
  return cause;
}

describe('where it goes', () => {
  it.each([
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
    'http://example.com/',
    'http://8.8.8.8/',
    'http://user:word@127.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'https://[fd00:ec2::254]/',
    'https://[::ffff:169.254.169.254]/',
    'http://metadata.google.internal/',
  ])('not to %s', async (url) => {
    const { fetch, end } = createGuardedFetch(limits);
    expect((await troubleOf(fetch(url, { headers: { 'x-api-key': secret } }))).trouble).toBe('forbidden');
    end();
  });

  it.each([
    [['169.254.169.254'], 'https://api.example.com/'],
    [['127.0.0.1', '169.254.169.254'], 'http://nas/'],
    [['fd00:ec2::254'], 'https://api.example.com/'],
    [['::ffff:169.254.169.254'], 'https://api.example.com/'],
    // A name of the local network that leads out of it would send a key in clear.
    [['93.184.216.34'], 'http://nas.local/'],
  ])('not to %j, which %s is said to be', async (addresses, url) => {
    const { fetch, end } = createGuardedFetch(limits, namedAs(...addresses));
    expect((await troubleOf(fetch(url))).trouble).toBe('forbidden');
    end();
  });

  it('to a name of the local network', async () => {
    const { fetch, end } = createGuardedFetch(limits, namedAs('127.0.0.1'));
    const response = await fetch(`http://nas.local:${standIn.port}/v1/models`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ object: 'list' });
    expect(standIn.requests[0]?.headers.host).toBe(`nas.local:${standIn.port}`);
    end();
  });

  it.each([301, 302, 303, 307, 308] as const)('not where a %d sends it', async (status) => {
    standIn.fail('list', { kind: 'redirect', status });
    const { fetch, end } = createGuardedFetch(limits);
    const headers = { authorization: `Bearer ${secret}`, 'x-api-key': secret, 'api-key': secret };
    const fault = await troubleOf(fetch(`${standIn.url}/v1/models`, { headers, redirect: 'follow' }));
    expect(fault.trouble).toBe('redirect');
    expect(standIn.elsewhere).toEqual([]);
    end();
  });
});

describe('how it fails', () => {
  it.each([
    ['a host that is not there', 'https://no-such-host.invalid/', 'dns'],
    ['a port where nothing listens', 'http://127.0.0.1:9/', 'refused'],
  ])('%s', async (_name, url, trouble) => {
    const { fetch, end } = createGuardedFetch(limits);
    expect((await troubleOf(fetch(url))).trouble).toBe(trouble);
    end();
  });

  it('a server without encryption where there should be', async () => {
    const { fetch, end } = createGuardedFetch(limits);
    expect((await troubleOf(fetch(`https://127.0.0.1:${standIn.port}/`))).trouble).toBe('tls');
    end();
  });

  it('a server whose certificate nobody knows: it gets to see no header', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'certificates-'));
    const { server: files } = await makeCertificates(folder);
    let requests = 0;
    const server = createSafeServer({ cert: await readFile(files.cert), key: await readFile(files.key) }, () => {
      requests += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { fetch, end } = createGuardedFetch(limits);
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect((await troubleOf(fetch(url, { headers: { authorization: secret } }))).trouble).toBe('tls');
    expect(requests).toBe(0);
    end();
    server.close();
    await rm(folder, { recursive: true });
  });

  it('a header that cannot be, without its value', async () => {
    const { fetch, end } = createGuardedFetch(limits);
    for (const value of [`${secret}\n${secret}`, `“${secret}”`, `${secret}\u0000`]) {
      const fault = await troubleOf(fetch(`${standIn.url}/v1/models`, { headers: { authorization: value } }));
      expect(fault.trouble).toBe('forbidden');
    }
    expect(standIn.requests).toEqual([]);
    end();
  });

  it('an answer that is no HTTP, and heads without an end', async () => {
    for (const text of ['SSH-2.0-OpenSSH_9\r\n', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`]) {
      const server = createServer();
      server.on('connection', (socket) => void socket.end(text));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { fetch, end } = createGuardedFetch(limits);
      const fault = await troubleOf(fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
      expect(fault.trouble).toBe('shape');
      end();
      server.close();
    }
  });

  it('an answer that drips for longer than it may take in all', async () => {
    standIn.pace(250);
    standIn.say(new Array(100).fill('drip'));
    const { fetch, end } = createGuardedFetch(limits);
    const body = JSON.stringify({ model: 'chat-large', messages: [] });
    const response = await fetch(`${standIn.url}/v1/chat/completions`, { method: 'POST', body });
    expect((await troubleOf(response.text())).trouble).toBe('timeout');
    end();
  });

  it('its end ends what is being asked', async () => {
    standIn.fail('list', { kind: 'never' });
    const { fetch, end } = createGuardedFetch(limits);
    const asked = troubleOf(fetch(`${standIn.url}/v1/models`));
    await expect.poll(() => standIn.requests.length).toBe(1);
    end();
    expect((await asked).trouble).toBe('cancelled');
    expect((await troubleOf(fetch(`${standIn.url}/v1/models`))).trouble).toBe('cancelled');
  });
});
