import type { Command } from 'commander';
import type { EngineEntry, EnginesState } from '../../../src-shared/engines.ts';
import { table } from '../output.ts';
import { type CommonOptions, runCommand, unwrap } from '../session.ts';

/** `persag engine list|use`. */
export function addEngine(program: Command): void {
  const engine = program.command('engine').description('the Docker engine that both services run on');
  engine
    .command('list')
    .description('all engines there are, how each does, and which one is in use and why')
    .action((_options: unknown, command: Command) =>
      runCommand(command.optsWithGlobals<CommonOptions>(), async ({ api, features, output }) => {
        await features.docker.ready().catch(() => undefined);
        const state = await unwrap(api.engines.list());
        output.answer(state, stateText(state));
        return true;
      }),
    );
  engine
    .command('use')
    .description('use another engine from now on; a running window follows')
    .argument('<engine>', 'a name or an address that `engine list` shows, any other address, or auto')
    .action((wanted: string, _options: unknown, command: Command) =>
      runCommand(command.optsWithGlobals<CommonOptions>(), async ({ api, output }) => {
        const state = await unwrap(api.engines.use({ engine: wanted }));
        const used = state.engines.find(({ inUse }) => inUse);
        const named = used === undefined ? '' : `${used.name}, ${used.address}: `;
        output.answer(state, `${named}${state.why}`);
        return true;
      }),
    );
}

function stateText({ engines, why, trouble }: EnginesState): string {
  const rows = engines.map((engine) => [engine.inUse ? '*' : '', engine.name, engine.address, conditionText(engine)]);
  const remarks = engines.flatMap(({ name, remark }) => (remark === null ? [] : [`${name}: ${remark}`]));
  return [table(rows), ...remarks, why, ...(trouble === null ? [] : [trouble])].join('\n');
}

function conditionText({ condition }: EngineEntry): string {
  if (condition.state === 'unusable') return condition.error.message;
  return `${condition.version === '' ? '' : `${condition.version}, `}API ${condition.apiVersion}`;
}
