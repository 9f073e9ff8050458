import { type EnvProblem, type EnvStatement, envStatements } from './env-statements.ts';
import { envValue, type LinesAbove, whyDisputed, whyValueDisputed } from './env-value.ts';
import type { Interpolated, Lookup } from './interpolate.ts';

/** One assignment of an env file with its value, variables replaced. */
export interface EnvEntry {
  readonly key: string;
  readonly value: string;
  /** Counted from 1. */
  readonly line: number;
  readonly exported: boolean;
}

/** An env file as Compose reads it, in the order of its lines, with what is odd about it. */
export interface EnvReading {
  readonly entries: readonly EnvEntry[];
  readonly problems: readonly EnvProblem[];
}

/**
 * Reads an env file as Compose does. A variable is looked for among the assignments above it, then outside. Where
 * Compose 1.29 and Compose 2 disagree, Compose 2 is followed and a problem says so; a line that is no assignment is a
 * problem and left out. A key alone takes its value from outside, whatever lines above say, and is left out where there
 * is none.
 */
export function readEnv(text: string, outside: Lookup): EnvReading {
  const { statements, problems: unread } = envStatements(text);
  const problems: EnvProblem[] = [...unread];
  const known = new Map<string, string>();
  const alone = new Set<string>();
  const entries: EnvEntry[] = [];
  for (const statement of statements) {
    const { key, line, exported } = statement;
    const inherited = statement.quote === 'inherited';
    const lookup: Lookup = (name) => known.get(name) ?? outside(name);
    const found = envValue(statement, inherited ? outside : lookup);
    problems.push(...remarks(statement, found, { lookup, alone }).map((message) => ({ line, message })));
    if (inherited) alone.add(key);
    else alone.delete(key);
    if (inherited && found.missing.length > 0) continue;
    known.set(key, found.text);
    entries.push({ key, value: found.text, line, exported });
  }
  return { entries, problems: problems.sort((a, b) => a.line - b.line) };
}

/** The values in force: of several assignments of one key the last. */
export function envValues(reading: EnvReading): ReadonlyMap<string, string> {
  return new Map(reading.entries.map(({ key, value }) => [key, value]));
}

function remarks(statement: EnvStatement, { missing, required }: Interpolated, above: LinesAbove): string[] {
  const { key, quote } = statement;
  const disputed = whyDisputed(statement) ?? whyValueDisputed(statement, above);
  return [
    ...(disputed === null ? [] : [`${key} ${disputed}: Compose 1 and Compose 2 read it differently`]),
    ...(quote === 'inherited' ? [] : missing.map((name) => `${key} uses ${name}, which has no value`)),
    ...required.map((why) => `${key}: ${why}`),
  ];
}
