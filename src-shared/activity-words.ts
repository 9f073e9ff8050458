/**
 * How an act ended: `refused` was not begun (not allowed, wrong passphrase, something else running, no such thing),
 * `undone` was begun and taken back.
 */
export const activityResults = ['ok', 'failed', 'refused', 'undone'] as const;
/** How an act ended. */
export type ActivityResult = (typeof activityResults)[number];

/** What a subject of an entry is: a user's id, one or both services, or a word as it is. */
export type SubjectKind = 'user' | 'service' | 'plain';

interface ActivityWord {
  /** After a name: "Anna restored the backup %". The sign stands for the subject. */
  readonly did: string;
  /** After "could not": "restore the backup %". */
  readonly act: string;
  readonly subject: SubjectKind;
}

const word = (did: string, act: string, subject: SubjectKind = 'plain'): ActivityWord => ({ did, act, subject });

/**
 * Every act that a refusal can name and the activity log can record, in words. The names are stable: scripts filter by
 * them and old log files have them.
 */
const words = {
  switch: word('switched to %', 'switch to %', 'user'),
  'window.open': word('opened a window as %', 'open a window as %', 'user'),
  'user.create': word('added %', 'add %', 'user'),
  'user.update': word('changed the profile of %', 'change the profile of %', 'user'),
  'user.look': word('changed the look of %', 'change the look of %', 'user'),
  'user.duplicate': word('duplicated %', 'duplicate %', 'user'),
  'user.delete': word('deleted %', 'delete %', 'user'),
  'user.restore': word('brought % back', 'bring % back', 'user'),
  'user.discard': word('removed the backup %', 'remove the backup %'),
  'users.recover': word('recovered the list of users', 'recover the list of users'),
  'user.export': word('exported %', 'export %', 'user'),
  'user.import-check': word('looked at an archive', 'look at an archive'),
  'user.import': word('imported %', 'import %', 'user'),
  'service.start': word('started %', 'start %', 'service'),
  'service.stop': word('stopped %', 'stop %', 'service'),
  'service.restart': word('restarted %', 'restart %', 'service'),
  'service.recreate': word('recreated %', 'recreate %', 'service'),
  'engine.use': word('chose the Docker engine %', 'choose the Docker engine %'),
  'port.move': word('gave % another port', 'give % another port', 'service'),
  'serving.apply': word('gave other models to %', 'give the services other models', 'service'),
  'image.look': word('asked for newer images', 'ask for newer images'),
  'image.pull': word('got the image of %', 'get the image of %', 'service'),
  'image.use': word('moved % to the image that was got', 'move % to the image that was got', 'service'),
  'image.back': word('moved % back to the former image', 'move % back to the former image', 'service'),
  'lightrag.enter': word('entered a key or login for %', 'enter a key or login for %', 'service'),
  'lightrag.forget': word('removed the key or login for %', 'remove the key or login for %', 'service'),
  'model.pull': word('asked for the model %', 'ask for the model %'),
  sync: word('synced files and containers of %', 'sync files and containers of %', 'service'),
  'backup.create': word('made the backup %', 'make a backup'),
  'backup.restore': word('restored the backup %', 'restore the backup %'),
  'backup.retention': word('changed which backups are kept', 'change which backups are kept'),
  'backup.prune': word('removed old backups', 'remove old backups'),
  'fix.apply': word('mended %', 'mend %'),
  'migration.plan': word('looked at a folder to move in from', 'look at a folder to move in from'),
  'migration.start': word('moved in from another folder', 'move in from another folder'),
  'migration.cancel': word('stopped moving in', 'stop moving in'),
  'migration.rollback': word('took moving in back, to the backup %', 'take moving in back, to the backup %'),
  'passphrase.set': word('set the passphrase of %', 'set the passphrase of %', 'user'),
  'passphrase.change': word('changed the passphrase of %', 'change the passphrase of %', 'user'),
  'passphrase.remove': word('removed the passphrase of %', 'remove the passphrase of %', 'user'),
  'passphrase.forget': word(
    'removed the passphrase of % without knowing it',
    'remove the passphrase of % without knowing it',
    'user',
  ),
  'passphrase.verify': word('gave the passphrase of %', 'give the passphrase of %', 'user'),
  'settings.configuration': word('saved a configuration for %', 'save a configuration for %'),
  'settings.configuration-remove': word('removed a configuration', 'remove a configuration'),
  'settings.profile': word('saved a profile', 'save a profile'),
  'settings.profile-remove': word('removed a profile', 'remove a profile'),
  'settings.choose': word('chose what answers', 'choose what answers'),
  'settings.preferences': word('turned "session only" %', 'turn "session only" %'),
  'settings.unlock': word('unlocked their keys', 'unlock their keys'),
  'settings.weak': word('said that weakly protected keys are %', 'say that weakly protected keys are %'),
  'settings.mend': word('took the last good settings', 'take the last good settings'),
  'settings.afresh': word('began with new settings', 'begin with new settings'),
  'settings.environment': word('took settings from the environment: %', 'take settings from the environment'),
  'settings.export': word('exported their settings', 'export their settings'),
  'settings.import': word('imported settings', 'import settings'),
  'settings.test': word('tested a configuration', 'test a configuration'),
  'model.list': word('listed the models of a provider', 'list the models of a provider'),
  'model.ask': word('asked a model', 'ask a model'),
  'contexts.times': word('changed when idle contexts are dropped', 'change when idle contexts are dropped'),
  'logs.export': word('exported logs', 'export logs'),
  'secret.reveal': word('looked at the value of %', 'look at the value of %'),
  'activity.export': word('exported the activity log', 'export the activity log'),
} as const satisfies Record<string, ActivityWord>;

/** The stable name of an act. */
export type ActivityWhat = keyof typeof words;

/** The words of every act; complete by type. */
export const activityWords: Readonly<Record<ActivityWhat, ActivityWord>> = words;

/** The words of an act by a name as a log file has it, null for a name that only a newer app knows. */
export function wordsOf(what: string): ActivityWord | null {
  return Object.hasOwn(words, what) ? activityWords[what as ActivityWhat] : null;
}

/**
 * Words with their subject in them, and without it where there is none: "added Paula", "added a user".
 * @param subject as it is to be shown
 */
export function phraseOf(word: ActivityWord, form: 'did' | 'act', subject: string | null): string {
  const text = word[form];
  if (subject !== null) return text.replace('%', () => subject);
  if (word.subject === 'plain') return text.replace(/ ?%/, '');
  return text.replace('%', word.subject === 'user' ? 'a user' : 'a service');
}

/**
 * What an entry says after the name of who acted: "switched to Paula", "could not switch to Paula". How it ended stands
 * beside it.
 * @param subject as it is to be shown
 */
export function sayingOf(what: string, result: ActivityResult, subject: string | null): string {
  const word = wordsOf(what);
  if (word === null) return subject === null ? `did "${what}"` : `did "${what}" with ${subject}`;
  switch (result) {
    case 'ok':
      return phraseOf(word, 'did', subject);
    case 'failed':
      return `could not ${phraseOf(word, 'act', subject)}`;
    case 'refused':
      return `wanted to ${phraseOf(word, 'act', subject)}`;
    case 'undone':
      return `began to ${phraseOf(word, 'act', subject)}`;
  }
}

/** How an act ended, in a word. */
export const resultWords: Readonly<Record<ActivityResult, string>> = {
  ok: 'Done',
  failed: 'Failed',
  refused: 'Refused',
  undone: 'Taken back',
};
