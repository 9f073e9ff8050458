import { describe, expect, it } from 'vitest';
import { createScope } from './scope.ts';

describe('scope', () => {
  it('ends last in first out, once', async () => {
    const ended: string[] = [];
    const scope = createScope();
    scope.own(() => void ended.push('first'));
    scope.own(async () => void ended.push('second'));
    await Promise.all([scope.end(), scope.end()]);
    await scope.end();
    expect(ended).toEqual(['second', 'first']);
  });

  it('ends all of them even if one fails, and says so', async () => {
    const ended: string[] = [];
    const scope = createScope();
    scope.own(() => void ended.push('first'));
    scope.own(() => {
      throw new Error('stuck');
    });
    await expect(scope.end()).rejects.toBeInstanceOf(AggregateError);
    expect(ended).toEqual(['first']);
  });

  it('ends at once what comes after the end', async () => {
    const scope = createScope();
    await scope.end();
    let ended = false;
    scope.own(() => {
      ended = true;
    });
    await scope.end();
    expect(ended).toBe(true);
  });
});
