import { describe, expect, it } from 'vitest';
import { interpolate } from './interpolate.ts';

const values: Readonly<Record<string, string>> = { A: 'a', EMPTY: '', _b1: 'under' };
const put = (template: string) => interpolate(template, (name) => values[name]);

describe('interpolation', () => {
  it.each([
    ['', ''],
    ['none', 'none'],
    ['$A', 'a'],
    ['${A}', 'a'],
    ['x${A}y$A.z', 'xaya.z'],
    ['${_b1}', 'under'],
    ['$A$A', 'aa'],
    ['$$A', '$A'],
    ['$$$A', '$a'],
    ['$${A}', '${A}'],
    ['${A:-d}', 'a'],
    ['${EMPTY:-d}', 'd'],
    ['${EMPTY-d}', ''],
    ['${NONE:-d}', 'd'],
    ['${NONE-d}', 'd'],
    ['${NONE:-}', ''],
    ['${NONE:-a b:c}', 'a b:c'],
    ['${NONE:-${A}x}', 'ax'],
    ['${NONE:-${NONE:-${A}}}}', 'a}'],
    ['${A:+set}', 'set'],
    ['${EMPTY:+set}', ''],
    ['${EMPTY+set}', 'set'],
    ['${NONE+set}', ''],
    ['${A:?why}', 'a'],
    ['${EMPTY?why}', ''],
    ['${NONE:-x}/${A}', 'x/a'],
  ])('makes of %j %j', (template, text) => {
    expect(put(template)).toEqual({ text, missing: [], required: [], stray: [] });
  });

  it('names what has no value', () => {
    expect(put('${NONE}/rag and $NO2')).toMatchObject({ text: '/rag and ', missing: ['NONE', 'NO2'] });
  });

  it('names what is required', () => {
    expect(put('${NONE:?set me}').required).toEqual(['NONE has no value: set me']);
    expect(put('${EMPTY:?}').required).toEqual(['EMPTY has no value']);
  });

  it.each(['100$', '$%', '${', '${}', '${A', '${1}', '${A.b}', '$1'])('leaves %j and says so', (template) => {
    const { text, stray } = put(template);
    expect(text).toBe(template);
    expect(stray).toHaveLength(1);
  });

  it('does not follow defaults within defaults without end', () => {
    const { text, stray } = put('${NONE:-'.repeat(5000) + '}'.repeat(5000));
    expect(stray).toHaveLength(1);
    expect(text).toMatch(/^(\$\{NONE:-)+\}+$/);
  });
});
