import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AddressShape, readAddress } from './address.ts';
import { placeOf } from './hosts.ts';

const shape: AddressShape = { calls: /\/(chat\/completions|models)$/, standardPath: '/v1', isCloud: true };
const urlOf = (text: string) => readAddress(text, shape).url;

describe('what people enter', () => {
  it.each([
    ['api.example.com', 'https://api.example.com/v1'],
    ['  https://api.example.com/v1/  ', 'https://api.example.com/v1'],
    ['https://api.example.com//v1//', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/v1', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/chat/completions', 'https://api.example.com/v1'],
    ['https://api.example.com/gateway/openai/', 'https://api.example.com/gateway/openai'],
    ['HTTPS://API.EXAMPLE.COM:443', 'https://api.example.com/v1'],
    ['https://api.example.com/v1?api-version=1#top', 'https://api.example.com/v1'],
    ['localhost:1234', 'http://localhost:1234/v1'],
    ['0.0.0.0:11434', 'http://127.0.0.1:11434/v1'],
    ['http://[::]:11434', 'http://[::1]:11434/v1'],
    ['[::1]:8080/v1', 'http://[::1]:8080/v1'],
    ['192.168.1.5:8000', 'http://192.168.1.5:8000/v1'],
    ['http://nas:11434', 'http://nas:11434/v1'],
    ['https://bücher.example/v1', 'https://xn--bcher-kva.example/v1'],
  ])('%s is %s', (entered, url) => {
    expect(readAddress(entered, shape)).toMatchObject({ url, problem: null });
  });

  it.each([
    '',
    'not an address',
    'https://',
    'https://user:canary@api.example.com',
    'https://user@api.example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://api.example.com',
    'https://api.example.com:99999',
    'https://api.example.com:0',
    'https://api.exa\nmple.com',
    'https://api.exa\u200bmple.com',
    'http://api.example.com',
    'http://8.8.8.8/v1',
    'http://169.254.169.254/latest/meta-data',
    'https://169.254.170.2',
    'http://2852039166/',
    'http://0xa9.0xfe.0xa9.0xfe/',
    'http://[::ffff:169.254.169.254]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[fd00:ec2::254]/',
    'https://metadata.google.internal/',
    `https://${'a'.repeat(3000)}.com`,
  ])('%j is refused', (entered) => {
    const reading = readAddress(entered, shape);
    expect(reading.url).toBeNull();
    expect(reading.problem).not.toBeNull();
    expect(reading.problem).not.toContain('canary');
  });

  it('warns of what is odd', () => {
    expect(readAddress('http://192.168.1.5', shape).warnings).toHaveLength(2);
    expect(readAddress('http://192.168.1.5', { ...shape, isCloud: false }).warnings).toHaveLength(1);
    expect(readAddress('https://xn--bcher-kva.example', shape).warnings).toHaveLength(1);
    expect(readAddress('http://localhost:1', shape).warnings).toEqual([]);
  });

  it('what it made is read as itself', () => {
    const host = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV6().map((address) => `[${address}]`),
      fc.constant('localhost'),
    );
    const entered = fc
      .tuple(fc.constantFrom('', 'http://', 'https://'), host, fc.constantFrom('', ':8080'), fc.webPath())
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(entered, fc.webUrl({ withQueryParameters: true }), fc.string()), (text) => {
        const url = urlOf(text);
        if (url === null) return;
        expect(urlOf(url)).toBe(url);
        const { protocol, hostname, username, search } = new URL(url);
        expect([username, search]).toEqual(['', '']);
        expect(placeOf(hostname)).not.toBe('metadata');
        if (protocol === 'http:') expect(placeOf(hostname)).not.toBe('public');
      }),
      { numRuns: 3000 },
    );
  });
});

it.each([
  ['127.0.0.1', 'loopback'],
  ['127.9.9.9', 'loopback'],
  ['localhost', 'loopback'],
  ['app.localhost', 'loopback'],
  ['[::1]', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['10.1.2.3', 'private'],
  ['172.31.0.1', 'private'],
  ['172.32.0.1', 'public'],
  ['100.64.0.1', 'private'],
  ['[fd12:3456::1]', 'private'],
  ['fe80::1%eth0', 'private'],
  ['nas', 'private'],
  ['nas.local', 'private'],
  ['host.docker.internal', 'private'],
  ['169.254.1.1', 'metadata'],
  ['::ffff:a9fe:a9fe', 'metadata'],
  ['::a9fe:a9fe', 'metadata'],
  ['fd00:ec2::254', 'metadata'],
  ['api.openai.com', 'public'],
  ['localhost.evil.com', 'public'],
  ['2606:4700::1111', 'public'],
])('%s is %s', (host, place) => {
  expect(placeOf(host)).toBe(place);
});
