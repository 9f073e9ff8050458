import { contract } from './contract.ts';

/** Of every domain, what each member is. */
export type Members = Readonly<Record<string, Readonly<Record<string, 'call' | 'event'>>>>;

/**
 * The contract without its schemas: all that a preload needs to offer it. The build puts the finished table in the place
 * of this module (`vite.contract-members.ts`), so that neither zod nor a domain goes into the preload.
 */
export const members: Members = Object.fromEntries(
  Object.entries(contract).map(([domain, of]) => [
    domain,
    Object.fromEntries(Object.entries(of).map(([member, { kind }]) => [member, kind])),
  ]),
);
