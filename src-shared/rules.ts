import type { ActivityWhat } from './activity-words.ts';
import type { contract } from './contract.ts';
import type { CallNameOf, Rule, RulesOf } from './rule.ts';
import {
  checkEnding,
  migrationEnding,
  moveEnding,
  pulledModel,
  servedOf,
  servingEnding,
  switchDetail,
  switchEnding,
  syncEnding,
} from './rule-endings.ts';

/** The name of a call, `domain.call`. */
export type CallName = CallNameOf<typeof contract>;

/** Everybody may, and nobody writes it down. */
const free = { need: 'read', what: null, records: null } as const;

/** A service button: it serves the current user and harms nobody. */
const ofService = (what: ActivityWhat): Rule<{ readonly services: readonly string[] }> => ({
  need: 'operate',
  what,
  records: { subject: ({ services }) => services.join(', ') },
});

/** What somebody does with their own settings: nobody else's can be named, so a role decides only whether they may. */
const ofSettings = <Input>(what: ActivityWhat, subject: (input: Input) => string | null = () => null) =>
  ({ need: 'operate', what, records: { subject } }) as const satisfies Rule<Input>;

/** What a user does with their own passphrase. */
const ofPassphrase = (what: ActivityWhat): Rule<{ readonly userId: string }> => ({
  need: { self: ({ userId }) => userId },
  what,
  records: { subject: ({ userId }) => userId },
});

/**
 * Every call of the contract: what it asks of whoever makes it (spec 2.6), and what the activity log keeps of it (spec
 * 2.8). A new call without a line here does not compile. Which role does what, and why: docs/roles.md.
 */
export const rules: RulesOf<typeof contract> = {
  'home.get': free,

  'users.list': free,
  'users.get': free,
  'users.create': { need: 'manage', what: 'user.create', records: { subject: ({ id }) => id } },
  'users.update': {
    // A role is nobody's own: who could give it to themselves would be an Admin.
    need: { self: ({ id, changes }) => (changes.type === undefined ? id : null) },
    what: 'user.update',
    records: { subject: ({ id }) => id, when: ({ dryRun }) => !dryRun },
  },
  'users.setLook': { need: { self: ({ id }) => id }, what: 'user.look', records: { subject: ({ id }) => id } },
  'users.duplicate': { need: 'manage', what: 'user.duplicate', records: { subject: ({ from }) => from } },
  'users.planDelete': free,
  'users.delete': {
    need: 'manage',
    what: 'user.delete',
    // The plan names the user, the input does not; what was typed to confirm is no name to be trusted.
    records: { subject: (_input, report) => report?.userId ?? null },
  },
  'users.listDeleted': free,
  'users.restoreDeleted': {
    need: 'manage',
    what: 'user.restore',
    records: { subject: (_input, user) => user?.id ?? null },
  },
  'users.discardDeleted': { need: 'manage', what: 'user.discard', records: { subject: ({ backup }) => backup } },
  'users.planRecovery': free,
  'users.recover': { need: 'mend', what: 'users.recover', records: { subject: () => null } },

  'archives.get': free,
  'archives.preview': { need: { self: ({ userId }) => userId }, what: 'user.export', records: null },
  'archives.export': {
    need: { self: ({ userId }) => userId },
    what: 'user.export',
    records: { subject: ({ userId }) => userId },
  },
  // Looks at a file anywhere on the computer.
  'archives.plan': { need: 'manage', what: 'user.import-check', records: null },
  'archives.start': {
    need: 'manage',
    what: 'user.import',
    records: { subject: (_input, report) => report?.userId ?? null },
  },
  'archives.cancel': { need: 'operate', what: null, records: null },
  'archives.chooseTarget': free,
  'archives.chooseSource': free,

  'docker.get': free,
  'docker.start': ofService('service.start'),
  'docker.stop': ofService('service.stop'),
  'docker.restart': ofService('service.restart'),
  'docker.recreate': ofService('service.recreate'),

  'engines.list': free,
  // Both services of everybody live on it.
  'engines.use': { need: 'mend', what: 'engine.use', records: { subject: ({ engine }) => engine } },

  'ports.look': free,
  'ports.plan': free,
  'ports.move': {
    need: 'operate',
    what: 'port.move',
    records: { subject: (_input, report) => report?.service ?? null, ending: moveEnding },
  },

  'images.get': free,
  // Asks a registry in the name of whoever started the app.
  'images.look': { need: 'operate', what: 'image.look', records: null },
  'images.pull': ofService('image.pull'),
  // The pull that is ended says so itself.
  'images.cancel': { need: 'operate', what: null, records: null },
  'images.use': ofService('image.use'),
  'images.goBack': ofService('image.back'),

  'lightrag.get': free,
  // Only reads; what the server shows is what its page shows to everybody at this computer.
  'lightrag.look': free,
  'lightrag.enter': {
    need: 'operate',
    what: 'lightrag.enter',
    records: { subject: ({ service }) => service },
  },
  'lightrag.forget': {
    need: 'operate',
    what: 'lightrag.forget',
    records: { subject: ({ service }) => service },
  },

  'health.get': free,

  'models.get': free,
  'models.check': free,
  // Fills a disk of the model host, and harms nobody.
  'models.pull': {
    need: 'operate',
    what: 'model.pull',
    records: { subject: (input, state) => pulledModel(input, state ?? null) },
  },
  'models.cancel': { need: 'operate', what: null, records: null },

  'serving.get': free,
  // Shows what everybody may read of the env files, with secrets masked, and the caller's own configuration.
  'serving.plan': free,
  // What everybody's documents are sent to from then on.
  'serving.apply': {
    need: 'manage',
    what: 'serving.apply',
    records: { subject: (_input, report) => servedOf(report), ending: servingEnding },
  },

  'switching.get': free,
  'switching.plan': free,
  'switching.start': {
    need: 'switch',
    what: 'switch',
    records: { subject: ({ userId }) => userId, detail: switchDetail, ending: switchEnding },
  },
  // The switch that is cancelled says so itself.
  'switching.cancel': { need: 'switch', what: null, records: null },

  'shell.get': free,
  // The window's own looks and places: nobody's data.
  'shell.setTheme': free,
  'shell.openService': free,
  'shell.openHome': free,
  'shell.chooseFolder': free,
  // Asks what a switch asks: whom it leads to may have a passphrase.
  'shell.openWindowAs': { need: 'switch', what: 'window.open', records: { subject: ({ userId }) => userId } },
  'shell.quit': free,

  'backups.list': free,
  'backups.create': {
    need: 'operate',
    what: 'backup.create',
    records: { subject: (_input, made) => made?.id ?? null },
  },
  'backups.verify': free,
  'backups.diff': free,
  'backups.restore': { need: 'mend', what: 'backup.restore', records: { subject: ({ id }) => id } },
  'backups.setRetention': { need: 'manage', what: 'backup.retention', records: { subject: () => null } },
  'backups.prune': { need: 'manage', what: 'backup.prune', records: { subject: () => null } },

  // Looks at a folder anywhere on the computer.
  'migration.plan': { need: 'manage', what: 'migration.plan', records: null },
  'migration.get': free,
  'migration.start': {
    need: 'manage',
    what: 'migration.start',
    records: { subject: () => null, ending: migrationEnding },
  },
  'migration.cancel': { need: 'manage', what: 'migration.cancel', records: { subject: () => null } },
  'migration.rollback': { need: 'mend', what: 'migration.rollback', records: { subject: ({ backupId }) => backupId } },

  'validation.run': free,
  'validation.previewFix': free,
  'validation.applyFix': { need: 'mend', what: 'fix.apply', records: { subject: ({ findingId }) => findingId } },

  'consistency.get': free,
  'consistency.plan': free,
  // Makes files and containers follow whoever is current already.
  'consistency.sync': {
    need: 'operate',
    what: 'sync',
    records: { subject: ({ services }) => services.join(', '), ending: syncEnding },
  },
  // The sync that is taken back says so itself.
  'consistency.cancel': { need: 'operate', what: null, records: null },

  // What runs for everybody may be read by everybody; secrets are masked.
  'logs.open': free,
  'logs.next': free,
  'logs.close': free,
  // Writes a file outside of the home.
  'logs.beginExport': { need: 'operate', what: 'logs.export', records: null },
  'logs.writeExport': { need: 'operate', what: 'logs.export', records: null },
  'logs.endExport': {
    need: 'operate',
    what: 'logs.export',
    records: { subject: () => null, when: ({ keep }) => keep },
  },

  'stats.open': free,
  'stats.next': free,
  'stats.close': free,

  'inspection.environment': free,
  'inspection.reveal': { need: 'operate', what: 'secret.reveal', records: { subject: ({ name }) => name } },
  'inspection.mounts': free,
  'inspection.measure': free,
  'inspection.openMount': free,
  'inspection.describe': free,

  'access.get': free,
  'access.setPassphrase': ofPassphrase('passphrase.set'),
  'access.changePassphrase': ofPassphrase('passphrase.change'),
  'access.removePassphrase': ofPassphrase('passphrase.remove'),
  'access.forgetPassphrase': { ...ofPassphrase('passphrase.forget'), need: 'manage' },
  'access.verifyPassphrase': ofPassphrase('passphrase.verify'),
  'access.endAsking': free,

  // The catalogue is nobody's; what is previewed is what the page itself says.
  'providers.catalogue': free,
  'providers.preview': free,

  'settings.get': free,
  // Named by its provider: a name may be anything that was typed or pasted.
  'settings.saveConfiguration': ofSettings('settings.configuration', ({ provider }) => provider),
  'settings.removeConfiguration': ofSettings('settings.configuration-remove'),
  'settings.saveProfile': ofSettings('settings.profile'),
  'settings.removeProfile': ofSettings('settings.profile-remove'),
  'settings.choose': ofSettings('settings.choose'),
  'settings.setPreferences': ofSettings('settings.preferences', ({ sessionOnly }) => (sessionOnly ? 'on' : 'off')),
  // Opens what is one's own, whatever the role.
  'settings.unlock': { need: 'read', what: 'settings.unlock', records: { subject: () => null } },
  'settings.allowWeakProtection': ofSettings('settings.weak', ({ isAllowed }) =>
    isAllowed ? 'allowed' : 'not allowed',
  ),
  'settings.useLastGood': ofSettings('settings.mend'),
  'settings.startAfresh': ofSettings('settings.afresh'),
  'settings.lookInEnvironment': { need: 'operate', what: 'settings.environment', records: null },
  'settings.importFromEnvironment': ofSettings('settings.environment', ({ providers }) => providers.join(', ')),
  // Writes a file outside of the home.
  'settings.exportToFile': {
    need: 'operate',
    what: 'settings.export',
    records: { subject: () => null },
  },
  'settings.exportText': ofSettings('settings.export'),
  // Looks at a file anywhere on the computer, which the person chooses.
  'settings.planImport': { need: 'operate', what: 'settings.import', records: null },
  'settings.planImportText': { need: 'operate', what: 'settings.import', records: null },
  'settings.importFile': ofSettings('settings.import'),

  // Costs whoever asks; what is asked and answered is written down nowhere.
  'chat.open': { need: 'operate', what: 'model.ask', records: null },
  'chat.next': free,
  'chat.close': free,
  'chat.check': {
    need: 'operate',
    what: 'settings.test',
    records: { subject: () => null, ending: checkEnding },
  },
  'chat.listModels': { need: 'operate', what: 'model.list', records: null },
  'chat.cancel': free,
  'chat.contexts': free,
  // Counts for everybody who uses the app.
  'chat.setContextTimes': { need: 'manage', what: 'contexts.times', records: { subject: () => null } },

  'activity.get': free,
  'activity.list': free,
  // Writes a file outside of the home.
  'activity.export': { need: 'operate', what: 'activity.export', records: { subject: () => null } },
};
