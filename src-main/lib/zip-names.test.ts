import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNameBook, nameKey, whyUnportable } from './zip-names.ts';

const refused = [
  '',
  '/etc/passwd',
  '..',
  '../x',
  'a/../../x',
  'a/..',
  './a',
  'a/./b',
  'a//b',
  'a/',
  '\\\\server\\share',
  'a\\..\\b',
  'C:/x',
  'c:x',
  'a/D:/x',
  'a\u0000b',
  'a\nb',
  'a\u007fb',
  'nul',
  'a/CON',
  'a/aux.txt',
  'com1.tar.gz',
  'LPT\u00b2',
  'nul .txt',
  'nul:x',
  'conin$',
  'x\ufffdy',
  'a\ud800b',
  'a'.repeat(256),
  `${'\u00e9'.repeat(128)}`,
  Array.from({ length: 41 }, () => 'a').join('/'),
  Array.from({ length: 6 }, () => 'a'.repeat(200)).join('/'),
];

describe('the names of members', () => {
  it.each(refused)('refuses %j', (name) => {
    expect(whyUnportable(name, 'linux')).not.toBeNull();
  });

  it.each([
    'a',
    'a b/c.txt',
    '.env',
    'console.log',
    'com10',
    'l\u00e9a/\u65e5\u8a18.md',
    '...',
    'a..b',
    'xx:y',
    'Aux1',
  ])('takes %j', (name) => {
    expect(whyUnportable(name, 'linux')).toBeNull();
  });

  it.each(['xx:y', 'a?', 'a.', 'a /b', 'a|b', '"a"', 'b*'])('refuses %j on Windows alone', (name) => {
    expect(whyUnportable(name, 'win32')).not.toBeNull();
    expect(whyUnportable(name, 'linux')).toBeNull();
  });

  it('never takes one that leads out of its folder, whatever it is', () => {
    const odd = fc.array(fc.constantFrom('..', '.', '/', '\\', 'a', 'C:', ' ', '\u0000', 'b'), { maxLength: 8 });
    fc.assert(
      fc.property(odd, (parts) => {
        const name = parts.join('');
        if (whyUnportable(name, 'linux') !== null) return true;
        return (
          posix.resolve('/top', name).startsWith('/top/') && win32.resolve('D:\\top', name).startsWith('D:\\top\\')
        );
      }),
      { numRuns: 5000 },
    );
  });
});

describe('names that some file system takes for one', () => {
  it.each([
    ['README', 'readme'],
    ['\u00e9', 'e\u0301'],
    ['\u00c9', 'e\u0301'],
    ['\u03c3', '\u03c2'],
    ['\u212a', 'k'],
  ])('%j and %j', (a, b) => {
    expect(nameKey(a)).toBe(nameKey(b));
  });

  it('are not those that mean the same to people alone', () => {
    expect(nameKey('Stra\u00dfe')).not.toBe(nameKey('Strasse'));
    expect(nameKey('\ufb01le')).not.toBe(nameKey('file'));
  });

  it('are refused, as is a file where another has a folder', () => {
    const book = createNameBook();
    expect(book.take('a/b', 'file')).toBeNull();
    expect(book.take('a', 'folder')).toBeNull();
    expect(book.take('A', 'folder')).not.toBeNull();
    expect(book.take('A/B', 'file')).not.toBeNull();
    expect(book.take('a', 'file')).not.toBeNull();
    expect(book.take('a/b/c', 'file')).not.toBeNull();
    expect(book.take('a/c', 'file')).toBeNull();
    expect(book.take('A/d', 'file')).not.toBeNull();
    expect(book.take('a/d', 'file')).toBeNull();
    expect(book.take('d', 'file')).toBeNull();
    expect(book.take('D/e', 'file')).not.toBeNull();
  });
});
