import { describe, expect, it } from 'vitest';
import { noProgress, withReport } from './pull-progress.ts';

const read = (...lines: readonly unknown[]) =>
  lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).reduce(withReport, noProgress);

describe('the progress of a pull', () => {
  it('keeps the layers in the order in which they came, each with its last state and bytes', () => {
    const { layers, failure } = read(
      { status: 'Pulling from a/b', id: 'latest' },
      { status: 'Pulling fs layer', progressDetail: {}, id: 'one' },
      { status: 'Already exists', progressDetail: {}, id: 'two' },
      { status: 'Downloading', progressDetail: { current: 10, total: 100 }, progress: '[=>  ]', id: 'one' },
      { status: 'Waiting', progressDetail: {}, id: 'three' },
      { status: 'Downloading', progressDetail: { current: 60, total: 100 }, id: 'one' },
    );
    expect(failure).toBeNull();
    expect(layers).toEqual([
      { id: 'one', state: 'downloading', current: 60, total: 100 },
      { id: 'two', state: 'exists', current: 0, total: null },
      { id: 'three', state: 'waiting', current: 0, total: null },
    ]);
  });

  it('knows what has all come without being told the bytes again, and counts anew what is unpacked', () => {
    const downloaded = [
      { status: 'Downloading', progressDetail: { current: 60, total: 100 }, id: 'one' },
      { status: 'Verifying Checksum', progressDetail: {}, id: 'one' },
      { status: 'Download complete', progressDetail: {}, id: 'one' },
    ];
    expect(read(...downloaded).layers).toEqual([{ id: 'one', state: 'downloaded', current: 100, total: 100 }]);
    const extracting = { status: 'Extracting', progressDetail: { current: 5, total: 100 }, id: 'one' };
    expect(read(...downloaded, extracting).layers[0]).toMatchObject({ state: 'extracting', current: 5 });
    const complete = { status: 'Pull complete', progressDetail: {}, id: 'one' };
    expect(read(...downloaded, extracting, complete).layers[0]).toMatchObject({ state: 'done', current: 100 });
  });

  it('takes an error inside a good answer for what it is, in both of its spellings', () => {
    expect(read({ errorDetail: { message: 'unexpected EOF' }, error: 'unexpected EOF' }).failure).toBe(
      'unexpected EOF',
    );
    expect(read({ error: 'no space left on device' }).failure).toBe('no space left on device');
  });

  it.each(['{"status":"Downl', '', 'null', '[]', '{"status":5,"id":{}}', '{"id":"x"}'])(
    'is not led astray by %j',
    (line) => {
      expect(read(line)).toEqual(noProgress);
    },
  );

  it('understands Podman, whose layers have other words', () => {
    const { layers } = read(
      { status: 'Copying blob', progressDetail: {}, id: 'aa' },
      { status: 'Downloading', progressDetail: { current: 3, total: 9 }, id: 'aa' },
      { status: 'Download complete', progressDetail: {}, id: 'aa' },
    );
    expect(layers).toEqual([{ id: 'aa', state: 'downloaded', current: 9, total: 9 }]);
  });
});
