import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setEnvValue } from '../formats/env-edit.ts';
import { judgeEnvFile } from './env-file-cell.ts';

const path = '/home/p/.persag/lightrag_server/env.server';
const encode = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const judge = (content: string | Uint8Array, userId: string | null = 'paula') =>
  judgeEnvFile({ path, bytes: typeof content === 'string' ? encode(content) : content, trouble: null }, userId);
const text = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString('latin1'));

describe('forms of an env file that upstream misreads', () => {
  // Facts 3.3: upstream reads a quoted id with its quotes, and finds none behind export, blanks or a mark.
  it.each([
    ['quoted', 'USER_ID="paula"\n'],
    ['quoted singly', "USER_ID='paula'\n"],
    ['exported', 'export USER_ID=paula\n'],
    ['with blanks', 'USER_ID = paula\n'],
    ['behind a byte order mark', '\ufeffUSER_ID=paula\n'],
    ['with a comment behind it', 'USER_ID=paula # the first\n'],
    ['with CRLF', 'A=1\r\nUSER_ID=paula\r\n'],
    ['without a newline at the end', 'A=1\nUSER_ID=paula'],
    ['set before by another line', 'USER_ID=charlie\nUSER_ID=paula\n'],
  ])('%s: it agrees, and nothing would be written', (_name, content) => {
    const { cell, after } = judge(content);
    expect([cell.verdict, cell.user, after]).toEqual(['consistent', 'paula', null]);
  });

  it.each([
    ['quoted', 'USER_ID="charlie"\n', 'USER_ID="paula"\n'],
    ['exported', 'export USER_ID=charlie\n', 'export USER_ID=paula\n'],
    ['with blanks', 'USER_ID = charlie\n', 'USER_ID = paula\n'],
    ['behind a byte order mark', '\ufeffUSER_ID=charlie\n', '\ufeffUSER_ID=paula\n'],
    ['with a comment behind it', 'USER_ID=charlie # the first\n', 'USER_ID=paula # the first\n'],
    ['with CRLF', 'A=1\r\nUSER_ID=charlie\r\nB=2\r\n', 'A=1\r\nUSER_ID=paula\r\nB=2\r\n'],
    ['twice, of which the last is in force', 'USER_ID=paula\nUSER_ID=charlie\n', 'USER_ID=paula\nUSER_ID=paula\n'],
    ['not at all', 'A=1\n', 'A=1\nUSER_ID=paula\n'],
    ['with nothing', 'USER_ID=\n', 'USER_ID=paula\n'],
    ['from outside', 'USER_ID\n', 'USER_ID=paula\n'],
    ['from a variable', 'X=paula\nUSER_ID=$X\n', 'X=paula\nUSER_ID=paula\n'],
  ])('%s: it differs, and the one line in force is written', (_name, content, wanted) => {
    const { cell, after, refusal } = judge(content);
    expect([cell.verdict, refusal]).toEqual(['inconsistent', null]);
    expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(after ?? undefined)).toBe(wanted);
  });

  it('keeps a byte that is no UTF-8', () => {
    const { cell, after } = judge(latin1('# caf\xe9\nUSER_ID=charlie\n'));
    expect([cell.verdict, cell.user, text(after)]).toEqual(['inconsistent', 'charlie', '# caf\xe9\nUSER_ID=paula\n']);
    expect(cell.notes).toHaveLength(1);
  });

  it('tells an id in another letter case apart, as folders do', () => {
    const { cell } = judge('USER_ID=Paula\n');
    expect(cell).toMatchObject({ verdict: 'inconsistent', user: 'Paula', line: 1 });
    expect(cell.why).toContain('letter case');
  });

  it('knows the id `data` from the folder of that name', () => {
    expect(judge('DATA_DIR=/srv/data\nUSER_ID=charlie\n', 'data').cell.verdict).toBe('inconsistent');
    expect(judge('DATA_DIR=/srv/data\nUSER_ID=data\n', 'data').cell.verdict).toBe('consistent');
  });
});

describe('what is told of an env file', () => {
  it('is the line in force as it is written', () => {
    const { cell } = judge('USER_ID=dana\r\n\r\n  export USER_ID="paula" # now\r\n');
    expect(cell).toMatchObject({ line: 3, written: '  export USER_ID="paula" # now' });
  });

  it('is every oddity, and none of a plain file', () => {
    expect(judge('A=1\nUSER_ID=paula\nB=2\n').cell.notes).toEqual([]);
    const odd = '\ufeffAGNO=/x/$USER_ID\r\nKEPT=\'$USER_ID\'\r\nUSER_ID=dana\r\nexport USER_ID="paula" # now\r\n';
    const { notes } = judge(odd).cell;
    expect(notes).toHaveLength(5);
    expect(judge('USER_ID="paula" # now\n').cell.notes).toHaveLength(2);
    expect(notes.filter((note) => note.includes('AGNO'))).toHaveLength(1);
    expect(notes.some((note) => note.includes('KEPT'))).toBe(false);
  });

  it('is nothing known where the file is absent, cannot be read, or nobody is current', () => {
    const trouble = { code: 'home/file-unreadable', message: 'no rights', hint: 'h' } as const;
    const absent = judgeEnvFile({ path, bytes: null, trouble: null }, 'paula');
    const unreadable = judgeEnvFile({ path, bytes: null, trouble }, 'paula');
    expect([absent, unreadable].map(({ cell }) => [cell.verdict, cell.user])).toEqual([
      ['unknown', null],
      ['unknown', null],
    ]);
    expect(unreadable.cell.why).toBe('no rights');
    expect(judge('USER_ID=charlie\n', null)).toMatchObject({
      cell: { verdict: 'unknown', user: 'charlie', line: 1 },
      after: null,
    });
  });

  it('is why it cannot be edited where it is broken', () => {
    // The quotes that this id needs would close the one that is open.
    const { cell, after, refusal } = judge('A="open\n', 'bob smith');
    expect([cell.verdict, after]).toEqual(['inconsistent', null]);
    expect(refusal).toMatchObject({ code: 'home/env-file-invalid' });
  });
});

it('agrees exactly where an edit changes nothing, whatever the file', () => {
  const piece = fc.constantFrom('USER_ID', 'paula', 'charlie', '=', ' ', '\t', '"', "'", '#', '\n', '\r\n', '$X', ':');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const bytes = encode(pieces.join(''));
      const { cell, after, refusal } = judge(bytes);
      if (refusal !== null) {
        expect(cell.verdict).toBe('inconsistent');
        return;
      }
      const edit = setEnvValue(bytes, 'USER_ID', 'paula').bytes;
      expect(cell.verdict === 'consistent').toBe(Buffer.from(edit).equals(bytes));
      expect(after === null).toBe(cell.verdict === 'consistent');
      expect(judge(edit).cell.verdict).toBe('consistent');
    }),
    { numRuns: 2000 },
  );
});
