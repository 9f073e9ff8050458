import { placeOf } from './hosts.ts';

/** What an address of a provider has to look like. */
export interface AddressShape {
  /** Ends that belong to a single call and not to the base: a person pastes what an example shows. */
  readonly calls: RegExp;
  /** The path where there is none, such as `/v1`; empty for none. */
  readonly standardPath: string;
  /** True where the provider is on the internet, so that an address of the local network is odd. */
  readonly isCloud: boolean;
}

/** What a text comes to as an address. */
export interface AddressReading {
  /** Without a slash at its end, null where there is a problem. */
  readonly url: string | null;
  readonly problem: string | null;
  readonly warnings: readonly string[];
}

/** Longest address that is looked at. */
const longest = 2048;

const wrong = (problem: string): AddressReading => ({ url: null, problem, warnings: [] });

/**
 * Reads an address as people enter it: without a scheme, with slashes or a call's path at its end, with the address a
 * server listens on. What is meant by it is one address without a query, and what could send a key astray is refused.
 */
export function readAddress(text: string, shape: AddressShape): AddressReading {
  const entered = text.trim();
  if (entered.length > longest) return wrong('The address is too long.');
  // A URL parser would drop what cannot be seen without a word.
  if (/[\s\p{Cc}\p{Cf}]/u.test(entered)) return wrong('The address has a space or an invisible character in it.');
  const url = parse(entered);
  if (url === null) return wrong('This is no address. It looks like https://host or http://localhost:1234.');
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return wrong('The address has to begin with https:// or http://.');
  if (url.username !== '' || url.password !== '') {
    return wrong('Leave the name and password out of the address; a key has a field of its own.');
  }
  if (url.port === '0') return wrong('Port 0 cannot be asked. Leave it out, or name the port of the server.');
  // What a server listens on is not where it is asked.
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  if (url.hostname === '[::]') url.hostname = '[::1]';
  return judge(url, shape);
}

function parse(entered: string): URL | null {
  // `host:1234` has a port, `javascript:...` a scheme.
  if (/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(entered)) return urlOf(entered);
  const url = urlOf(`https://${entered}`);
  return url !== null && placeOf(bound(url.hostname)) !== 'public' ? urlOf(`http://${entered}`) : url;
}

/** `URL.parse` is not there in every Node that the app runs in. */
const urlOf = (text: string) => (URL.canParse(text) ? new URL(text) : null);

const bound = (host: string) => (host === '0.0.0.0' || host === '[::]' ? 'localhost' : host);

function judge(url: URL, shape: AddressShape): AddressReading {
  const place = placeOf(url.hostname);
  const warnings: string[] = [];
  if (place === 'metadata') {
    return wrong('This address belongs to the cloud this computer runs in, not to a provider; it is never asked.');
  }
  if (url.protocol === 'http:' && place === 'public') {
    return wrong('Use https: without encryption anybody on the way could read your key.');
  }
  if (url.protocol === 'http:' && place === 'private') {
    warnings.push('Not encrypted: others in your local network could read your key and your messages.');
  }
  if (shape.isCloud && place === 'private') {
    warnings.push('This address is in your local network, while the provider is on the internet.');
  }
  if (/(^|\.)xn--/.test(url.hostname)) {
    warnings.push(`The name has letters outside of a to z; it really is ${url.hostname}.`);
  }
  return { url: `${url.origin}${pathOf(url.pathname, shape)}`, problem: null, warnings };
}

function pathOf(entered: string, { calls, standardPath }: AddressShape): string {
  const tidy = entered.replace(/\/{2,}/g, '/').replace(/\/+$/, '');
  const base = tidy.replace(calls, '').replace(/(\/v1(?:beta)?)(?:\1)+$/, '$1');
  return base === '' ? standardPath : base;
}
