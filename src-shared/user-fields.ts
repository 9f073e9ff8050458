/**
 * The fields of a profile and their rules (facts 2.2), for main, the window's form and the command line alike. Apart
 * from the schemas for the reason given in step-titles.ts. Every function is pure.
 */

/** The roles of the upstream registry. */
export const userTypes = ['Standard', 'Admin', 'Guest'] as const;
/** A role; upstream accepts any text, so a listed user may have another. */
export type UserType = (typeof userTypes)[number];

/** What upstream knows for gender. */
export const genders = ['Male', 'Female', 'N/A'] as const;

/** The fields a person can change, in the order of a form. */
export const profileFields = [
  'name',
  'type',
  'email',
  'phone',
  'address',
  'birthDate',
  'deltaYear',
  'cognitiveState',
  'gender',
  'npc',
] as const;
/** A field a person can change. */
export type ProfileField = (typeof profileFields)[number];

/** The values of a profile; null is not set. Dates are `YYYY-MM-DD`, but upstream may have stored a date with a time. */
export interface ProfileValues {
  readonly name: string;
  /** One of `userTypes`, or what another program wrote. */
  readonly type: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly birthDate: string | null;
  /** Years after the birth that memories are dated to, see `memoryYearOf`. */
  readonly deltaYear: number | null;
  /** 0 to 100. */
  readonly cognitiveState: number;
  readonly gender: string;
  /** Not a person, but a character of a story. */
  readonly npc: boolean;
}

/** A value as it is asked for, judged by `whyInvalid`; null and the empty text mean: not set. */
export type FieldValue = string | number | boolean | null;

/** How a field is written, shown and typed. */
export interface FieldKind {
  /** Its name in upstream's registry. */
  readonly upstream: string;
  readonly label: string;
  readonly input: 'text' | 'lines' | 'date' | 'number' | 'choice' | 'switch';
  /** What is allowed, in words. */
  readonly rule: string;
  /** What the registry has where the field is not set. */
  readonly unset: FieldValue;
  readonly choices?: readonly string[];
}

/** All fields; `unset` of the name is null here, as it is then made of the id. */
export const fieldKinds: Readonly<Record<ProfileField, FieldKind>> = {
  name: {
    upstream: 'user_name',
    label: 'Name',
    input: 'text',
    rule: 'at most 200 characters, on one line',
    unset: null,
  },
  type: {
    upstream: 'user_type',
    label: 'Role',
    input: 'choice',
    rule: 'Standard, Admin or Guest',
    unset: 'Standard',
    choices: userTypes,
  },
  email: {
    upstream: 'email',
    label: 'Email',
    input: 'text',
    rule: 'an address such as paula@example.org',
    unset: null,
  },
  phone: {
    upstream: 'phone',
    label: 'Phone',
    input: 'text',
    rule: '7 to 15 digits; blanks and - ( ) + . : may stand between them',
    unset: null,
  },
  address: { upstream: 'address', label: 'Address', input: 'lines', rule: 'at most 1000 characters', unset: null },
  birthDate: {
    upstream: 'birth_date',
    label: 'Birth date',
    input: 'date',
    rule: 'a date as YYYY-MM-DD that is not in the future',
    unset: null,
  },
  deltaYear: {
    upstream: 'delta_year',
    label: 'Memory year offset',
    input: 'number',
    rule: 'a whole number from 0 to 150; the birth year plus it is not after this year',
    unset: null,
  },
  cognitiveState: {
    upstream: 'cognitive_state',
    label: 'Cognitive state',
    input: 'number',
    rule: 'a whole number from 0 to 100',
    unset: 100,
  },
  gender: {
    upstream: 'gender',
    label: 'Gender',
    input: 'choice',
    rule: 'Male, Female or N/A',
    unset: 'N/A',
    choices: genders,
  },
  npc: { upstream: 'npc', label: 'Story character (NPC)', input: 'switch', rule: 'yes or no', unset: false },
};

/** A field that cannot be stored, and why, in words that follow the field's label. */
export interface FieldProblem {
  readonly field: ProfileField;
  readonly why: string;
}
