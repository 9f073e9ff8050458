import type { ListedModel } from '../../../src-shared/providers.ts';

/** What of a list of models is to be seen. */
export interface MatchingModels {
  readonly models: readonly ListedModel[];
  /** How many more match than are drawn. */
  readonly more: number;
  /** How many match but are of another kind. */
  readonly otherKind: number;
}

/** More than anybody reads: who looks for one among thousands types a part of it. */
const mostDrawn = 200;

/** The models that have every word of the text in their id or name; without those that are for no chat, unless wanted. */
export function matchingModels(models: readonly ListedModel[], text: string, everyKind: boolean): MatchingModels {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = models.filter(({ id, name }) => {
    const all = `${id} ${name}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const wanted = everyKind ? matching : matching.filter(isForChats);
  return {
    models: wanted.slice(0, mostDrawn),
    more: Math.max(0, wanted.length - mostDrawn),
    otherKind: matching.filter((model) => !isForChats(model)).length,
  };
}

function isForChats({ kind }: ListedModel): boolean {
  return kind === 'chat' || kind === 'unknown';
}
