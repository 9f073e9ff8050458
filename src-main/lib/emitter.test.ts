import { describe, expect, it } from 'vitest';
import { createEmitter } from './emitter.ts';

describe('emitter', () => {
  it('tells every listener until its off-switch is used', () => {
    const heard: string[] = [];
    const emitter = createEmitter<string>(() => undefined);
    const off = emitter.on((value) => heard.push(`a ${value}`));
    emitter.on((value) => heard.push(`b ${value}`));
    emitter.emit('1');
    off();
    off();
    emitter.emit('2');
    expect(heard).toEqual(['a 1', 'b 1', 'b 2']);
  });

  it('gives each registration of one function its own off-switch', () => {
    let count = 0;
    const emitter = createEmitter<null>(() => undefined);
    const listener = () => {
      count += 1;
    };
    emitter.on(listener)();
    emitter.on(listener);
    emitter.emit(null);
    expect(count).toBe(1);
  });

  it('lets a listener that throws not keep the others from hearing', () => {
    const failures: unknown[] = [];
    const heard: number[] = [];
    const emitter = createEmitter<number>((cause) => failures.push(cause));
    emitter.on(() => {
      throw new Error('broken');
    });
    emitter.on((value) => heard.push(value));
    emitter.emit(7);
    expect(heard).toEqual([7]);
    expect(failures).toHaveLength(1);
  });
});
