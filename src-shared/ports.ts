import * as z from 'zod';
import { call, event, none } from './define.ts';
import { type ServiceName, serviceNames } from './docker.ts';
import type { AppError } from './errors.ts';
import type { PortHolder } from './port-holder.ts';

/** One published port of a service. */
export interface PortView {
  readonly service: ServiceName;
  /** The place in `ports:` of the compose file, counted from 0. */
  readonly index: number;
  /** The host's address, empty for all. */
  readonly address: string;
  readonly port: number;
  readonly container: number;
  readonly protocol: string;
  /** `ours`: the service's own container has it; `unknown`: it is on another computer. */
  readonly state: 'ours' | 'free' | 'taken' | 'unknown';
  /** Null unless taken. */
  readonly holder: PortHolder | null;
  /** A free port that could be had instead, null unless taken, and where none was found. */
  readonly suggestion: number | null;
}

/** The ports of both services. */
export interface PortsState {
  readonly ports: readonly PortView[];
}

/** A file as a move would leave it. */
export interface MovedFile {
  readonly path: string;
  /** The change in the unified form, secrets masked. */
  readonly diff: string;
}

/** A move of a service to another port, before it is made. */
export interface PortMovePlan {
  /** To be handed back to `move`; stands for exactly this change of exactly these files. */
  readonly id: string;
  readonly service: ServiceName;
  readonly from: number;
  readonly to: number;
  readonly files: readonly MovedFile[];
  /** What the move leaves as it is, and should be known. */
  readonly remarks: readonly string[];
}

/** What came of a move. */
export interface PortMoveReport {
  readonly service: ServiceName;
  readonly from: number;
  readonly to: number;
  /** The files that were changed; none where all was taken back. */
  readonly files: readonly string[];
  /** Where the state before is kept. */
  readonly backup: string;
  /** True where the service answers at the new port. */
  readonly answers: boolean;
  /** The page of the service now, null where there is none. */
  readonly url: string | null;
  /** Why the service could not be started, null where it could. */
  readonly error: AppError | null;
}

const service = z.enum(serviceNames);
/** Below 1024 a port is the system's. */
const port = z.number().int().min(1024).max(65535);

/** The domain of ports: who has those of the services, and how a service gets another one. */
export const ports = {
  look: call(none).returns<PortsState>(),
  /**
   * Works out a move; `from` is the port to be given up, the one that is taken or else the first where it is left out, and
   * `to` a free one that is found. Changes nothing. Faults: `ports/no-port`, `ports/not-free`, those of the files.
   */
  plan: call(z.object({ service, from: z.number().int().optional(), to: port.optional() })).returns<PortMovePlan>(),
  /**
   * Makes a move: a backup, all files or none, then the service anew, waited for. Where it cannot be made at the new port
   * the files are as they were. Faults: `ports/unknown-plan`, `ports/not-free`, `home/file-changed`, `switching/busy`.
   */
  move: call(z.object({ id: z.string().min(1).max(200) })).returns<PortMoveReport>(),
  onChanged: event<PortsState>(),
};
