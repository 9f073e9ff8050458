import { type ChatFeature, createChat } from './chat/index.ts';
import type { ContextTimesKeeper } from './contexts/context-times.ts';
import { createContexts } from './contexts/index.ts';
import type { HomeFeature } from './home/index.ts';
import type { ActingUser } from './lib/acting-user.ts';
import { createScope } from './lib/scope.ts';
import type { Ports } from './ports.ts';
import type { ProvidersFeature } from './providers/index.ts';
import type { SettingsFeature } from './settings/index.ts';
import type { ShellFeature } from './shell/index.ts';

/** What the chat and the runtime contexts are made of. */
export interface JoinChatParts {
  readonly ports: Pick<Ports, 'clock' | 'log'>;
  readonly home: Pick<HomeFeature, 'onChanged'>;
  readonly shell: Pick<ShellFeature, 'onChanged' | 'onUserLeft'>;
  readonly acting: ActingUser;
  readonly times: ContextTimesKeeper;
  readonly settings: Pick<SettingsFeature, 'resolve' | 'resolveDraft' | 'profiles' | 'choice' | 'onChanged'>;
  readonly providers: Pick<ProvidersFeature, 'listModels' | 'check' | 'openClient'>;
}

/** The chat with what it stands on. */
export interface JoinedChat {
  readonly chat: ChatFeature;
  /** Begins to clean up, and to end what was asked for somebody who is here no longer. */
  watch(): Promise<void>;
  end(): Promise<void>;
}

/** Hands the contexts a user's settings and the providers, and the chat the contexts. */
export function joinChat({ ports, home, shell, acting, times, settings, providers }: JoinChatParts): JoinedChat {
  const { clock, log } = ports;
  const scope = createScope();
  const contexts = createContexts({
    settings,
    openClient: providers.openClient,
    ...{ clock, log, times: times.now },
    onIdle: (userId) => chat.forgetLists(userId),
  });
  const chat = createChat({
    ...{ clock, log, acting, lease: contexts.lease },
    ...{ resolve: settings.resolve, resolveDraft: settings.resolveDraft },
    ...{ listModels: providers.listModels, check: providers.check },
    contextsOf: async (userId) => ({ own: contexts.state(userId), ...(await times.state()) }),
    changeContextTimes: times.change,
  });
  // What was asked with former settings goes on with them; the next request is asked with those of now.
  scope.own(
    settings.onChanged(({ userId }) => {
      contexts.noteChange(userId);
      chat.forgetLists(userId);
    }),
  );
  return {
    chat,
    async watch() {
      for (const { message } of (await times.state()).refused) log.warn(message);
      contexts.watch();
      const noteUsers = () =>
        void chat.noteUsers().catch((cause) => log.error('answers could not be looked at', cause));
      scope.own(home.onChanged(noteUsers));
      scope.own(shell.onChanged(noteUsers));
      scope.own(
        shell.onUserLeft((userId) => {
          contexts.endUser(userId);
          chat.endUser(userId);
        }),
      );
    },
    async end() {
      chat.end();
      contexts.end();
      await scope.end();
    },
  };
}
