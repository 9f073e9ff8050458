import { type Profile, type ProfileDraft, tagText } from '../../src-shared/settings.ts';
import { type ParameterTexts, readParameters, sameTexts, textsOf } from './configuration-draft.ts';

/** The form of a profile: what is typed, as it is typed. */
export interface TagProfileDraft {
  readonly name: string;
  readonly tag: string;
  readonly description: string;
  /** Empty where none is chosen. */
  readonly configurationId: string;
  readonly parameters: ParameterTexts;
}

/** What stands in the form of a profile that is kept. */
export function tagDraftOf({ name, tag, description, configurationId, parameters }: Profile): TagProfileDraft {
  return { name, tag, description, configurationId, parameters: textsOf(parameters) };
}

/** Whether something was typed that is not saved. */
export function isTagDraftChanged(draft: TagProfileDraft, start: TagProfileDraft): boolean {
  const { parameters, ...texts } = draft;
  const { parameters: formerParameters, ...formerTexts } = start;
  return !sameTexts(texts, formerTexts) || !sameTexts(parameters, formerParameters);
}

/** What is wrong with a form as far as this side can tell. @param others the profiles there are beside it */
export function tagDraftProblems(draft: TagProfileDraft, others: readonly Profile[]): Record<string, string> {
  const { name, tag, configurationId, parameters } = draft;
  const problems: Record<string, string> = { ...readParameters(parameters).problems };
  if (name.trim() === '') problems.name = 'Give it a name.';
  if (configurationId === '') problems.configurationId = 'Choose what it asks.';
  const read = tagText.safeParse(tag.replace(/^\s*@/, ''));
  if (!read.success) problems.tag = 'Use 1 to 16 letters or digits, without spaces.';
  else {
    const owner = others.find((each) => each.tag === read.data);
    if (owner !== undefined) problems.tag = `${owner.name} has this tag already.`;
  }
  return problems;
}

/** The form as it is sent. @param base what it began with; null for a new one */
export function sentTagDraft(draft: TagProfileDraft, base: Profile | null): ProfileDraft {
  const { name, tag, description, configurationId, parameters } = draft;
  return {
    ...{ id: base?.id ?? null, revision: base?.revision ?? 0, mcpServerId: base?.mcpServerId ?? null },
    ...{ name: name.trim(), tag: tag.replace(/^\s*@/, '').trim().toUpperCase(), description: description.trim() },
    ...{ configurationId, parameters: readParameters(parameters).values },
  };
}
