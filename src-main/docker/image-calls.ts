import type Dockerode from 'dockerode';
import * as z from 'zod';
import { Fault } from '../../src-shared/errors.ts';
import { connectionFault, nullWhereGone } from './engine-fault.ts';
import { withLimit } from './time-limit.ts';

/** An image as the engine describes it. */
export interface InspectedImage {
  readonly id: string;
  /** `name@sha256:...`, one for each registry that it came from or went to. */
  readonly repoDigests: readonly string[];
  /** ISO time, null where it does not say. */
  readonly created: string | null;
  /** Bytes. */
  readonly size: number;
}

/** What is asked of an engine about images. What it refuses is thrown as the client gives it, a lost connection as a fault. */
export interface ImageCalls {
  /** Null where there is no such image. @param name a reference or an id */
  inspect(name: string): Promise<InspectedImage | null>;
  /** The id of the image that a container was made of, null where there is no such container. */
  ofContainer(id: string): Promise<string | null>;
  /** The digest that the registry has under a reference. @param auth for X-Registry-Auth, null for nobody */
  registryDigest(reference: string, auth: string | null): Promise<string>;
  /** The engine's reports on a pull, until it ends or the signal ends it. @param source a repository, and a tag or digest of it */
  pull(source: ImageSource, auth: string | null, signal: AbortSignal): Promise<NodeJS.ReadableStream>;
  /** Gives an image one more name, which another image may have had until now. */
  tag(id: string, repository: string, tag: string): Promise<void>;
}

/** What is pulled: a repository, and a tag or a digest of it. */
export interface ImageSource {
  readonly repository: string;
  readonly version: string;
}

// Every field may be absent: engines of many versions answer, and Podman.
const imageShape = z.object({
  Id: z.string(),
  RepoDigests: z.array(z.string()).nullish().catch(null),
  Created: z.string().nullish().catch(null),
  Size: z.number().catch(0),
});
const containerShape = z.object({ Image: z.string() });
const distributionShape = z.object({ Descriptor: z.object({ digest: z.string() }) });

const second = 1000;
/** The engine asks a registry somewhere in the world meanwhile. */
const registryLimit = 30 * second;
const limit = 10 * second;

/** Makes the calls. @param address the engine's, for messages */
export function createImageCalls(docker: Dockerode, address: string): ImageCalls {
  async function ask<T>(what: string, limitMs: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const late = () => {
      return new Fault(
        'docker/unreachable',
        `The Docker engine at ${address} did not ${what} in ${limitMs / second} s.`,
      );
    };
    try {
      return await withLimit(limitMs, run, late);
    } catch (cause) {
      throw connectionFault(cause, address) ?? cause;
    }
  }
  return {
    inspect: (name) =>
      ask('describe an image', limit, async () => {
        const found: unknown = await nullWhereGone(docker.getImage(name).inspect());
        return found === null ? null : readImage(found);
      }),
    ofContainer: (id) =>
      ask('describe a container', limit, async (abortSignal) => {
        const found: unknown = await nullWhereGone(docker.getContainer(id).inspect({ abortSignal }));
        return found === null ? null : containerShape.parse(found).Image;
      }),
    registryDigest: (reference, auth) =>
      ask('get an answer of the registry', registryLimit, async () => {
        const options = auth === null ? {} : { authconfig: { base64: auth } };
        const answer: unknown = await docker.getImage(reference).distribution(options);
        return distributionShape.parse(answer).Descriptor.digest;
      }),
    async pull({ repository, version }, auth, abortSignal) {
      try {
        // Given apart from the options, which become a part of the address that engines log.
        const credentials = auth === null ? undefined : { base64: auth };
        return await docker.createImage(credentials, { fromImage: repository, tag: version, abortSignal });
      } catch (cause) {
        throw connectionFault(cause, address) ?? cause;
      }
    },
    tag: (id, repo, tag) =>
      ask('name an image', limit, async () => void (await docker.getImage(id).tag({ repo, tag }))),
  };
}

function readImage(answer: unknown): InspectedImage {
  const { Id, RepoDigests, Created, Size } = imageShape.parse(answer);
  const time = Date.parse(Created ?? '');
  // An imported image says the year 1.
  const created = Number.isNaN(time) || time <= 0 ? null : new Date(time).toISOString();
  return { id: Id.includes(':') ? Id : `sha256:${Id}`, repoDigests: RepoDigests ?? [], created, size: Size };
}
