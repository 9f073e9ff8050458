import { afterEach, describe, expect, it, vi } from 'vitest';
import { copyText } from './copy-text.ts';

afterEach(() => vi.unstubAllGlobals());

describe('copyText', () => {
  it('uses the clipboard where it is allowed to', async () => {
    const writeText = vi.fn(async () => undefined);
    vi.stubGlobal('navigator', { clipboard: { writeText } });
    expect(await copyText('why')).toBe(true);
    expect(writeText).toHaveBeenCalledWith('why');
  });

  it('copies a selection where the clipboard is refused, and gives the focus back', async () => {
    vi.stubGlobal('navigator', { clipboard: { writeText: () => Promise.reject(new Error('denied')) } });
    const button = document.createElement('button');
    document.body.append(button);
    button.focus();
    let copied = '';
    document.execCommand = (command) => {
      copied = `${command}: ${document.querySelector('textarea')?.value}`;
      return true;
    };
    expect(await copyText('why')).toBe(true);
    expect(copied).toBe('copy: why');
    expect(document.querySelector('textarea')).toBeNull();
    expect(document.activeElement).toBe(button);
    button.remove();
  });
});
