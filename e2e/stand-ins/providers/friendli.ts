import { openAiError, openAiWire } from './openai-wire.ts';
import { type ProviderStandIn, startProvider } from './server.ts';
import { bodyOf } from './wire.ts';

/** The errors of Friendli (facts/providers 1.6). */
export const friendliErrors = {
  wrongKey: { status: 401, body: { message: 'Invalid token {{key}}' } },
  wrongTeam: { status: 403, body: { message: 'You have no access to this team' } },
  noModel: { status: 404, body: { message: 'Endpoint not found' } },
  noPath: { status: 404, body: { detail: 'Not Found' } },
  badBody: { status: 422, body: { detail: [{ type: 'missing', loc: ['body', 'messages'], msg: 'Field required' }] } },
  tooOften: { status: 429, headers: { 'retry-after': '3' }, body: { message: 'Too many requests' } },
  asleep: { status: 503, body: { message: 'Endpoint is sleeping, waking it up' } },
  broken: openAiError(500, 'Internal error', 'server_error'),
} as const;

/** Starts what speaks as Friendli does: `<url>/serverless/v1`, or with another path. */
export function startFriendli(base = '/serverless/v1'): Promise<ProviderStandIn> {
  const wire = openAiWire(base, friendliErrors);
  return startProvider({
    ...wire,
    refuse(request, state) {
      const refusal = wire.refuse(request, state);
      if (refusal !== null || request.method === 'GET') return refusal;
      return Array.isArray(bodyOf(request).messages) ? null : friendliErrors.badBody;
    },
  });
}
