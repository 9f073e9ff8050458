import type { Command } from 'commander';
import { serviceTitles } from '../../../src-shared/docker.ts';
import type { LightRagService } from '../../../src-shared/lightrag.ts';
import { type CommonOptions, runCommand, unwrap } from '../session.ts';

/** `persag services documents`. */
export function addDocuments(services: Command): void {
  services
    .command('documents')
    .description('what both servers say of themselves: documents by state, what they work at, their version')
    .action((_options: unknown, command: Command) =>
      runCommand(command.optsWithGlobals<CommonOptions>(), async ({ api, output }) => {
        const state = await unwrap(api.lightrag.look({}));
        output.answer(state, state.services.map(serviceText).join('\n\n'));
        // A script wants to know that it was told nothing.
        return state.services.every((one) => one.state === 'answers');
      }),
    );
}

function serviceText({ service, state, problem, version, documents, pipeline, access }: LightRagService): string {
  const head = `${serviceTitles[service]}${version === null ? '' : `: LightRAG ${version}`}`;
  if (state === 'silent') return `${head}\n  ${problem}`;
  if (state !== 'answers') {
    const name = state === 'needs-key' ? 'LIGHTRAG_API_KEY' : 'AUTH_ACCOUNTS';
    return `${head}\n  ${problem} It is read from ${name} in ${access.envFile}.`;
  }
  const counts = Object.entries(documents?.byStatus ?? {}).map(([status, count]) => `${count} ${status}`);
  const lines = [documents === null ? 'documents: not told' : `documents: ${documents.all}${inBrackets(counts)}`];
  if (pipeline?.blocked != null) lines.push(`changes nothing until it is mended: ${pipeline.blocked}`);
  else if (pipeline?.busy === true) {
    const batches = pipeline.batches > 0 ? `, ${pipeline.batch} of ${pipeline.batches}` : '';
    lines.push(`at work: ${pipeline.job ?? 'a job without a name'}${batches}`);
  } else lines.push('nothing to do');
  return [head, ...lines.map((line) => `  ${line}`)].join('\n');
}

function inBrackets(parts: readonly string[]): string {
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
