import { Fault } from '../../../src-shared/errors.ts';
import type { Keychain, KeychainState } from '../../ports.ts';

/** The protection of an operating system that is none: it turns bytes over, and can be made weak, locked or another's. */
export interface FakeKeychain extends Keychain {
  become(state: KeychainState): void;
  /** As if the files had come to another computer. */
  moveElsewhere(): void;
  /** How often it was asked to open something. */
  readonly opened: () => number;
}

/** Makes one that works. */
export function createFakeKeychain(): FakeKeychain {
  let state: KeychainState = { kind: 'system', backend: 'gnome_libsecret' };
  let computer = 'here';
  let opened = 0;
  function refuse(): void {
    if (state.kind === 'none') throw new Fault('secrets/unavailable', `It cannot be used: ${state.why}.`);
  }
  return {
    state: async () => state,
    async seal(text) {
      refuse();
      return Buffer.from(JSON.stringify([computer, text])).map((byte) => byte ^ 0x5a);
    },
    async open(sealed) {
      refuse();
      opened += 1;
      const [from, text] = JSON.parse(Buffer.from(sealed.map((byte) => byte ^ 0x5a)).toString()) as [string, string];
      if (from !== computer) throw new Fault('secrets/unreadable', 'It was sealed elsewhere.');
      return text;
    },
    become(now) {
      state = now;
    },
    moveElsewhere() {
      computer = 'elsewhere';
    },
    opened: () => opened,
  };
}
