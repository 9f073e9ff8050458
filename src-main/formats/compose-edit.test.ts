import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composeEditor } from './compose-changes.ts';
import { setComposeValues } from './compose-edit.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
const file = 'docker-compose.yml';
const service = (body: string) => `services:\n  lightrag:\n    image: a/b:1\n${body}`;
const editor = (text: string) => composeEditor(bytesOf(text), file);

describe('the edits of a compose file', () => {
  it.each([
    ['      - 9621:9621 # the page\n', '      - 9700:9621 # the page\n'],
    ['      - "127.0.0.1:9621:9621"\n', '      - "127.0.0.1:9700:9621"\n'],
    ["      - '${PORT:-9621}:9621/tcp'\n", "      - '9700:9621/tcp'\n"],
    [
      '      - target: 9621\n        published: 9621 # here\n',
      '      - target: 9621\n        published: 9700 # here\n',
    ],
    ['      - { target: 9621, published: "9621" }\n', '      - { target: 9621, published: "9700" }\n'],
    ['      - 9621:22\n', '      - "9700:22"\n'],
  ])('publishes %j as %j', (before, after) => {
    const edited = editor(service(`    ports:\n${before}`)).setPublishedPort(0, 9700);
    expect(textOf(edited)).toBe(service(`    ports:\n${after}`));
  });

  it.each([
    ['[9621:9621]', '[127.0.0.1:9621:9621]'],
    ['["0.0.0.0:9621:9621"]', '["127.0.0.1:9621:9621"]'],
    ["['${PORT}:9621']", "['127.0.0.1:${PORT}:9621']"],
    ['[{host_ip: 0.0.0.0, target: 1}]', '[{host_ip: 127.0.0.1, target: 1}]'],
  ])('binds %s as %s', (before, after) => {
    const edited = editor(service(`    ports: ${before}\n`)).setPortAddress(0, '127.0.0.1');
    expect(textOf(edited)).toBe(service(`    ports: ${after}\n`));
  });

  it.each([
    [
      `test: ["CMD", "python", "-c", "urlopen('http://localhost:9622/health')"]`,
      `test: ["CMD", "python", "-c", "urlopen('http://localhost:9621/health')"]`,
    ],
    ['test: curl http://127.0.0.1:9622/ || echo 9622', 'test: curl http://127.0.0.1:9621/ || echo 9622'],
    ['test: |\n        curl http://localhost:9622/x # shell', 'test: |\n        curl http://localhost:9621/x # shell'],
  ])('probes %j as %j', (before, after) => {
    const edited = editor(service(`    healthcheck:\n      ${before}\n`)).setHealthcheckPort(9622, 9621);
    expect(textOf(edited)).toBe(service(`    healthcheck:\n      ${after}\n`));
  });

  it('sets the image, whatever quotes it has, and nothing else', () => {
    for (const [before, after] of [
      ['\ufeffservices: {a: {image: x}} # one\r\n   \r\n', '\ufeffservices: {a: {image: y:2}} # one\r\n   \r\n'],
      ["services:\r\n  a:\r\n    image:   'x'   # one\r\n", "services:\r\n  a:\r\n    image:   'y:2'   # one\r\n"],
      ['services:\n  a:\n    image: "\\u0078"', 'services:\n  a:\n    image: "y:2"'],
    ] as const) {
      expect(textOf(editor(before).setImage('y:2'))).toBe(after);
    }
  });

  it('rewrites the paths of volumes and env files below a folder, not of its namesakes', () => {
    const before = service(
      '    env_file: [/old/app/env.server, /old/application/x]\n' +
        '    volumes:\n      - "/old/app/data:/app/data" # data\n      - {type: bind, source: /old/app, target: /old/app}\n',
    );
    const after = service(
      '    env_file: [/new/env.server, /old/application/x]\n' +
        '    volumes:\n      - "/new/data:/app/data" # data\n      - {type: bind, source: /new, target: /old/app}\n',
    );
    expect(textOf(editor(before).rewritePaths('/old/app', '/new'))).toBe(after);
    expect(textOf(editor(before).rewritePaths('/nowhere', '/new'))).toBe(before);
  });

  it('keeps bytes that are no UTF-8', () => {
    const before = Buffer.from('services:\n  a:\n    image: x # caf\xe9\n', 'latin1');
    const after = composeEditor(before, file).setImage('z');
    expect(Buffer.from(after).toString('latin1')).toBe('services:\n  a:\n    image: z # caf\xe9\n');
  });

  it.each([
    ['an alias', 'x-i: &i a:1\nservices:\n  a:\n    image: *i\n', '*i'],
    ['an anchor that others use', 'services:\n  a:\n    image: &i a:1\n    hostname: *i\n', 'hostname'],
    ['a merged mapping', 'x-b: &b\n  image: a:1\nservices:\n  a:\n    <<: *b\n', 'image'],
  ])('refuses %s by name', (_what, text, name) => {
    const refused = expect.objectContaining({
      code: 'compose/invalid-value',
      message: expect.stringContaining(name),
    });
    expect(() => editor(text).setImage('b:2')).toThrow(refused);
  });

  it('keeps an anchor that nobody else uses', () => {
    const text = 'services:\n  a:\n    image: &i a:1\n';
    expect(textOf(editor(text).setImage('b:2'))).toBe('services:\n  a:\n    image: &i b:2\n');
  });

  it('ends with files that refer to themselves or grow without end', () => {
    const self = 'services:\n  a:\n    image: x\n    labels: &a { b: *a }\n';
    expect(textOf(editor(self).setImage('z'))).toBe(self.replace('image: x', 'image: z'));
    const bomb = Array.from({ length: 9 }, (_, at) => `x-${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]\n`).join('');
    const deep = `services: {a: {image: x, labels: ${'['.repeat(200)}${']'.repeat(200)}}}`;
    for (const text of [`x-0: &a0 [x]\n${bomb}services: {a: {image: x}}\n`, deep]) {
      expect(() => editor(text)).toThrow(expect.objectContaining({ code: 'compose/not-yaml' }));
    }
  });

  it('refuses what is not there and what is no YAML', () => {
    expect(() => editor(service('')).setPublishedPort(0, 1)).toThrow(
      expect.objectContaining({ code: 'compose/invalid-value' }),
    );
    expect(() => editor('a: [')).toThrow(expect.objectContaining({ code: 'compose/not-yaml' }));
  });
});

const value = fc
  .array(
    fc.constantFrom(
      'a',
      'B',
      '1',
      ' ',
      ':',
      ': ',
      '#',
      ' #',
      "'",
      '"',
      '\\',
      '-',
      '{',
      '}',
      '$',
      ',',
      'é',
      '🙂',
      '/',
      '*',
      '&',
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((parts) => parts.join(''));
const written = fc.tuple(value, fc.constantFrom('single', 'double', 'plain')).map(([text, style]) => {
  if (style === 'single') return `'${text.replaceAll("'", "''")}'`;
  return style === 'double' || !/^[aB][aB1/-]*$/.test(text) ? JSON.stringify(text) : text;
});
const compose = fc
  .record({
    bom: fc.constantFrom('', '\ufeff'),
    newline: fc.constantFrom('\n', '\r\n'),
    head: fc.constantFrom('', '# note', '---', 'x-a: &a 1'),
    old: written,
    before: fc.constantFrom('', '      # a note', '      A: 1', '      "B": {x: [1, 2]} # flow'),
    after: fc.constantFrom('', '      C: "it\'s" # c', '          ', '    restart: always'),
    behind: fc.constantFrom('', '  # behind', '   '),
    flow: fc.boolean(),
    last: fc.boolean(),
  })
  .map(({ bom, newline, head, old, before, after, behind, flow, last }) => {
    const labels = flow
      ? [`    labels: { D: 1, wanted: `, old, ` , E: [x] }${behind}`]
      : [`    labels:${newline}${before === '' ? '' : before + newline}      wanted:   `, old, behind];
    const front = `${bom}${head === '' ? '' : head + newline}services:${newline}  a:${newline}${labels[0]}`;
    const back = `${labels[2]}${newline}${flow ? '' : after}${last ? newline : ''}`;
    return { front, old, back };
  });

describe('setting any value in any compose file', () => {
  it('changes the bytes of that value alone, and it is read back', async () => {
    await fc.assert(
      fc.property(compose, value, ({ front, old, back }, wanted) => {
        const path = ['services', 'a', 'labels', 'wanted'];
        const after = textOf(setComposeValues(bytesOf(front + old + back), [{ path, value: wanted }], file));
        expect(after.startsWith(front)).toBe(true);
        expect(after.endsWith(back)).toBe(true);
        // Again is nothing to do, which also says that it reads as wanted.
        expect(textOf(setComposeValues(bytesOf(after), [{ path, value: wanted }], file))).toBe(after);
      }),
      { numRuns: 4000 },
    );
  });
});
