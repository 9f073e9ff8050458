import type { ChatSource } from '../../src-shared/chat.ts';
import type { Caller } from '../../src-shared/define.ts';
import type { CheckResult } from '../../src-shared/providers.ts';
import type { Named } from './isolation-acts.ts';
import { type IsolationUsers, type UserId, userIds } from './isolation-users.ts';

/** A request that reached a provider. */
export interface Hit {
  /** As the provider sees it. */
  readonly host: string;
  readonly key: string;
  /** Null for a list. */
  readonly model: string | null;
  /** The last message; null for a list. */
  readonly question: string | null;
}

/** Something that was asked, and what came of it. */
export interface Asked {
  readonly number: number;
  /** Whose window it was asked in, and for whom that window acted then. */
  readonly window: UserId;
  readonly user: UserId;
  readonly named: Named;
  text: string;
  source: ChatSource | null;
  result: CheckResult | null;
  /** Of the fault, or what else was thrown. */
  code: string | null;
  stream: number | null;
  /** Stopped by hand, its user's last window closed, or its window given to somebody else. */
  mayEnd: boolean;
  isListing: boolean;
}

/** A user's window. */
export function windowOf(user: UserId): Caller {
  return { kind: 'window', windowId: 1 + userIds.indexOf(user) };
}

/** What may keep a question from being answered in any schedule: the asker's own settings. */
const ownFaults = ['settings/locked', 'settings/incomplete', 'chat/unknown-tag', 'chat/profile-missing'];
/** And where it was ended from outside. */
const endingFaults = ['settings/user-changed', 'chat/ended'];

/** Throws where what came of a question is nothing that can come of it. */
export function judgeAsked(own: Asked, users: IsolationUsers): void {
  const { number, user, text, source, result, code, mayEnd } = own;
  const fail = (what: string): never => {
    throw new Error(`question ${number} of ${user}: ${what}; ${JSON.stringify(own)}`);
  };
  if (code !== null && !ownFaults.includes(code) && !(mayEnd && endingFaults.includes(code))) fail('an odd fault');
  if (code === null && !mayEnd && result?.outcome !== 'ok') fail('ended while it was in use');
  for (const label of text.match(/label-\w+-\w+-\d+/g) ?? []) {
    if (users.ownerOf(keyOf(label))?.userId !== user) fail(`answered with ${label}`);
  }
  if (own.isListing || source === null) return;
  if (text !== '' && result?.outcome === 'ok' && !text.includes(`question ${number} of ${user} `))
    fail('a wrong answer');
  if (!source.configurationId.startsWith(`${user}/`)) fail('a wrong source');
  if (own.named.by === 'configuration' && source.configurationName !== own.named.name) fail('another configuration');
  if (own.named.by === 'tag' && source.profile?.tag !== own.named.tag) fail('another profile');
}

/** What a provider calls a key in its answer: the key itself is taken out of what comes from a provider. */
export function labelOf(key: string): string {
  return key.replace('key-', 'label-');
}

function keyOf(label: string): string {
  return label.replace('label-', 'key-');
}

/** Throws where a request carried another key, model or host than those of the user it was made for. */
export function judgeHits(asked: readonly Asked[], hits: readonly Hit[], users: IsolationUsers): void {
  const asides = new Set<string>();
  for (const hit of hits) {
    const fail = (what: string): never => {
      throw new Error(`${what}: ${JSON.stringify(hit)}`);
    };
    const owner = users.ownerOf(hit.key) ?? fail('a key that nobody has');
    if (!Object.values(owner.fields).some((value) => value.startsWith(hit.host)))
      fail(`another host than that of ${hit.key}`);
    if (hit.model !== null && hit.model !== owner.model) fail(`another model than that of ${hit.key}`);
    const [, number, user] = /^question (\d+) of (\w+)$/.exec(hit.question ?? '') ?? [];
    if (number === undefined) {
      asides.add(owner.userId);
      continue;
    }
    const own = asked.find((one) => one.number === Number(number)) ?? fail('a question that nobody asked');
    if (own.user !== user || owner.userId !== own.user) fail(`a question of ${own.user} with a key of ${owner.userId}`);
    // What a window was told of who answers is what was asked.
    if (
      own.source !== null &&
      (own.source.configurationId !== owner.configurationId || own.source.model !== owner.model)
    ) {
      fail(`answered by something else than ${JSON.stringify(own.source)}`);
    }
  }
  // A check may ask more than once, as where a server is looked at before its models are.
  for (const user of asides) {
    const isBegun = asked.some((own) => own.isListing && own.user === user);
    if (!isBegun) throw new Error(`a check or a list with a key of ${user}, who began none`);
  }
}
