import type { EngineEntry, EnginesState } from '../../src-shared/engines.ts';
import { hints } from '../../src-shared/errors.ts';
import type { PortMovePlan, PortMoveReport, PortsState, PortView } from '../../src-shared/ports.ts';

/** Docker at its usual place, usable and in use. */
export function someEngine(changes: Partial<EngineEntry> = {}): EngineEntry {
  return {
    name: 'Docker',
    origin: 'known-place',
    address: 'unix:///var/run/docker.sock',
    condition: { state: 'usable', version: '27.3.1', apiVersion: '1.47' },
    inUse: true,
    remark: null,
    ...changes,
  };
}

/** An engine that is not there. */
export function someAbsentEngine(name: string, address: string): EngineEntry {
  const message = `There is no Docker engine at ${address}.`;
  const condition = {
    state: 'unusable',
    error: { code: 'docker/not-found', message, hint: hints['docker/not-found'] },
  } as const;
  return someEngine({ name, address, condition, inUse: false });
}

/** Docker alone, taken by the app itself. */
export function someEngines(changes: Partial<EnginesState> = {}): EnginesState {
  const why = 'Nothing was chosen, and Docker is the first that answers.';
  return { engines: [someEngine()], choice: null, why, trouble: null, ...changes };
}

/** The port of Knowledge, which its own container has. */
export function somePort(changes: Partial<PortView> = {}): PortView {
  const base = { service: 'knowledge', index: 0, address: '127.0.0.1', port: 9621, container: 9621 } as const;
  return { ...base, protocol: 'tcp', state: 'ours', holder: null, suggestion: null, ...changes };
}

/** Both services with their own ports. */
export function somePorts(changes: readonly PortView[] = []): PortsState {
  return { ports: changes.length > 0 ? changes : [somePort(), somePort({ service: 'memory', port: 9622 })] };
}

/** Knowledge goes from 9621 to 9631. */
export function someMovePlan(changes: Partial<PortMovePlan> = {}): PortMovePlan {
  const diff = '@@ -8 +8 @@\n-      - "127.0.0.1:9621:9621"\n+      - "127.0.0.1:9631:9621"\n';
  const files = [{ path: '/home/paula/.persag/lightrag_server/docker-compose.yml', diff }];
  return { id: 'plan', service: 'knowledge', from: 9621, to: 9631, files, remarks: [], ...changes };
}

/** Knowledge answers at 9631. */
export function someMoveReport(changes: Partial<PortMoveReport> = {}): PortMoveReport {
  return {
    ...{ service: 'knowledge', from: 9621, to: 9631, backup: 'backup-1', answers: true, error: null },
    files: ['/home/paula/.persag/lightrag_server/docker-compose.yml'],
    url: 'http://127.0.0.1:9631/webui',
    ...changes,
  };
}
