import { call, event, none } from './define.ts';
import { type ServiceName, serviceChoice } from './docker.ts';
import type { AppError } from './errors.ts';

/** One image as an engine has it. */
export interface ImageFacts {
  /** The engine's id, `sha256:...`. */
  readonly id: string;
  /** The digest by which a registry knows it, null where it never came from one. */
  readonly digest: string | null;
  /** ISO time it was made, null where it does not say. */
  readonly created: string | null;
  /** Bytes on the disk. */
  readonly size: number;
}

/**
 * Whether there is a newer image: `here` on this engine already, so that it only has to be used; `registry` where the
 * registry said so; `none` where it said that there is none; `unknown` where it was not asked or does not answer.
 */
export type NewerImage = 'here' | 'registry' | 'none' | 'unknown';

/** What a service runs on, and what it could run on. */
export interface ServiceImage {
  readonly service: ServiceName;
  /** As the compose file names it; null where that cannot be read. */
  readonly reference: string | null;
  /** What the reference names a fixed image by its digest: nothing newer can come under it. */
  readonly pinned: boolean;
  /** The image its container was made of; null where there is no container, or the image is gone. */
  readonly used: ImageFacts | null;
  /** What the engine has under the reference; null where it has nothing. */
  readonly present: ImageFacts | null;
  /** The one before, kept by the app so that it can be gone back to; null where there is none. */
  readonly former: ImageFacts | null;
  readonly newer: NewerImage;
  /** Why the registry could not say, in words; null where it was not asked or did say. */
  readonly problem: string | null;
}

/** How a layer does: `exists` was there before. */
export type LayerState = 'waiting' | 'downloading' | 'downloaded' | 'extracting' | 'done' | 'exists';

/** One layer of an image that is being pulled. */
export interface PulledLayer {
  /** The short id that the engine gives it. */
  readonly id: string;
  readonly state: LayerState;
  /** Bytes fetched so far, or unpacked while it is being unpacked. */
  readonly current: number;
  /** Bytes in all, null until the engine knows. */
  readonly total: number | null;
}

/** What is being done with images, or how the last of it ended. */
export type ImageWork =
  | { readonly state: 'none' }
  | {
      readonly state: 'pulling';
      readonly reference: string;
      readonly services: readonly ServiceName[];
      /** ISO time. */
      readonly startedAt: string;
      readonly layers: readonly PulledLayer[];
      /** Digest before, null where there was no image or it never came from a registry. */
      readonly before: string | null;
      /** False from the moment on at which it was asked to end. */
      readonly cancellable: boolean;
    }
  | { readonly state: 'pulled'; readonly results: readonly PullResult[]; readonly endedAt: string }
  | { readonly state: 'replacing'; readonly services: readonly ServiceName[]; readonly back: boolean }
  | {
      readonly state: 'replaced';
      readonly services: readonly ServiceName[];
      readonly back: boolean;
      readonly endedAt: string;
    }
  | { readonly state: 'failed'; readonly error: AppError; readonly endedAt: string };

/** How the pull of one image ended. */
export interface PullResult {
  readonly reference: string;
  readonly services: readonly ServiceName[];
  /** Null where there was none. */
  readonly before: ImageFacts | null;
  readonly after: ImageFacts;
  /** True where the name means another image now. */
  readonly changed: boolean;
}

/** All the images domain knows. */
export interface ImagesState {
  readonly images: readonly ServiceImage[];
  /** Why the engine cannot be asked, null where it can. */
  readonly problem: AppError | null;
  readonly work: ImageWork;
}

/** The images of both services: what there is, getting newer ones, and the way back. */
export const images = {
  /** As the engine has them now; the registry is not asked. */
  get: call(none).returns<ImagesState>(),
  /** The same, and asks the registry of each image whether it has another one under the name. Downloads nothing. */
  look: call(none).returns<ImagesState>(),
  /**
   * Gets the images of these services from their registry, and keeps the former ones. Containers stay as they are. Answers
   * when all is there. Faults: `images/...`, `switching/busy`, and those of the engine.
   */
  pull: call(serviceChoice).returns<ImagesState>(),
  /** Ends a pull; fine where none runs. */
  cancel: call(none).returns<ImagesState>(),
  /** New containers of the images that are there; the former ones come back where they do not answer. */
  use: call(serviceChoice).returns<ImagesState>(),
  /** Gives the name back to the former image and makes new containers of it. Fault: `images/no-former`. */
  goBack: call(serviceChoice).returns<ImagesState>(),
  onChanged: event<ImagesState>(),
};
