import * as z from 'zod';
import type { LayerState, PulledLayer } from '../../src-shared/images.ts';

const reportShape = z.object({
  id: z.string().optional().catch(undefined),
  status: z.string().optional().catch(undefined),
  progressDetail: z
    .object({ current: z.number().optional(), total: z.number().optional() })
    .optional()
    .catch(undefined),
  error: z.string().optional().catch(undefined),
  errorDetail: z.object({ message: z.string() }).optional().catch(undefined),
});

/** What the engine reports of a pull, put together line by line. */
export interface PullProgress {
  readonly layers: readonly PulledLayer[];
  /** The engine's own words for why it failed; it says so inside an answer that began well. */
  readonly failure: string | null;
}

/** Nothing reported yet. */
export const noProgress: PullProgress = { layers: [], failure: null };

/** The engine's words for what it does to a layer (moby's distribution/xfer and Podman's), in our states. */
const states: readonly (readonly [RegExp, LayerState])[] = [
  [/^(Pulling fs layer|Waiting|Retrying)/i, 'waiting'],
  [/^(Downloading|Copying blob)/i, 'downloading'],
  [/^(Verifying Checksum|Download complete)/i, 'downloaded'],
  [/^Extracting/i, 'extracting'],
  [/^Pull complete/i, 'done'],
  [/^(Already exists|Layer already exists)/i, 'exists'],
];

/** One more line. What is no report of a layer changes nothing. */
export function withReport(progress: PullProgress, line: string): PullProgress {
  const report = readReport(line);
  if (report === null) return progress;
  const failure = report.errorDetail?.message ?? report.error;
  if (failure !== undefined) return { ...progress, failure };
  const { id, status = '', progressDetail } = report;
  const state = states.find(([words]) => words.test(status))?.[1];
  if (id === undefined || state === undefined) return progress;
  return { ...progress, layers: withLayer(progress.layers, id, state, progressDetail) };
}

function withLayer(
  layers: readonly PulledLayer[],
  id: string,
  state: LayerState,
  detail: { readonly current?: number | undefined; readonly total?: number | undefined } | undefined,
): readonly PulledLayer[] {
  const known = layers.find((layer) => layer.id === id);
  const total = detail?.total !== undefined && detail.total > 0 ? detail.total : (known?.total ?? null);
  const whole = state === 'downloaded' || state === 'done' || state === 'exists';
  const current =
    detail?.current ?? (whole ? (total ?? known?.current ?? 0) : state === 'waiting' ? 0 : (known?.current ?? 0));
  const layer: PulledLayer = { id, state, current, total };
  return known === undefined ? [...layers, layer] : layers.map((one) => (one.id === id ? layer : one));
}

function readReport(line: string): z.output<typeof reportShape> | null {
  try {
    return reportShape.parse(JSON.parse(line));
  } catch {
    // A line that was cut off in its middle; that the stream was is told by its end.
    return null;
  }
}
