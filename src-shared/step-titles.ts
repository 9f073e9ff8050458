/**
 * The steps of a switch in their order, and how each is called for people. Apart from the schemas, because the window
 * needs the words only: zod's object schemas probe for eval, which the window's policy forbids and reports.
 */
export const stepTitles = {
  check: 'Check user, engine, ports and folders',
  backup: 'Back up the files',
  files: 'Write user and service files',
  replace: 'Replace both services',
  answer: 'Wait until both services answer',
  mounts: 'Check whose folders are mounted',
  record: 'Record the visit',
  commit: 'Finish and clear away',
} as const;
/** The name of a step. */
export type StepName = keyof typeof stepTitles;

/** The steps of a sync of the services with the current user, likewise. */
export const syncStepTitles = {
  check: 'Check engine, image, names and ports',
  backup: 'Back up the env files',
  files: 'Write the env files',
  containers: 'Replace or restart the containers',
  answer: 'Wait until they answer',
  mounts: 'Check whose folders are mounted',
  commit: 'Remove the old containers',
} as const;
/** The name of a step of a sync. */
export type SyncStepName = keyof typeof syncStepTitles;
