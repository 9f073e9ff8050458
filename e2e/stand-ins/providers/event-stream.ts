import { crc32 } from 'node:zlib';

/**
 * One message of Amazon's event stream encoding (application/vnd.amazon.eventstream): a prelude of two lengths and their
 * CRC32, headers, payload, and the CRC32 of all before.
 */
export function eventMessage(headers: Readonly<Record<string, string>>, payload: object): Uint8Array {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => headerOf(name, value)));
  const body = Buffer.from(JSON.stringify(payload));
  const total = 4 + 4 + 4 + head.length + body.length + 4;
  const prelude = Buffer.alloc(12);
  prelude.writeUInt32BE(total, 0);
  prelude.writeUInt32BE(head.length, 4);
  prelude.writeUInt32BE(crc32(prelude.subarray(0, 8)), 8);
  const whole = Buffer.concat([prelude, head, body]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(whole), 0);
  return Buffer.concat([whole, sum]);
}

/** Type 7 is text, with a length of two bytes. */
function headerOf(name: string, value: string): Buffer {
  const text = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(text.length, 0);
  return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from([7]), length, text]);
}
