import { call, event, none } from './define.ts';

/** Who env.userid says is current; reading it never writes (spec 1.4). */
export type CurrentUser =
  | { readonly state: 'known'; readonly id: string; readonly source: 'file' | 'environment' | 'default' }
  | { readonly state: 'unreadable'; readonly text: string; readonly why: string };

/** How the home was found (spec 1.1). */
export type HomeOrigin = 'PERSAG_HOME' | '.persag' | '.persagent' | 'created';

/** How the data root was found (spec 2.1). */
export type DataRootOrigin = 'PERSAG_ROOT' | 'DATA_DIR' | 'env file' | 'macOS default' | 'home';

/** Something odd about the home that a person should know; nothing is changed because of it. */
export interface HomeNotice {
  readonly code:
    | 'both-homes'
    | 'recovered'
    | 'recovery-stuck'
    | 'switch-pending'
    | 'switch-recovered'
    | 'user-id-default'
    | 'user-id-from-environment'
    | 'user-id-unreadable'
    | 'unwatched';
  readonly message: string;
  readonly hint: string;
}

/** The home folder as the app found it. */
export interface HomeState {
  readonly path: string;
  readonly origin: HomeOrigin;
  readonly dataRoot: { readonly path: string; readonly origin: DataRootOrigin };
  readonly currentUser: CurrentUser;
  readonly notices: readonly HomeNotice[];
}

/** The home domain: where everything is and who is current. */
export const home = {
  get: call(none).returns<HomeState>(),
  onChanged: event<HomeState>(),
};
