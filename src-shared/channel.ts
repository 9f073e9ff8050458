/** The wire's name of a member; derived, never typed by hand. Stands apart from `define.ts`, which brings zod with it. */
export function channelOf(domain: string, member: string): string {
  return `persag:${domain}.${member}`;
}
