import { Fault } from '../../src-shared/errors.ts';

/**
 * Why an image cannot be had, out of the engine's words: engines pass on what registries and networks say, in the same
 * answer and with statuses that do not tell them apart. What nobody knows becomes `images/pull-failed` with those words.
 * @param said the engine's words @param registry the host, for messages
 */
export function pullFault(said: string, reference: string, registry: string): Fault {
  const found = kinds.find(([words]) => words.test(said));
  const [, code, sentence] = found ?? [null, 'images/pull-failed' as const, 'could not be got'];
  const who = code === 'images/registry-unreachable' || code === 'images/needs-login' ? `: ${registry} ` : ': ';
  return new Fault(
    code,
    `The image ${reference} ${sentence}${who}${code === 'images/pull-failed' ? said : reasonOf(code)}`,
    {
      details: [said],
    },
  );
}

type Code =
  | 'images/disk-full'
  | 'images/not-found'
  | 'images/needs-login'
  | 'images/registry-unreachable'
  | 'images/pull-failed';

// In this order: a refused access says "repository does not exist" too.
const kinds: readonly (readonly [RegExp, Code, string])[] = [
  [/no space left on device|disk quota exceeded/i, 'images/disk-full', 'could not be kept'],
  [
    /manifest unknown|manifest for .* not found|name unknown|repository .* not found|does not exist|404/i,
    'images/not-found',
    'was not found',
  ],
  [
    /unauthorized|authentication required|no basic auth|denied|forbidden|401|403|incorrect username or password/i,
    'images/needs-login',
    'was refused',
  ],
  [
    /no such host|dial tcp|i\/o timeout|connection refused|network is unreachable|TLS handshake|x509|server gave HTTP response|deadline exceeded|Client\.Timeout|temporary failure|no route to host|toomanyrequests/i,
    'images/registry-unreachable',
    'could not be got',
  ],
];

function reasonOf(code: Code): string {
  switch (code) {
    case 'images/disk-full':
      return 'the disk of the engine is full.';
    case 'images/not-found':
      return 'the registry has no such image, or shows it to nobody.';
    case 'images/needs-login':
      return 'wants to know who asks.';
    default:
      return 'cannot be reached.';
  }
}
