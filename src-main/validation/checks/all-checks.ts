import type { Check } from '../check.ts';
import { bothHomes } from './both-homes.ts';
import { composeReadable } from './compose-readable.ts';
import { dataDir } from './data-dir.ts';
import { envDuplicates } from './env-duplicates.ts';
import { envFileName } from './env-file-name.ts';
import { envLines } from './env-lines.ts';
import { envOrder } from './env-order.ts';
import { envUser } from './env-user.ts';
import { healthcheckPort } from './healthcheck-port.ts';
import { image } from './image.ts';
import { interpolation } from './interpolation.ts';
import { mounts } from './mounts.ts';
import { openPorts } from './open-ports.ts';
import { portSettings } from './port-settings.ts';
import { ports } from './ports.ts';
import { structure } from './structure.ts';
import { userId } from './user-id.ts';

/** Every check, in the order in which findings of the same weight are shown. */
export const allChecks: readonly Check[] = [
  ...[structure, userId, bothHomes, composeReadable, mounts, ports, envUser, envFileName, interpolation],
  ...[healthcheckPort, openPorts, image, envDuplicates, envOrder, envLines, portSettings, dataDir],
];
