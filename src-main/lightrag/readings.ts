import * as z from 'zod';
import type { DocumentCounts, LightRagFeatures, Pipeline } from '../../src-shared/lightrag.ts';

// Versions differ in their fields (facts of 1.3 to 1.5), so each is optional and none stops the rest.
const optionalText = z.string().nullish().catch(null);
const count = z.number().int().nonnegative().catch(0);

const healthShape = z.object({
  core_version: optionalText,
  api_version: optionalText,
  pipeline_busy: z.boolean().catch(false),
});
const countsShape = z.object({ status_counts: z.record(z.string(), z.number()) });
const listShape = z.object({ statuses: z.record(z.string(), z.array(z.unknown())) });
const pipelineShape = z.object({
  busy: z.boolean().catch(false),
  job_name: optionalText,
  job_start: optionalText,
  docs: count,
  batchs: count,
  cur_batch: count,
  latest_message: optionalText,
  recovery_required: z.boolean().catch(false),
  recovery_message: optionalText,
});
const callsShape = z.object({ paths: z.record(z.string(), z.unknown()) });

/** Versions and whether the pipeline works, of /health; null where that is none. */
export function readHealth(body: unknown): z.output<typeof healthShape> | null {
  return healthShape.safeParse(body).data ?? null;
}

/** Counts by state, of /documents/status_counts, /documents/paginated, or the list that older versions give; null for neither. */
export function readCounts(body: unknown): DocumentCounts | null {
  const counts = countsShape.safeParse(body).data?.status_counts ?? listed(body);
  if (counts === null) return null;
  const entries = Object.entries(counts)
    .map(([name, number]) => [name.toLowerCase().replace(/^docstatus\./, ''), number] as const)
    .filter(([name, number]) => name !== 'all' && number > 0);
  return { all: entries.reduce((sum, [, number]) => sum + number, 0), byStatus: Object.fromEntries(entries) };
}

function listed(body: unknown): Record<string, number> | null {
  const lists = listShape.safeParse(body).data?.statuses;
  if (lists === undefined) return null;
  return Object.fromEntries(Object.entries(lists).map(([name, documents]) => [name, documents.length]));
}

/** What the pipeline does, of /documents/pipeline_status; null where that is none. */
export function readPipeline(body: unknown): Pipeline | null {
  const read = pipelineShape.safeParse(body).data;
  if (read === undefined) return null;
  const since = Date.parse(read.job_start ?? '');
  return {
    busy: read.busy,
    // Every server says so while it has nothing to do.
    job: read.busy && read.job_name !== 'Default Job' ? (read.job_name ?? null) : null,
    since: read.busy && !Number.isNaN(since) ? new Date(since).toISOString() : null,
    batch: read.cur_batch,
    batches: read.batchs,
    documents: read.docs,
    message: (read.latest_message ?? '').slice(0, 500),
    blocked: read.recovery_required ? (read.recovery_message ?? 'It waits for somebody to mend its data.') : null,
  };
}

/** What the description of its calls says that a server can do; null where it is none. */
export function readFeatures(body: unknown): LightRagFeatures | null {
  const paths = callsShape.safeParse(body).data?.paths;
  if (paths === undefined) return null;
  const has = (path: string) => path in paths;
  return {
    statusCounts: has('/documents/status_counts'),
    trackStatus: has('/documents/track_status/{track_id}'),
    reprocessFailed: has('/documents/reprocess_failed'),
    cancelPipeline: has('/documents/cancel_pipeline'),
    clearCache: has('/documents/clear_cache'),
  };
}
