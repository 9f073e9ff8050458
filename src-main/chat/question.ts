import type * as z from 'zod';
import type { ChatMessage, chatOpening } from '../../src-shared/chat.ts';
import { Fault } from '../../src-shared/errors.ts';
import { readTag } from '../../src-shared/profile-tag.ts';
import type { RunRequest } from '../lib/run-context.ts';

/** A question: what is to be asked, and what of the user's own is to answer it. */
export interface Question {
  readonly request: RunRequest;
  /** Without tags: they are for the app, not for the model. */
  readonly messages: readonly ChatMessage[];
}

/**
 * Reads an opening. Only the tag of the last message chooses; those of the messages before were for their own answers.
 * Faults: `chat/empty-message`, `chat/tag-alone`, `chat/two-choices`, `chat/unknown-tag`.
 */
export function readQuestion({ messages, configurationId }: z.output<typeof chatOpening>): Question {
  const last = messages.at(-1);
  if (last === undefined || last.role !== 'user' || last.text.trim() === '') {
    throw new Fault('chat/empty-message', 'There is no question to ask.');
  }
  const before = messages.slice(0, -1).map((message) => ({ ...message, text: withoutTag(message) }));
  const read = readTag(last.text);
  if (read.kind === 'odd')
    throw new Fault('chat/unknown-tag', `@${read.tag} cannot be a tag: those are letters A to Z and digits.`);
  if (read.kind === 'plain') {
    const request = configurationId === null ? usual : ({ kind: 'configuration', configurationId } as const);
    return { request, messages: [...before, { role: 'user', text: read.text }] };
  }
  if (configurationId !== null) {
    throw new Fault('chat/two-choices', `@${read.tag} names a profile, and a configuration was chosen beside it.`);
  }
  if (read.text.trim() === '') throw new Fault('chat/tag-alone', `There is nothing behind @${read.tag}.`);
  return { request: { kind: 'tag', tag: read.tag }, messages: [...before, { role: 'user', text: read.text }] };
}

const usual: RunRequest = { kind: 'usual' };

function withoutTag({ role, text }: ChatMessage): string {
  if (role !== 'user') return text;
  const read = readTag(text);
  return read.kind === 'odd' ? text : read.text;
}
