import { describe, expect, it } from 'vitest';
import { newDataKey, readWrappedKey, unwrapKey, wrapKey, writeWrappedKey } from './wrapped-key.ts';

const cheap = { N: 2 ** 14, r: 8, p: 1 };
const passphrase = 'correct horse é';

describe('a wrapped key', () => {
  it('is opened by its passphrase alone, also from its text', async () => {
    const dataKey = newDataKey();
    const text = writeWrappedKey(await wrapKey('anna', passphrase, dataKey, cheap));
    expect(text).not.toContain(passphrase);
    expect(text).not.toContain(dataKey.toString('base64'));
    const read = readWrappedKey(text);
    expect(await unwrapKey('anna', passphrase, read)).toEqual(dataKey);
    expect(await unwrapKey('anna', `${passphrase} `, read)).toBeNull();
    expect(await unwrapKey('anna', 'Correct horse é', read)).toBeNull();
  });

  it('takes a letter with its accent apart for the same letter', async () => {
    const wrapped = await wrapKey('anna', passphrase.normalize('NFC'), newDataKey(), cheap);
    expect(await unwrapKey('anna', passphrase.normalize('NFD'), wrapped)).not.toBeNull();
  });

  it('does not open under another user, nor with other costs, nor when a bit was changed', async () => {
    const wrapped = await wrapKey('anna', passphrase, newDataKey(), cheap);
    expect(await unwrapKey('ben', passphrase, wrapped)).toBeNull();
    expect(await unwrapKey('anna', passphrase, { ...wrapped, costs: { ...cheap, p: 2 } })).toBeNull();
    const key = Buffer.from(wrapped.key);
    key.writeUInt8(key.readUInt8(0) ^ 1, 0);
    expect(await unwrapKey('anna', passphrase, { ...wrapped, key })).toBeNull();
  });

  it('is never twice the same', async () => {
    const dataKey = newDataKey();
    const [one, other] = [
      await wrapKey('anna', passphrase, dataKey, cheap),
      await wrapKey('anna', passphrase, dataKey, cheap),
    ];
    for (const part of ['salt', 'nonce', 'key', 'tag'] as const) expect(one[part]).not.toEqual(other[part]);
  });

  it('is refused where its file asks for too much, for too little, or is none', async () => {
    const file = JSON.parse(writeWrappedKey(await wrapKey('anna', passphrase, newDataKey(), cheap)));
    expect(() => readWrappedKey(JSON.stringify(file))).not.toThrow();
    for (const change of [
      { costs: { N: 2 ** 30, r: 8, p: 1 } },
      { costs: { N: 2 ** 20, r: 32, p: 1 } },
      { costs: { N: 2 ** 17 + 2, r: 8, p: 1 } },
      { costs: { N: 2, r: 8, p: 1 } },
      { costs: { N: 2 ** 14, r: 8, p: 1e9 } },
      { salt: 'AAAA' },
      { nonce: 'AAAA' },
      { tag: 'AAAA' },
      { key: 'not base64!' },
      { cipher: 'none' },
      { kdf: 'md5' },
      { version: 2 },
    ]) {
      expect(() => readWrappedKey(JSON.stringify({ ...file, ...change })), JSON.stringify(change)).toThrow();
    }
    for (const text of ['', '{', 'null', '[]', '"text"']) expect(() => readWrappedKey(text), text).toThrow();
  });
});
