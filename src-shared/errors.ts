/**
 * Every way a call can fail, and what the person can do about it. A code without a hint does not compile; tests
 * and scripts rely on codes, never on texts.
 */
const hintTable = {
  internal: 'Try again. If it happens again, copy the details and report them with the number shown.',
  'input/invalid': 'Correct the named field and try again.',
  'home/unwritable': 'Give your account write access to the folder, or choose another home with PERSAG_HOME.',
  'home/user-id-unreadable':
    'Look at the text of env.userid, then choose who is current: "Make current" in the window, or `persag switch <user> --repair`.',
  'home/file-unreadable':
    'Give your account read access to the named file; it has to be a plain file of at most 50 MB, not a folder.',
  'home/file-missing': 'Put the file back, or start with an empty home so that it is made for you.',
  'home/file-changed': 'Another program wrote the file meanwhile. Look at it, then try again.',
  'home/env-file-invalid': 'Correct the named line of the file, then try again.',
  'compose/missing': 'Put docker-compose.yml back into the service folder, or set PERSAG_HOME to the home that has it.',
  'compose/not-yaml': 'Correct the named line of docker-compose.yml; `docker-compose config` shows the same error.',
  'compose/unsupported-key': 'Remove the named key from docker-compose.yml, or start this service with Compose itself.',
  'compose/invalid-value': 'Correct the named value in docker-compose.yml, then try again.',
  'users/id-unsafe':
    'Use 1 to 63 small letters, digits, dots, dashes or underscores, beginning with a letter or digit; no "..", no dot at the end, no Windows device name.',
  'users/unknown': 'Choose one of the users listed by `persag users list`, or add the user first.',
  'users/already-exists': 'Choose another id, or switch to the user who is there.',
  'users/registry-unreadable':
    'It was left as it is. Look at what can be recovered: `persag users recover`, or "Recover" on the page Users.',
  'users/folder-outside': 'Replace the link by a real folder inside the data folder, then try again.',
  'users/field-invalid': 'Correct the named fields and save again; nothing was stored.',
  'users/profile-changed': 'Look at both values, choose one, then save again; nothing was stored.',
  'users/is-current': 'Switch to another user first, then delete this one.',
  'users/data-in-use': 'Stop and remove the named containers, or switch them to another user, then delete.',
  'users/not-confirmed': 'Type the id exactly as it is shown; on the command line, give it with --confirm.',
  'users/unknown-plan': 'Make the plan again, look at it, then go on.',
  'users/plan-outdated': 'Something changed since the plan was made. Make the plan again and look at it.',
  'users/folder-taken': 'Move the named folder away, or choose another id.',
  'users/backup-unknown': 'Choose one of the deleted users listed by `persag users deleted`.',
  'users/backup-damaged': 'Nothing was restored. The details name what is wrong with the backup.',
  'access/not-allowed': 'Switch to an Admin, then try again.',
  'access/last-admin': 'Make somebody else an Admin first.',
  'access/passphrase-needed':
    'Give the passphrase of this user: in the window, or with `--passphrase-stdin` or `--passphrase-file` on the command line.',
  'access/passphrase-wrong': 'Check the keyboard layout and the Caps Lock key, then try again.',
  'access/passphrase-wait': 'Wait until the time named above has passed, then try again.',
  'access/passphrase-exists': 'Change the passphrase instead; that takes the present one.',
  'access/no-passphrase': 'Nothing to do: this user can be switched to without a passphrase.',
  'access/passphrase-unreadable':
    'Restore the named file, or let an Admin remove the passphrase together with what it protects.',
  'activity/export-exists': 'Choose another name, or move the file that is there away.',
  'activity/export-unwritable': 'Choose a folder that is there and that your account may write to.',
  'logs/export-unwritable': 'Choose a folder that is there, has room, and that your account may write to.',
  'logs/no-export': 'Begin the export again.',
  'docker/not-found': 'Install Docker or start it, then try again; the app looks again by itself.',
  'docker/no-permission': 'Add your account to the docker group and log in again, or use rootless Docker.',
  'docker/unreachable': 'Start Docker (or check DOCKER_HOST), then try again; the app looks again by itself.',
  'docker/too-old': 'Update Docker to a release with Engine API 1.40 or newer (Docker 19.03).',
  'docker/ssh-failed':
    '`ssh HOST docker version` has to work in a terminal without a question: a key without a passphrase or in the agent, the host known, docker installed there.',
  'docker/tls-failed':
    'Make the context anew with the certificates of that engine, or correct DOCKER_CERT_PATH and DOCKER_TLS_VERIFY.',
  'engines/unknown':
    'Choose one that `persag engine list` shows, or give an address such as unix:///var/run/docker.sock.',
  'ports/no-port': 'Publish the port with its number in docker-compose.yml, such as "127.0.0.1:9621:9621".',
  'ports/not-free': 'Choose another port, or leave it out and take the one that is found.',
  'ports/unknown-plan': 'Look at the change again, then make it.',
  'docker/image-missing': 'Pull or load the named image, or correct `image:` in docker-compose.yml.',
  'docker/port-taken':
    'Stop the program that holds the port, or publish another port in docker-compose.yml, then try again.',
  'docker/name-taken': 'Remove or rename the container of that name, or change container_name in docker-compose.yml.',
  'docker/mount-refused':
    'Share the named folder with Docker (Docker Desktop: Settings, Resources, File sharing), then try again.',
  'docker/container-exited':
    'Read the last lines of the service shown in the details, correct the cause, then try again.',
  'docker/never-healthy':
    'Read the last lines of the service shown in the details. A slow computer may need a longer limit: PERSAG_SERVICE_TIMEOUT, in seconds.',
  'docker/wrong-mounts': 'Recreate the service from the window, so that it mounts the folders of the current user.',
  'docker/interrupted':
    'Look at the service: its container may have been started or stopped already. Do it again where it is not as you want it.',
  'docker/refused': 'Read what Docker says above, correct it, then try again.',
  'images/not-found':
    'Correct `image:` in docker-compose.yml or LIGHTRAG_IMAGE in `.env`. A registry says the same of an image that only its members may see: log in with `docker login`.',
  'images/needs-login': 'Log in with `docker login` (and the name of the registry), then try again.',
  'images/credentials-unusable':
    'Log in anew with `docker login`, or take the named entry out of config.json in your .docker folder.',
  'images/registry-unreachable': 'Check the network (and a proxy or VPN), then try again; what was fetched is kept.',
  'images/pull-failed': 'Try again; layers that are complete are not fetched a second time.',
  'images/disk-full': 'Free some space where Docker keeps its data, then try again.',
  'images/cancelled': 'Nothing was changed. Start it again whenever you like.',
  'images/nothing-new': 'Get the newest image first: "Update" in the window, or `persag services pull`.',
  'images/no-former': 'There is nothing to go back to: the app has not replaced an image of this service yet.',
  'images/taken-back':
    'Read the last lines of the service in the details, and stay with the former image until it is mended.',
  'models/cannot-pull': 'Get the model in the way its host says, or set the binding to ollama.',
  'models/unreachable': 'Start Ollama, or correct the host in the env file of the service, then try again.',
  'models/pull-failed': 'Check the name of the model and the free space of its host, then try again.',
  'models/cancelled': 'Start it again whenever you like; what was received is kept.',
  'backups/unknown': 'Choose one of the backups listed by `persag backup list`.',
  'backups/damaged': 'Choose another backup; this one is never restored. The details name what is wrong with it.',
  'backups/file-unknown': 'Choose among the files that the preview of the backup shows.',
  'validation/no-fix': 'Run `persag validate` again, or correct the named file by hand.',
  'migration/source-unusable': 'Choose the project folder or the home that has env.userid or the two service folders.',
  'migration/unknown-plan': 'Make the plan again, then start it.',
  'migration/plan-outdated': 'Files changed since the plan was made. Make the plan again and look at it.',
  'migration/cancelled': 'The home is as it was. Start the same plan again to go on, or cancel once more to forget it.',
  'consistency/no-user': 'Switch to a user: that writes env.userid and both env files.',
  'consistency/plan-outdated': 'Look at what a sync would do now, then sync.',
  'consistency/cancelled': 'Everything is as it was. Sync again whenever you like.',
  'archives/busy': 'Wait until the running export or import has ended, or cancel it.',
  'archives/cancelled': 'Nothing was left behind. Start it again whenever you like.',
  'archives/target-taken': 'Choose another file name, or agree to replace the archive that is there.',
  'archives/target-refused':
    'Choose a folder of your own, outside the home and the data folder, and a name that ends in .zip.',
  'archives/disk-full': 'Free some space or choose another disk, then try again.',
  'archives/files-changing':
    'Stop both services (or switch to another user) so that nobody writes to the named files, then try again.',
  'archives/unreadable': 'Choose the archive as it was exported; copy it again if it came over a network or a stick.',
  'archives/not-ours': 'Choose an archive that `persag users export` or the window made.',
  'archives/newer': 'Update this app, then import the archive.',
  'archives/damaged': 'Export the user again, or take another copy of the archive; nothing of this one is imported.',
  'archives/unsafe': 'Do not import this archive: it was not made by this app, or was changed afterwards.',
  'archives/too-large':
    'Do not import this archive unless you know where it comes from: it claims more than it can hold.',
  'archives/passphrase-needed': 'Enter the passphrase of the archive, or import it without its secrets.',
  'archives/passphrase-wrong': 'Enter the passphrase that was chosen at the export, or import without the secrets.',
  'archives/unknown-plan': 'Check the archive again, then start the import.',
  'archives/plan-outdated': 'The archive changed since it was checked. Check it again.',
  'archives/id-taken': 'Choose another id, or replace the user who is there; a backup is made first.',
  'archives/not-replaceable': 'Mend what is named, or import under another id.',
  'switching/already-current':
    'Nothing to do. If the services still serve somebody else, bring them in line: `persag sync`, or "Sync now" in the window.',
  'switching/busy': 'Wait until the running operation has ended, or cancel it.',
  'switching/not-cancellable': 'Wait for the end: the switch is past the point where it can be cancelled.',
  'switching/cancelled': 'Nothing was changed. Switch again whenever you like.',
  'switching/undo-incomplete': 'Read the warnings, correct what they name, then restart both services.',
  'chat/not-configured':
    'Add a configuration and make it the active one, or choose a default profile: page Settings, or `persag settings`.',
  'chat/unknown-tag': 'Write one of the tags named above, or `\\@` for an @ that is no tag.',
  'chat/tag-alone': 'Write the question behind the tag.',
  'chat/two-choices': 'Name a tag or choose a configuration, not both. `\\@` stands for an @ that is no tag.',
  'chat/empty-message': 'Write a question, then send it.',
  'chat/profile-missing': 'Choose another default profile, or none: page Settings, or `persag settings`.',
  'chat/ended': 'Ask again from a window of this user.',
  'settings/user-changed':
    'Look at what is shown now: it belongs to somebody else. What was saved before stays with whom it belongs to.',
  'settings/changed': 'Look at it as it is now, then make your change again; nothing was stored.',
  'settings/unknown-configuration':
    'Choose one of your configurations, or make one: `persag settings list` names them.',
  'settings/unknown-profile': 'Choose one of your profiles, or make one: `persag settings profiles` names them.',
  'settings/name-taken': 'Choose another name; nothing was stored.',
  'settings/tag-taken': 'Choose another tag; nothing was stored.',
  'settings/in-use': 'Let the named profiles use another configuration, or remove them first.',
  'settings/too-many': 'Remove what is no longer used first.',
  'settings/field-invalid': 'Correct the named fields and save again; nothing was stored.',
  'settings/secret-invalid':
    'Copy the key anew, alone and as one line, from the page of the provider, then enter it again; nothing was stored.',
  'settings/secret-elsewhere': 'Enter the key anew for the address that is given now, or put the former address back.',
  'settings/incomplete': 'Fill in the named fields of the configuration, then try again.',
  'settings/locked': 'Give your passphrase first: "Unlock" on the page Settings.',
  'settings/unreadable':
    'The file was left as it is. Take the last good copy or begin afresh: on the page Settings, or `persag settings repair`.',
  'settings/newer': 'Update this app, or begin afresh: the file was left as it is.',
  'settings/no-trouble': 'There is nothing to mend: the settings can be read.',
  'settings/no-last-good': 'Begin afresh, or put a file of your own back; the damaged one is kept aside.',
  'settings/session-only': 'Turn "session only" off first, or do this in the window, where the session is.',
  'settings/file-unusable': 'Choose a file that "Export" of this app made; nothing was imported.',
  'settings/file-newer': 'Update this app, then import the file.',
  'settings/unknown-plan': 'Choose the file again and look at what it would bring.',
  'settings/export-unwritable': 'Choose a folder that is there and that your account may write to.',
  'settings/nothing-found': 'Start the app with the variables of the provider set, or enter the key by hand.',
  'secrets/unavailable':
    'Unlock the keyring of your computer (log in to the desktop, or open its password manager), then try again.',
  'secrets/unreadable':
    'Enter the key anew: what is kept was made by another account or another computer, or under a passphrase that was removed.',
  'secrets/kept-by-app':
    'Use it in the window, or set it here again: what a command keeps is under a passphrase that both can open.',
  'secrets/file-unreadable':
    'Enter the keys anew: the file is then kept aside. Where it is a link or cannot be opened, move it away first.',
  'secrets/newer': 'Update this app: the file was left as it is.',
  'serving/not-served': 'Choose a configuration of another provider, or use this one for the other part alone.',
  'serving/dimension-unknown':
    'Give the dimension that the maker of the model names: in the dialog, or with `--dimension NUMBER`.',
  'serving/dimension-differs':
    'Use an embedding model of the same dimension. To change it, export or delete the documents of that storage first.',
  'serving/overridden': 'Take these variables out of `environment:` in the compose file, then make a new plan.',
  'serving/unknown-plan': 'Make the plan again, and look at what it would change.',
  'serving/plan-outdated': 'Make the plan again; nothing was changed.',
  'shell/no-window': 'Use the window for this; the command line has none.',
  'shell/link-refused': 'Only pages of your own services can be opened from here.',
} as const satisfies Record<string, string>;

/** A stable name of a failure, `domain/what`. */
export type ErrorCode = keyof typeof hintTable;

/** What to do next, per code; complete by type. */
export const hints: Readonly<Record<ErrorCode, string>> = hintTable;

/** A failure as plain data: it crosses IPC whole, where a thrown Error would lose its code. */
export interface AppError {
  readonly code: ErrorCode;
  /** What happened and why, with names. */
  readonly message: string;
  /** What to do next. */
  readonly hint: string;
  /** Extra lines for "Copy details": a service's last log lines, an incident number. */
  readonly details?: readonly string[];
}

/** The answer of every call. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

/** Thrown inside main; only the dispatch turns it into plain data. */
export class Fault extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly details: readonly string[];

  constructor(
    code: ErrorCode,
    message: string,
    extra: { cause?: unknown; hint?: string; details?: readonly string[] } = {},
  ) {
    super(message, extra.cause === undefined ? undefined : { cause: extra.cause });
    this.name = 'Fault';
    this.code = code;
    this.hint = extra.hint ?? hints[code];
    this.details = extra.details ?? [];
  }

  /** The fault as it crosses the wire. */
  toAppError(): AppError {
    const { code, message, hint, details } = this;
    return details.length > 0 ? { code, message, hint, details } : { code, message, hint };
  }
}
