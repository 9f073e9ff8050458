import { plainLine } from '../formats/plain-line.ts';

const headerLength = 8;

/**
 * The lines of a container's log as the engine sends them: framed by stream (type, three zero bytes, length in big
 * endian), or raw where the container has a terminal. Control sequences are taken out, since the lines are shown.
 */
export function logLines(answer: unknown): string[] {
  const text = Buffer.isBuffer(answer) ? textOfFrames(answer) : typeof answer === 'string' ? answer : '';
  return text
    .split('\n')
    .map((line) => plainLine(line).trimEnd())
    .filter((line) => line !== '');
}

function textOfFrames(bytes: Buffer): string {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + headerLength <= bytes.length) {
    const isFrame = bytes.readUInt8(at) <= 2 && bytes.readUIntBE(at + 1, 3) === 0;
    if (!isFrame) return bytes.toString('utf8');
    const length = bytes.readUInt32BE(at + 4);
    parts.push(bytes.subarray(at + headerLength, at + headerLength + length));
    at += headerLength + length;
  }
  return Buffer.concat(parts).toString('utf8');
}
