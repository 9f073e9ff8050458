import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTag } from './profile-tag.ts';

const tagged = (tag: string, text: string) => ({ kind: 'tagged', tag, text });
const plain = (text: string) => ({ kind: 'plain', text });

describe('the tag of a message', () => {
  it.each([
    ['@FAST what is new?', 'FAST', 'what is new?'],
    ['@fast what is new?', 'FAST', 'what is new?'],
    ['  @Fast: what is new?', 'FAST', 'what is new?'],
    ['@FAST, please', 'FAST', 'please'],
    ['@FAST\nfirst\nsecond\n\nthird', 'FAST', 'first\nsecond\n\nthird'],
    ['@FAST first\r\nsecond', 'FAST', 'first\r\nsecond'],
    ['@FAST \n  \n    indented\n  less', 'FAST', '    indented\n  less'],
    ['@FAST @SLOW who answers?', 'FAST', '@SLOW who answers?'],
    ['@1 a digit', '1', 'a digit'],
    ['\uFEFF\u200B@FAST behind what cannot be seen', 'FAST', 'behind what cannot be seen'],
  ])('%j', (message, tag, text) => {
    expect(readTag(message)).toEqual(tagged(tag, text));
  });

  it.each(['@FAST', '@FAST   ', '@fast:', '@FAST\n', '@FAST \n \n '])('%j stands alone', (message) => {
    const read = readTag(message);
    expect(read).toMatchObject({ kind: 'tagged', tag: 'FAST' });
    expect(read.kind === 'tagged' && read.text.trim()).toBe('');
  });

  it.each([
    ['\\@FAST is a word', '@FAST is a word'],
    [' \\@FAST', ' @FAST'],
    ['\\\\@FAST', '\\@FAST'],
  ])('%j is escaped', (message, text) => {
    expect(readTag(message)).toEqual(plain(text));
  });

  it.each([
    ...['', ' ', '@', '@ FAST', '@@FAST', '@a@b.com', '@a@b.com wrote', 'anna@example.org', '@scope/name', '@media{'],
    ...['ask @FAST', '＠FAST full width', '﹫FAST small', '@:', '@FAST. a sentence', '@(FAST)', 'a\n@FAST'],
  ])('%j has none', (message) => {
    expect(readTag(message)).toEqual(plain(message));
  });

  it.each([
    // Cyrillic A, long s (whose capital is S), dotless i, Kelvin sign, a full-width A, a combining mark, a hidden blank.
    ...['@FАST', '@FAſT', '@ıNTEL', '@\u212AELVIN', '@ＦAST', '@FA\u0301ST', '@FA\u200BST', '@FAST\u200D'],
    ...['@FA-ST', '@FA_ST', '@ABCDEFGHIJKLMNOPQ', '@ß'],
  ])('%j cannot be one, and is not sent to somebody else instead', (message) => {
    expect(readTag(`${message} hello`)).toEqual({ kind: 'odd', tag: message.slice(1) });
  });

  it('never throws, and never takes anything but the first token for a tag', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.constantFrom('', '@', '@FAST ', '\\@'),
        (text, begin) => {
          const message = begin + text;
          const read = readTag(message);
          if (read.kind === 'tagged') {
            expect(read.tag).toMatch(/^[A-Z0-9]{1,16}$/);
            expect(message.endsWith(read.text)).toBe(true);
          }
          if (read.kind === 'plain') expect(message.length - read.text.length).toBe(message === read.text ? 0 : 1);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
