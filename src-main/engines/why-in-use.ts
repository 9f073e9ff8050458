import type { EngineChoice, EngineEntry, EngineOrigin } from '../../src-shared/engines.ts';

/** Why the engine in use is the one, or why none is. */
export function whyInUse(
  used: { readonly name: string; readonly origin: EngineOrigin } | null,
  choice: EngineChoice | null,
  engines: readonly EngineEntry[],
): string {
  if (used === null) {
    if (choice !== null)
      return `${choice.name} was chosen here and cannot be used; no other one is taken in its place.`;
    const [first] = engines;
    if (first !== undefined && first.origin !== 'context' && first.origin !== 'known-place') {
      return `${first.name} says which engine to use, and it cannot be used; no other one is taken in its place.`;
    }
    return 'No engine answers.';
  }
  switch (used.origin) {
    case 'chosen':
      return `${used.name} was chosen here.`;
    case 'docker-host':
      return 'DOCKER_HOST says so.';
    case 'docker-context':
      return `DOCKER_CONTEXT says ${used.name}.`;
    case 'current-context':
      return `Docker's own settings have the context ${used.name} in use.`;
    case 'context':
    case 'known-place':
      return `Nothing was chosen, and ${used.name} is the first that answers.`;
  }
}
