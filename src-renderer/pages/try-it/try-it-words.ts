import { readTag } from '../../../src-shared/profile-tag.ts';
import type { CheckResult } from '../../../src-shared/providers.ts';
import type { Configuration, Profile, Settings } from '../../../src-shared/settings.ts';
import { formatDuration } from '../../lib/format.ts';
import type { ChatTurn } from '../../stores/chat.ts';
import type { Mood } from '../../ui/Shape.tsx';

/** What a message would be answered by; null where nothing is set up for it. */
export interface Answerer {
  readonly configuration: Configuration;
  readonly profile: Profile | null;
}

/** The page's question, answered: can this user ask something here? */
export function tryItHeadline(settings: Settings, name: string): { readonly mood: Mood; readonly text: string } {
  if (settings.trouble !== null) return { mood: 'failed', text: `The settings of ${name} cannot be read.` };
  if (settings.configurations.length === 0) return { mood: 'unknown', text: `${name} has no model to ask yet.` };
  if (settings.isLocked) return { mood: 'warn', text: `The keys of ${name} are locked.` };
  const answerer = answererOf(settings, '', null);
  if (answerer === null) return { mood: 'warn', text: `Choose what ${name} asks by default.` };
  return { mood: 'ok', text: `${name} asks ${answerer.profile?.name ?? answerer.configuration.name}.` };
}

/**
 * What will answer a message: the tag in front of it, else what is chosen, else the default profile, else the
 * configuration in use. The same order as in main, which decides; this is what is shown before.
 */
export function answererOf(settings: Settings, message: string, configurationId: string | null): Answerer | null {
  const { profiles, configurations, defaultProfileId, activeConfigurationId } = settings;
  const find = (id: string | null) => configurations.find((each) => each.id === id) ?? null;
  const read = readTag(message);
  if (read.kind === 'odd') return null;
  if (read.kind === 'plain' && configurationId !== null) return withProfile(find(configurationId), null);
  const profile =
    read.kind === 'tagged'
      ? profiles.find(({ tag }) => tag === read.tag)
      : profiles.find(({ id }) => id === defaultProfileId);
  if (profile !== undefined) return withProfile(find(profile.configurationId), profile);
  return read.kind === 'tagged' ? null : withProfile(find(activeConfigurationId), null);
}

function withProfile(configuration: Configuration | null, profile: Profile | null): Answerer | null {
  return configuration === null ? null : { configuration, profile };
}

/** In words, who will answer what is typed. */
export function answererWords(settings: Settings, message: string, configurationId: string | null): string {
  const answerer = answererOf(settings, message, configurationId);
  if (answerer !== null) {
    const { configuration, profile } = answerer;
    const model = configuration.model === '' ? 'no model chosen' : configuration.model;
    return `${profile === null ? '' : `@${profile.tag}: `}${configuration.name}, ${model}`;
  }
  const read = readTag(message);
  if (read.kind === 'plain') return 'Nobody: choose what is asked by default';
  if (read.kind === 'odd') return `Nobody: @${read.tag} cannot be a tag`;
  return settings.profiles.some(({ tag }) => tag === read.tag)
    ? `Nobody: what @${read.tag} asked was removed`
    : `Nobody: there is no @${read.tag}`;
}

/** Who answered, how fast and how much. */
export function turnFacts({ source, firstTokenMs, end }: ChatTurn): readonly string[] {
  const facts: string[] = [];
  if (source !== null) {
    facts.push(
      `${source.profile === null ? '' : `@${source.profile.tag}: `}${source.configurationName}, ${source.model}`,
    );
  }
  if (firstTokenMs !== null) facts.push(`first word after ${formatDuration(firstTokenMs)}`);
  if (end !== null) facts.push(`${formatDuration(end.ms)} in all`);
  const tokens = end === null ? null : tokenWords(end);
  if (tokens !== null) facts.push(tokens);
  return facts;
}

function tokenWords({ inputTokens, outputTokens }: NonNullable<ChatTurn['end']>): string | null {
  const count = (tokens: number) => tokens.toLocaleString('en-GB');
  if (inputTokens === null && outputTokens === null) return null;
  if (inputTokens === null) return `${count(outputTokens ?? 0)} tokens out`;
  return outputTokens === null
    ? `${count(inputTokens)} tokens in`
    : `${count(inputTokens)} tokens in, ${count(outputTokens)} out`;
}

/** Whether an answer ended other than it should. */
export function failedResult({ end }: ChatTurn): CheckResult | null {
  const result = end?.result ?? null;
  return result === null || result.outcome === 'ok' || result.outcome === 'cancelled' ? null : result;
}
