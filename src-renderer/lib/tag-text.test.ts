import { describe, expect, it } from 'vitest';
import { typedTag, withTag } from './tag-text.ts';

describe('a tag in front of a message', () => {
  it('is being typed while the caret stands in it', () => {
    expect(typedTag('@', 1)).toBe('');
    expect(typedTag('@fa', 3)).toBe('FA');
    expect(typedTag('@fast more', 3)).toBe('FA');
  });

  it('is not once the caret has left it, elsewhere, or in an address', () => {
    expect(typedTag('@fast more', 8)).toBeNull();
    expect(typedTag('x @fa', 5)).toBeNull();
    expect(typedTag('@a@', 2)).toBeNull();
    expect(typedTag('', 0)).toBeNull();
  });

  it('takes the place of what was typed of it', () => {
    expect(withTag('@fa', 'FAST')).toBe('@FAST ');
    expect(withTag('@fa what is this', 'FAST')).toBe('@FAST what is this');
    expect(withTag('@\nwhat is this', 'FAST')).toBe('@FAST what is this');
  });
});
