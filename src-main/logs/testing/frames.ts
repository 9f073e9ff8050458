/** A time in nanoseconds: so many after a fixed moment. */
export function stamp(nanoseconds: number): string {
  return `2026-11-25T17:00:00.${String(nanoseconds).padStart(9, '0')}Z`;
}

/** A frame as the engine sends it for a log with times. */
export function frame(stderr: boolean, time: string, message: Buffer): Buffer {
  const payload = Buffer.concat([Buffer.from(`${time} `), message]);
  const header = Buffer.alloc(8);
  header[0] = stderr ? 2 : 1;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}
