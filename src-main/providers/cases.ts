import type { CheckKind } from '../../src-shared/chat.ts';
import type { Outcome } from '../../src-shared/providers.ts';
import type { Trouble } from './faults.ts';

/** What words of a case can name. */
export interface About {
  readonly provider: string;
  readonly model: string;
  readonly modelWord: 'model' | 'deployment';
  /** Host and port that were asked. */
  readonly host: string;
}

/** Words of a case. */
export type Words = string | ((about: About) => string);

/** One way in which asking can fail, and what it means. What is left out fits always. */
export interface Case {
  readonly asked?: 'list' | 'chat';
  readonly status?: readonly number[];
  /** One of the answer's codes. */
  readonly code?: RegExp;
  /** Something in the answer's words. */
  readonly says?: RegExp;
  readonly trouble?: readonly Trouble[];
  readonly outcome: Outcome;
  /** What happened: the end of a sentence that begins with the provider's name. */
  readonly what: Words;
  readonly hint: Words;
  /** The check it passes in spite of it. */
  readonly passes?: CheckKind;
}

const again = 'Wait a little, then try again.';
const noSuchModel: Words = ({ model, modelWord }) => `has no ${modelWord} named ${model}`;
const chooseModel: Words = ({ modelWord }) => `Choose a ${modelWord} of the list, or correct its name.`;
const noInterface: Words = ({ host }) => `does not answer as it should: something else seems to be at ${host}`;
const checkAddress = 'Check the address, with its port and its path: its documentation names the base of its calls.';

/** Without an answer. */
const troubles: readonly Case[] = [
  {
    trouble: ['cancelled'],
    outcome: 'cancelled',
    what: 'was not asked to the end',
    hint: 'Ask again whenever you like.',
  },
  {
    trouble: ['refused'],
    outcome: 'refused',
    what: ({ host }) => `cannot be reached: nothing answers at ${host}`,
    hint: 'Check the address and that the server is running; a firewall, proxy or VPN may be in the way.',
  },
  {
    trouble: ['dns'],
    outcome: 'dns',
    what: ({ host }) => `cannot be found: there is no host named ${host}`,
    hint: 'Check the address for a slip, and whether this computer is online.',
  },
  {
    trouble: ['tls'],
    outcome: 'tls',
    what: ({ host }) => `cannot be trusted: no encrypted connection to ${host} comes about`,
    hint: 'Check whether the address is https, the date of this computer, and whether a proxy opens encrypted connections.',
  },
  {
    trouble: ['timeout'],
    outcome: 'timeout',
    what: ({ host }) => `took too long: there was no whole answer from ${host} in time`,
    hint: 'Try again; a server that does not get further has to be restarted, and a smaller model answers sooner.',
  },
  {
    trouble: ['redirect'],
    outcome: 'redirect_blocked',
    what: 'wants the request sent elsewhere, which is not done: your key would go along',
    hint: 'Enter the final address, if you know it and trust it.',
  },
  {
    trouble: ['forbidden'],
    outcome: 'bad_request',
    what: 'was not asked',
    hint: 'Correct what is named, then try again.',
  },
  {
    trouble: ['cut'],
    outcome: 'bad_shape',
    what: 'broke off before its answer was whole',
    hint: 'Try again; if it happens again, a proxy or the server itself ends connections too early.',
  },
  { trouble: ['too-large'], outcome: 'bad_shape', what: 'sent more than any answer has', hint: checkAddress },
  { trouble: ['shape'], outcome: 'bad_shape', what: noInterface, hint: checkAddress },
];

/** By the words that several providers have for the same thing; also within a stream, where there is no status. */
const byCode: readonly Case[] = [
  {
    code: /insufficient_quota|credit_balance|billing|payment_required|quota_exceeded/i,
    outcome: 'quota',
    what: 'does not answer because there is no credit left',
    hint: 'Look at the billing page of your account there: add credit, or raise the limit.',
  },
  {
    code: /rate_?limit|throttl|too_?many|resource_exhausted/i,
    outcome: 'rate_limited',
    what: 'was asked too often in a short time',
    hint: again,
  },
  {
    code: /invalid_api_key|authentication_error|unauthenticated|unauthorized/i,
    outcome: 'auth',
    what: 'does not accept the key',
    hint: 'Copy the key again, whole, and make sure that it was not revoked.',
  },
  {
    code: /model_not_found|modelnotfound/i,
    outcome: 'model_not_found',
    what: noSuchModel,
    hint: chooseModel,
  },
  {
    code: /permission/i,
    outcome: 'permission',
    what: 'does not allow this to the key',
    hint: 'Look at what the key may do in your account there.',
  },
  { code: /overloaded|unavailable/i, outcome: 'server', what: 'is overloaded', hint: again },
];

const byStatus: readonly Case[] = [
  {
    status: [401],
    outcome: 'auth',
    what: 'does not accept the key',
    hint: 'Copy the key again, whole, and make sure that it was not revoked.',
  },
  {
    status: [402],
    outcome: 'quota',
    what: 'does not answer because there is no credit left',
    hint: 'Look at the billing page of your account there: add credit, or raise the limit.',
  },
  {
    status: [403],
    outcome: 'permission',
    what: 'does not allow this to the key',
    hint: 'Look at what the key may do in your account there, and from which networks and regions.',
  },
  {
    status: [404],
    asked: 'chat',
    says: /\bmodel\b/i,
    outcome: 'model_not_found',
    what: noSuchModel,
    hint: chooseModel,
  },
  {
    status: [404, 405, 410, 501],
    outcome: 'endpoint_not_found',
    what: ({ host }) => `has nothing at that address of ${host}`,
    hint: checkAddress,
  },
  { status: [408], outcome: 'timeout', what: 'gave up waiting for its own model', hint: again },
  {
    status: [413],
    outcome: 'bad_request',
    what: 'finds the request too long',
    hint: 'Send less: a shorter message, or a new conversation.',
  },
  {
    status: [429],
    says: /quota|billing|credit/i,
    outcome: 'quota',
    what: 'does not answer because the quota is used up',
    hint: 'Look at the limits and the billing page of your account there.',
  },
  { status: [429], outcome: 'rate_limited', what: 'was asked too often in a short time', hint: again },
  {
    status: [407, 511],
    outcome: 'permission',
    what: 'was not reached: a proxy or network asks for a sign-in',
    hint: 'Sign in to the network, or ask whoever runs it.',
  },
];

/** What errors mean with everybody; the last one fits everything. */
export const commonCases: readonly Case[] = [
  ...troubles,
  ...byCode,
  ...byStatus,
  {
    status: range(400, 499),
    outcome: 'bad_request',
    what: 'does not take the request',
    hint: 'Read what it says; a parameter may be beyond what the model takes.',
  },
  {
    status: range(500, 599),
    outcome: 'server',
    what: 'has a problem of its own',
    hint: `${again} The status page of the provider may tell more.`,
  },
  { status: [200], outcome: 'bad_shape', what: 'answered with an error in the place of an answer', hint: checkAddress },
  { outcome: 'server', what: 'broke off its answer with an error', hint: 'Read what it says, then try again.' },
];

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_none, at) => from + at);
}
