import type { LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { AskFault } from './faults.ts';
import { placeOf } from './hosts.ts';

/** Refuses what is never asked, however it came into an address. Fails with `AskFault` (`forbidden`). */
export function checkTarget({ protocol, hostname, host, username, password }: URL): void {
  const refuse = (why: string) => new AskFault('forbidden', why);
  if (protocol !== 'https:' && protocol !== 'http:') throw refuse(`an address with ${protocol} is not asked`);
  if (username !== '' || password !== '') throw refuse('the address has a name or password in it');
  const place = placeOf(hostname);
  if (place === 'metadata') throw refuse(`${host} belongs to the cloud this computer runs in`);
  if (protocol === 'http:' && place === 'public') throw refuse(`${host} is asked with https only`);
}

/**
 * A lookup of names that refuses, of what a name stands for, the same as `checkTarget` of an address: a name can be made
 * to stand for anything, and for something else at each look.
 * @param isSafe whether the connection is encrypted
 */
export function guardedLookup(isSafe: boolean, lookup: typeof systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '');
      const why = forbidden(hostname, isSafe, addresses);
      if (why !== null) return callback(new AskFault('forbidden', why), '');
      const [first] = addresses;
      if (options.all === true) return callback(null, addresses);
      return callback(null, first?.address ?? '', first?.family);
    });
  };
}

function forbidden(hostname: string, isSafe: boolean, addresses: readonly LookupAddress[]): string | null {
  const places = new Set(addresses.map(({ address }) => placeOf(address)));
  if (places.has('metadata')) return `${hostname} leads to an address of the cloud this computer runs in`;
  if (!isSafe && places.has('public')) return `${hostname} leads to the internet, where it is asked with https only`;
  return null;
}
