import { type ServiceName, serviceTitles } from './docker.ts';

/** Who has a port. */
export type PortHolder =
  /** A container of the engine in use; its Compose project, null where it has none. */
  | { readonly kind: 'container'; readonly name: string; readonly project: string | null }
  /** The other service, by its own compose file. */
  | { readonly kind: 'service'; readonly service: ServiceName }
  /** A program of this computer; its id where it can be told. */
  | { readonly kind: 'process'; readonly name: string; readonly pid: number }
  /** What an engine puts before a container that the engine in use does not have. */
  | { readonly kind: 'engine'; readonly name: string; readonly pid: number }
  /** Windows keeps this range for itself (Hyper-V, WSL). */
  | { readonly kind: 'reserved'; readonly from: number; readonly to: number }
  /** Somebody; the command tells who, with more rights. */
  | { readonly kind: 'unknown'; readonly command: string };

/** Who has a port, in words that fit behind "is used by". */
export function holderWords(holder: PortHolder): string {
  switch (holder.kind) {
    case 'container':
      return `the container ${holder.name}${holder.project === null ? '' : ` of the Compose project ${holder.project}`}`;
    case 'service':
      return `${serviceTitles[holder.service]}, by its docker-compose.yml`;
    case 'process':
      return `${holder.name} (pid ${holder.pid})`;
    case 'engine':
      return `${holder.name} (pid ${holder.pid}), for a container of another engine`;
    case 'reserved':
      return `Windows itself, which keeps ${holder.from} to ${holder.to}`;
    case 'unknown':
      return `another program (\`${holder.command}\` names it)`;
  }
}
