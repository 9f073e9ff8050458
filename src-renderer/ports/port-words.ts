import type { PortHolder } from '../../src-shared/port-holder.ts';

/** What a person can do with whoever has a port; nothing of it is done by the app. */
export function holderAdvice(holder: PortHolder): string {
  switch (holder.kind) {
    case 'process':
      return `Stop ${holder.name} yourself if it is not needed, or use another port.`;
    case 'container':
      return `It is not one of the two services: the app leaves it alone. Stop it yourself, or use another port.`;
    case 'service':
      return 'Both compose files publish the same port: one of the services needs another one.';
    case 'engine':
      return 'Stop that container with its own engine, or use another port.';
    case 'reserved':
      return 'Nobody can have a port of that range: use another port.';
    case 'unknown':
      return 'Its program belongs to another account. Stop it, or use another port.';
  }
}
