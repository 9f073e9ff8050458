/**
 * Aborts when a person ends the demo: Ctrl+C, a signal, the end of the process that started it. Further wishes do nothing,
 * so that nobody cuts the clearing away short.
 */
export function listenForInterrupt(): AbortSignal {
  const abort = new AbortController();
  const end = () => abort.abort();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, end);
  process.stdin.on('end', end).on('error', end).resume();
  return abort.signal;
}
