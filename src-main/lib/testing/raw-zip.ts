import { crc32, deflateRawSync } from 'node:zlib';

/** A member of a zip file that is put together byte by byte, so that it can tell lies. */
export interface RawMember {
  readonly name: string | Uint8Array;
  readonly bytes?: Uint8Array | string;
  /** Name in the member's own header, where it is another one. */
  readonly localName?: string;
  /** Kind and permission bits as Unix has them; a file, 0644, if left out. */
  readonly mode?: number;
  readonly flags?: number;
  readonly method?: number;
  /** What is claimed, in place of the truth. */
  readonly size?: number;
  readonly packedSize?: number;
  readonly crc?: number;
  /** Where the member is said to begin, in place of the truth. */
  readonly offset?: number;
  /** An extra field of the directory. */
  readonly extra?: Uint8Array;
  /** Packed bytes as they are, in place of those that are made of `bytes`. */
  readonly packed?: Uint8Array;
}

const utf8 = 0x0800;

/** Puts a zip file together; `count` is the number of members it claims. */
export function rawZip(members: readonly RawMember[], claims: { count?: number; comment?: string } = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const made = rawMember(member, at);
    parts.push(made.local);
    directory.push(made.central);
    at += made.local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(claims.count ?? members.length, 8);
  end.writeUInt16LE(claims.count ?? members.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(at, 16);
  const comment = Buffer.from(claims.comment ?? '');
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, entries, end, comment]);
}

function rawMember(member: RawMember, at: number): { readonly local: Buffer; readonly central: Buffer } {
  const bytes = Buffer.from(member.bytes ?? '');
  const method = member.method ?? 8;
  const packed = member.packed ?? (method === 8 ? deflateRawSync(bytes) : bytes);
  const facts = Buffer.alloc(22);
  facts.writeUInt16LE(member.flags ?? utf8, 0);
  facts.writeUInt16LE(method, 2);
  facts.writeUInt16LE(0x5b76, 6);
  facts.writeUInt32LE(member.crc ?? crc32(bytes), 8);
  facts.writeUInt32LE(member.packedSize ?? packed.length, 12);
  facts.writeUInt32LE(member.size ?? bytes.length, 16);
  const name = Buffer.from(member.name);
  const localName = Buffer.from(member.localName ?? member.name);
  const extra = Buffer.from(member.extra ?? []);

  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  facts.copy(local, 6, 0, 20);
  local.writeUInt16LE(localName.length, 26);

  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE((3 << 8) | 63, 4);
  central.writeUInt16LE(20, 6);
  facts.copy(central, 8, 0, 20);
  central.writeUInt16LE(name.length, 28);
  central.writeUInt16LE(extra.length, 30);
  central.writeUInt32LE(((member.mode ?? 0o100644) << 16) >>> 0, 38);
  central.writeUInt32LE(member.offset ?? at, 42);
  return { local: Buffer.concat([local, localName, packed]), central: Buffer.concat([central, name, extra]) };
}
