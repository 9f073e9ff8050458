import type { Feature } from '../../src-shared/define.ts';
import type { LightRagState, lightrag } from '../../src-shared/lightrag.ts';
import { createTeller } from '../lib/teller.ts';
import { forgetCredential, keepCredential } from './credential.ts';
import { createLooker } from './look.ts';
import type { LightRagPorts } from './ports.ts';

/** The lightrag feature, with its end. */
export interface LightRagFeature extends Feature<typeof lightrag> {
  /** Ends the questions that are open. */
  end(): Promise<void>;
}

/** Makes the lightrag feature; servers are asked only where somebody asks for it. */
export function createLightRag(ports: LightRagPorts): LightRagFeature {
  const { clock, log, secrets } = ports;
  const off = new AbortController();
  const looker = createLooker(secrets, off.signal);
  let state: LightRagState = { services: [], askedAt: null };
  let looking: Promise<LightRagState> | null = null;
  const teller = createTeller(
    async () => state,
    (cause) => log.error('a listener of LightRAG failed', cause),
  );

  async function lookNow(): Promise<LightRagState> {
    const servers = await ports.servers();
    const services = await Promise.all(servers.map(looker.look));
    state = { services, askedAt: clock.now().toISOString() };
    await teller.tell();
    return state;
  }

  /** Whoever asks meanwhile gets the same answers: several windows are one question. */
  function look(): Promise<LightRagState> {
    looking ??= lookNow().finally(() => {
      looking = null;
    });
    return looking;
  }

  /** Answers that were asked for before are not those of now. */
  async function lookAnew(): Promise<LightRagState> {
    await looking?.catch(() => undefined);
    return look();
  }

  return {
    get: () => state,
    look({ again }) {
      if (!again) return look();
      looker.again();
      return lookAnew();
    },
    async enter(entered) {
      await keepCredential(entered, secrets);
      looker.again(entered.service);
      return lookAnew();
    },
    async forget({ service }) {
      await forgetCredential(service, secrets);
      looker.again(service);
      return lookAnew();
    },
    onChanged: teller.on,
    async end() {
      off.abort(new Error('the app is being closed'));
      await looking?.catch(() => undefined);
    },
  };
}
