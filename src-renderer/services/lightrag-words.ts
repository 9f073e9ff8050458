import type { LightRagService, Pipeline } from '../../src-shared/lightrag.ts';
import { formatCount } from '../lib/format.ts';

/** What a server has and does, in a few words; null where it says neither. */
export function lightRagWords({ state, documents, pipeline }: LightRagService): string | null {
  if (state === 'needs-key') return 'wants a key';
  if (state === 'needs-login') return 'wants a login';
  if (state === 'silent') return null;
  const parts = [documents === null ? null : formatCount(documents.all, 'document'), pipelineWords(pipeline)];
  const failed = documents?.byStatus.failed ?? 0;
  if (failed > 0) parts.splice(1, 0, `${failed} failed`);
  const said = parts.filter((part) => part !== null);
  return said.length === 0 ? null : said.join(', ');
}

/** What a pipeline does, null while it does nothing. */
export function pipelineWords(pipeline: Pipeline | null): string | null {
  if (pipeline === null) return null;
  if (pipeline.blocked !== null) return 'waits to be mended';
  if (!pipeline.busy) return null;
  const job = pipeline.job ?? 'at work';
  return pipeline.batches > 1 ? `${job} (${pipeline.batch} of ${pipeline.batches})` : job;
}
