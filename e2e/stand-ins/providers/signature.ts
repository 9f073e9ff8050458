import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { ReceivedRequest } from './wire.ts';

/** Whose requests are accepted. */
export interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Null where there is none: a request that brings one is refused then. */
  readonly sessionToken: string | null;
  readonly region: string;
}

/** Why a signature is not accepted, as Amazon names it. */
export type SignatureFault =
  | 'MissingAuthenticationTokenException'
  | 'UnrecognizedClientException'
  | 'InvalidSignatureException'
  | 'ExpiredTokenException';

const form =
  /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([^/,]+)\/([^/,]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/**
 * Checks a signature of version 4, step by step after its description by AWS ("Create a signed AWS API request"): canonical
 * request, string to sign, derived key. Null where it is right.
 * @param now the server's clock; a request that is more than five minutes off is refused
 */
export function checkSignature(
  request: ReceivedRequest,
  keys: SigningKeys,
  service: string,
  now: Date,
): SignatureFault | null {
  const { headers } = request;
  const found = form.exec(headers.authorization ?? '');
  if (found === null) return 'MissingAuthenticationTokenException';
  const [, id = '', day = '', region = '', signedService = '', names = '', signature = ''] = found;
  if (id !== keys.accessKeyId) return 'UnrecognizedClientException';
  if (region !== keys.region || signedService !== service) return 'InvalidSignatureException';
  const moment = headers['x-amz-date'] ?? '';
  if (!moment.startsWith(day) || isFarOff(moment, now)) return 'InvalidSignatureException';
  if ((headers['x-amz-security-token'] ?? null) !== keys.sessionToken) return 'ExpiredTokenException';
  const signed = names.split(';');
  const needed = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))];
  if (needed.some((name) => !signed.includes(name))) return 'InvalidSignatureException';
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', moment, scope, sha256(canonical(request, signed))].join('\n');
  const expected = hmac(signingKey(keys.secretAccessKey, day, region, service), toSign);
  return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? null : 'InvalidSignatureException';
}

function canonical({ method, path, headers, body }: ReceivedRequest, signed: readonly string[]): string {
  const [plainPath = '', query = ''] = path.split('?');
  const headerLines = signed.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`);
  // All services but S3 encode each part of the path once more than it is sent.
  const uri = plainPath.split('/').map(encode).join('/');
  const payload = headers['x-amz-content-sha256'] ?? sha256(body);
  return [method, uri, canonicalQuery(query), headerLines.join(''), signed.join(';'), payload].join('\n');
}

function canonicalQuery(query: string): string {
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return pairs.sort().join('&');
}

/** As RFC 3986 has it: also what `encodeURIComponent` leaves as it is. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function signingKey(secret: string, day: string, region: string, service: string): Buffer {
  return [day, region, service, 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secret}`));
}

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text, 'utf8').digest();
const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

function isFarOff(moment: string, now: Date): boolean {
  const read = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(moment);
  if (read === null) return true;
  const [, year, month, day, hour, minute, second] = read;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Math.abs(at - now.getTime()) > 5 * 60_000;
}
