import { createHash } from 'node:crypto';
import * as z from 'zod';

const path = z.string().min(1).refine(isPlainPath, 'a path leads out of the home');

const mode = z.number().int().min(0).max(0o7777);
const folder = z.object({ path, mode });

const contentShape = z.object({
  format: z.literal(1),
  reason: z.string(),
  createdAt: z.iso.datetime(),
  appVersion: z.string(),
  files: z.array(
    z.object({
      path,
      size: z.number().int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      mode,
    }),
  ),
  /** All folders, for one that is gone is made again; none without its own mode. */
  folders: z.array(folder),
  /** What was known not to be there, so that restoring takes it away; folders only where they end empty. */
  absent: z.object({ files: z.array(path), folders: z.array(folder) }),
  /** What could not be copied, such as links, with the reason. */
  leftOut: z.array(z.object({ path: z.string(), why: z.string() })),
});

/** What a backup holds: paths are relative to the home, with slashes. */
export type Manifest = z.output<typeof contentShape>;
/** One file of a backup. */
export type ManifestFile = Manifest['files'][number];

const shape = z.object({ sum: z.string(), content: z.unknown() });

/** The text of manifest.json, with a hash over what it says. */
export function writeManifest(manifest: Manifest): string {
  return `${JSON.stringify({ sum: sumOf(manifest), content: manifest }, null, 1)}\n`;
}

/** Reads the text of manifest.json; answers with the reason, in words, where it cannot be relied on. */
export function readManifest(text: string): Manifest | string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return 'manifest.json is cut off or no JSON';
  }
  const outer = shape.safeParse(json);
  if (!outer.success) return 'manifest.json is not what this app writes';
  if (newerFormat(outer.data.content)) return 'manifest.json was written by a newer version of this app';
  const content = contentShape.safeParse(outer.data.content);
  if (!content.success) return `manifest.json cannot be used: ${content.error.issues[0]?.message ?? 'not understood'}`;
  if (sumOf(outer.data.content) !== outer.data.sum) return 'manifest.json was changed after it was written';
  return content.data;
}

/** Whether a path is relative, goes down only, and means the same on every system. */
export function isPlainPath(text: string): boolean {
  const parts = text.split('/');
  return !/[\\\0]|^[A-Za-z]:/.test(text) && parts.every((part) => part !== '' && part !== '.' && part !== '..');
}

function sumOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function newerFormat(content: unknown): boolean {
  const found = z.object({ format: z.number().gt(1) }).safeParse(content);
  return found.success;
}
