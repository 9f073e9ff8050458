/** What an archive may claim at most; more is refused before any of it is unpacked. */
export interface ZipLimits {
  readonly members: number;
  /** Bytes of all members together, unpacked. */
  readonly bytes: number;
  /** How many times larger than packed a member, or all of them together, may become. */
  readonly ratio: number;
  /** Bytes up to which the ratio is not looked at: small things pack well. */
  readonly ratioFrom: number;
}

/** Limits under which this app writes archives, and which no honest one of a user comes near. */
export const usualLimits: ZipLimits = {
  members: 200_000,
  bytes: 1024 ** 4,
  ratio: 200,
  ratioFrom: 16 * 1024 * 1024,
};
