import { constants } from 'node:os';

/** Lets the files of two names change places in one step; throws the system's own error (`code` ENOENT and so on). */
export type Exchange = (one: string, other: string) => void;

/** The calls that can do it: `renameat2` of Linux and `renamex_np` of macOS. Node offers neither. */
const calls: Partial<Record<NodeJS.Platform, { readonly signature: string; readonly places: readonly number[] }>> = {
  linux: { signature: 'int renameat2(int, const char *, int, const char *, unsigned int)', places: [-100] },
  darwin: { signature: 'int renamex_np(const char *, const char *, unsigned int)', places: [] },
};
/** RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS happen to be the same number. */
const swapFlag = 2;

let loaded: Promise<Exchange | null> | null = null;

/** The exchange of this computer, null where it has none; loaded at the first use, as most starts write nothing. */
export function systemExchange(): Promise<Exchange | null> {
  loaded ??= load().catch(() => null);
  return loaded;
}

async function load(): Promise<Exchange | null> {
  const call = calls[process.platform];
  if (call === undefined) return null;
  const { default: koffi } = await import('koffi');
  const exchange: (...given: readonly (string | number)[]) => number = koffi.load(null).func(call.signature);
  return (one, other) => {
    const [place] = call.places;
    const names = place === undefined ? [one, other] : [place, one, place, other];
    if (exchange(...names, swapFlag) === 0) return;
    throw errnoError(koffi.errno(), one, other);
  };
}

function errnoError(number: number, one: string, other: string): Error {
  const code = Object.entries(constants.errno).find(([, value]) => value === number)?.[0] ?? `errno ${number}`;
  return Object.assign(new Error(`${code}: exchange '${one}' and '${other}'`), { code });
}
