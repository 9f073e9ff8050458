import type { Command } from 'commander';
import { addSettingsChecks } from './checks.ts';
import { addSettingsContexts } from './contexts.ts';

/** What of `persag settings` asks a provider, or is about asking. */
export function addSettingsAsking(program: Command): void {
  const group =
    program.commands.find((command) => command.name() === 'settings') ??
    program.command('settings').description('configurations, profiles and keys of the current user');
  addSettingsChecks(group);
  addSettingsContexts(group);
}
