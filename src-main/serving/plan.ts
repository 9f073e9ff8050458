import { createHmac } from 'node:crypto';
import { basename } from 'node:path';
import { type ServiceName, serviceTitles } from '../../src-shared/docker.ts';
import { type AppError, Fault, hints } from '../../src-shared/errors.ts';
import type { ServingPlan, ServingRequest } from '../../src-shared/serving.ts';
import { whyUnsafe } from '../../src-shared/user-id.ts';
import { checkDimension } from './check-dimension.ts';
import { editEnvFile } from './edit-env-file.ts';
import type { EnvFileEdit, ServedFiles, ServingPorts } from './ports.ts';
import { type Wanted, type WantedValues, wantedValues } from './wanted-values.ts';
import { servingWarnings } from './warnings.ts';

/** A plan with the bytes it is about. Holds secrets: made anew for doing it, and never kept. */
export interface PreparedServing {
  readonly plan: ServingPlan;
  readonly edits: readonly EnvFileEdit[];
}

interface ServicePart {
  readonly edit: EnvFileEdit;
  readonly plan: Omit<ServingPlan, 'planId'>;
}

/**
 * Works out what it takes; changes nothing.
 * Faults: those of the settings, `serving/not-served`, `serving/dimension-unknown`, `home/user-id-unreadable`,
 * `home/file-missing`, those of compose and env files.
 * @param key of this process, so that the id tells nothing of a secret
 */
export async function prepareServing(
  ports: ServingPorts,
  userId: string,
  request: ServingRequest,
  key: Uint8Array,
): Promise<PreparedServing> {
  const wanted = await wantedOf(ports, userId, request);
  const current = await currentUserId(ports);
  const files = await ports.services(current);
  const parts: ServicePart[] = [];
  for (const name of [...new Set(request.services)]) {
    parts.push(await partOf(ports, { name, files, wanted, current }));
  }
  const edits = parts.map(({ edit }) => edit).filter(({ before, after }) => !Buffer.from(before).equals(after));
  const names = edits.map(({ service }) => service);
  const plans = parts.map(({ plan }) => plan);
  const containers = names.length === 0 ? [] : await ports.containerWarnings(names);
  const plan = {
    changes: plans.flatMap(({ changes }) => changes),
    writesSecret: plans.some(({ writesSecret }) => writesSecret),
    refusals: plans.flatMap(({ refusals }) => refusals),
    warnings: [...new Set([...plans.flatMap(({ warnings }) => warnings), ...containers])],
  };
  return { plan: { planId: idOf([userId, current, request, plan], edits, key), ...plan }, edits };
}

async function wantedOf(ports: ServingPorts, userId: string, request: ServingRequest): Promise<Wanted> {
  const configuration = await ports.resolve(userId, request.configurationId);
  const { name, model } = configuration;
  if (model === '') throw new Fault('settings/incomplete', `"${name}" names no model.`);
  const able = await ports.serves(configuration);
  const unable = request.roles.filter((role) => !able.includes(role));
  if (unable.length > 0) {
    const what = unable.includes('llm') ? 'as its LLM' : 'for its embeddings';
    throw new Fault('serving/not-served', `LightRAG cannot use "${name}" ${what}.`);
  }
  const chatUrl = await ports.chatUrl(configuration);
  if (chatUrl === null) throw new Fault('settings/incomplete', `The address of "${name}" cannot be used.`);
  return { configuration, chatUrl, request };
}

/** The user whose folders the services have. */
async function currentUserId({ currentUser }: ServingPorts): Promise<string> {
  const current = await currentUser();
  if (current.state === 'unreadable') {
    throw new Fault('home/user-id-unreadable', `env.userid cannot be read: ${current.why}. It was left as it is.`);
  }
  const why = whyUnsafe(current.id);
  if (why === null) return current.id;
  throw new Fault('users/id-unsafe', `No services are made for "${current.id}": ${why}.`);
}

interface PartFacts {
  readonly name: ServiceName;
  readonly files: readonly ServedFiles[];
  readonly wanted: Wanted;
  readonly current: string;
}

async function partOf(ports: ServingPorts, { name, files, wanted, current }: PartFacts): Promise<ServicePart> {
  const service = usable(files, name);
  const path = ports.envFile(name);
  const before = await ports.files.read(path);
  if (before === null) throw new Fault('home/file-missing', `${path} is missing, so nothing can be set in it.`);
  const { environment } = service.compose;
  const made = wantedValues(wanted, environment);
  // New containers are made of these files: one that names somebody else would bring their folders back.
  const values = new Map([...made.values, ['USER_ID', current]]);
  const {
    bytes: after,
    changes,
    writesSecret,
  } = editEnvFile({ service: name, path, bytes: before }, { ...made, values });
  const former = Number(environment.EMBEDDING_DIM ?? '');
  const checked =
    made.dimension === null
      ? { refusals: [], warnings: [], hasVectors: false }
      : await checkDimension(ports, service, {
          dimension: made.dimension,
          former: Number.isInteger(former) && former > 0 ? former : null,
          userId: current,
        });
  const overridden = await overriddenBy(ports, { service: name, path, before, after }, made, current);
  return {
    edit: { service: name, path, before, after },
    plan: {
      changes,
      writesSecret,
      refusals: [...checked.refusals, ...overridden],
      warnings: [
        ...checked.warnings,
        ...servingWarnings(service, wanted, { ...made, hasVectors: checked.hasVectors }),
        ...(writesSecret ? await readableByOthers(ports, path) : []),
      ],
    },
  };
}

/** A file keeps its mode when it is written, so that a key in it may be everybody's to read. */
async function readableByOthers({ disk, platform }: ServingPorts, path: string): Promise<readonly string[]> {
  // Windows has no such bits.
  if (platform === 'win32') return [];
  const file = await disk.open(path);
  try {
    const { mode } = await file.stat();
    if ((mode & 0o044) === 0) return [];
    return [`Other accounts of this computer can read ${path}: \`chmod 600\` keeps the key in it from them.`];
  } finally {
    await file.close();
  }
}

function usable(files: readonly ServedFiles[], name: ServiceName) {
  const found = files.find((one) => one.name === name);
  if (found?.compose !== undefined) return { name, compose: found.compose };
  const { error } = found ?? {};
  if (error === undefined) throw new Fault('compose/missing', `The compose file of ${serviceTitles[name]} is missing.`);
  throw new Fault(error.code, error.message, { hint: error.hint, details: error.details ?? [] });
}

/** What a container made of the new env file would be told instead, because the compose file says so itself. */
async function overriddenBy(
  ports: ServingPorts,
  { service, path, after }: EnvFileEdit,
  { values }: WantedValues,
  current: string,
): Promise<readonly AppError[]> {
  const files = await ports.services(current, new Map([[path, after]]));
  const { environment } = usable(files, service).compose;
  const wrong = [...values].filter(([name, value]) => (environment[name] ?? '') !== (value ?? ''));
  if (wrong.length === 0) return [];
  const names = wrong.map(([name]) => name).join(', ');
  const message = `The compose file of ${serviceTitles[service]} decides ${names} itself, over ${basename(path)}.`;
  return [{ code: 'serving/overridden', message, hint: hints['serving/overridden'] }];
}

function idOf(facts: readonly unknown[], edits: readonly EnvFileEdit[], key: Uint8Array): string {
  const mac = createHmac('sha256', key).update(JSON.stringify(facts));
  for (const { path, before, after } of edits) mac.update(path).update(before).update(after);
  return mac.digest('hex').slice(0, 40);
}
