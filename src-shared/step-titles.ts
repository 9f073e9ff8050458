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
