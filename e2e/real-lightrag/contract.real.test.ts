import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contractChecks } from '../stand-ins/lightrag/contract.ts';
import {
  type AuthCheck,
  accountChecks,
  keyChecks,
  withAccounts,
  withKey,
} from '../stand-ins/lightrag/contract-auth.ts';
import { modelEnvironment, type RealServer, startRealServer } from '../stand-ins/real-lightrag/real-service.ts';
import { type RealStage, startRealStage, without } from './real-stage.ts';

let stage: RealStage;
let server: RealServer;

beforeAll(async () => {
  if (without === null) stage = await startRealStage();
}, 900_000);
afterAll(() => stage?.end());

/** What holds for the stand-in holds for the real server, check by check; see contract.ts. */
function describeContract(what: string, environment: Readonly<Record<string, string>>, checks: readonly AuthCheck[]) {
  describe.runIf(without === null)(what, () => {
    beforeAll(async () => {
      const all = { ...modelEnvironment(stage.models.port), ...environment };
      server = await startRealServer(stage.docker, stage.image, all);
      console.log(`The real server answered ${(server.startedIn / 1000).toFixed(1)} s after its start.`);
    });
    afterAll(() => server?.remove());
    test.each(checks)('$name', async ({ run }) => {
      await expect(run(server.url)).resolves.toBeUndefined();
    });
  });
}

describeContract('the contract holds for the real server', {}, contractChecks);
describeContract('the contract holds for the real server with a key', withKey.environment, keyChecks);
describeContract('the contract holds for the real server with accounts', withAccounts.environment, accountChecks);
