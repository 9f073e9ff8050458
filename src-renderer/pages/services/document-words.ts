import { type DocumentCounts, documentStatuses, type LightRagAccess } from '../../../src-shared/lightrag.ts';

/** Counts by state in the order in which a document goes through them; states that only the server knows come last. */
export function statusWords({
  byStatus,
}: DocumentCounts): readonly { readonly status: string; readonly count: number }[] {
  const order: readonly string[] = documentStatuses;
  const place = (status: string) => (order.includes(status) ? order.indexOf(status) : order.length);
  return Object.entries(byStatus)
    .map(([status, count]) => ({ status, count }))
    .sort((one, other) => place(one.status) - place(other.status));
}

/** How the app is let in, as a sentence. */
export function accessWords({ from, kind, lasting }: LightRagAccess): string {
  if (from === 'nothing') return 'It answers without a key.';
  const what = kind === 'login' ? 'the login' : 'the key';
  if (from === 'env-file') return `The app uses ${what} of its env file.`;
  return lasting
    ? `The app uses ${what} that was entered.`
    : `The app uses ${what} that was entered, until it is closed.`;
}
