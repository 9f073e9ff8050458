import { describe, expect, it } from 'vitest';
import { randomOf } from './random.ts';

describe('numbers by a seed', () => {
  it('are the same with the same seed, others with another, and spread from 0 to below 1', () => {
    const of = (seed: number) => {
      const random = randomOf(seed);
      return Array.from({ length: 1000 }, () => random());
    };
    const numbers = of(1);
    expect(of(1)).toEqual(numbers);
    expect(of(2)).not.toEqual(numbers);
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const within = numbers.filter((number) => Math.floor(number * 10) === tenth).length;
      expect(within).toBeGreaterThan(60);
    }
  });
});
