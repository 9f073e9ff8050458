import type { Feature } from '../../src-shared/define.ts';
import type { DockerState } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { ports as domain, PortsState } from '../../src-shared/ports.ts';
import { createTeller } from '../lib/teller.ts';
import { movePort } from './move-port.ts';
import { type PreparedMove, prepareMove } from './plan-move.ts';
import type { PortsPorts } from './ports.ts';

/** The feature of ports: who has those of the services, and how a service gets another one. */
export interface PortsFeature extends Feature<typeof domain> {
  /** Begins to look whenever something may have changed, until `end`. */
  watch(): void;
  end(): void;
}

/** How often this computer's own listeners are looked at while a service does not run, in milliseconds. */
const lookEveryMs = 2000;
/** How many plans are remembered. */
const remembered = 20;

/** Makes the feature of ports (spec 4.5). */
export function createPorts(ports: PortsPorts): PortsFeature {
  const { log } = ports;
  const prepared = new Map<string, PreparedMove>();
  const look = async (): Promise<PortsState> => ({ ports: await ports.viewPorts() });
  const { on, tell } = createTeller(look, (cause) => log.error('the ports could not be looked at', cause));
  let offs: (() => void)[] = [];

  async function prepare(wanted: Parameters<PortsFeature['plan']>[0]): Promise<PreparedMove> {
    const made = await prepareMove(ports, wanted);
    prepared.delete(made.plan.id);
    prepared.set(made.plan.id, made);
    for (const oldest of [...prepared.keys()].slice(0, -remembered)) prepared.delete(oldest);
    return made;
  }

  return {
    look,
    plan: async (wanted) => (await prepare(wanted)).plan,
    async move({ id }) {
      const made = prepared.get(id);
      if (made === undefined) throw new Fault('ports/unknown-plan', 'There is no such plan of another port any more.');
      prepared.delete(id);
      try {
        return await movePort(ports, made);
      } finally {
        await tell();
      }
    },
    onChanged: on,
    watch() {
      if (offs.length > 0) return;
      let seen = '';
      let atRest = false;
      let allRun = false;
      let listening = '';
      offs = [
        ports.onDocker((state) => {
          allRun = state.services.length > 0 && state.services.every(({ startedAt }) => startedAt !== null);
          // A switch or a button looks at ports itself; a look beside it would only slow the engine down.
          atRest = state.services.every(({ busy }) => busy === null);
          if (!atRest) return;
          const now = signatureOf(state);
          if (now !== seen) void tell();
          seen = now;
        }),
        ports.onFiles(() => void tell()),
      ];
      // A program that takes a port tells nobody. Where both services run nobody can; and this asks no engine.
      const timer = setInterval(() => {
        if (allRun || !atRest) return;
        void ports.listeningHere().then((here) => {
          const now = here.join(' ');
          if (now !== listening) void tell();
          listening = now;
        });
      }, lookEveryMs);
      offs.push(() => clearInterval(timer));
    },
    end() {
      for (const off of offs) off();
      offs = [];
    },
  };
}

/** What of the services' state may mean that a port is somebody else's now. */
function signatureOf({ engine, services }: DockerState): string {
  return JSON.stringify([
    engine.state,
    services.map(({ name, startedAt, ports: published, lamps }) => [
      ...[name, startedAt, published, lamps.container.state, lamps.container.why],
    ]),
  ]);
}
