import type { Check } from '../check.ts';

/** Does the image say which version is meant. */
export const image: Check = {
  id: 'image',
  run: ({ services }) =>
    services.flatMap(({ name, compose, composeFile, places }) => {
      if (compose === null || hasTag(compose.image)) return [];
      return [
        {
          code: 'image/no-tag',
          severity: 'warn' as const,
          service: name,
          file: composeFile.path,
          line: places?.line('image') ?? null,
          message: `The image ${compose.image} has no tag.`,
          why: 'Docker takes "latest" then: which version runs depends on when it was pulled, and storage may not fit it.',
        },
      ];
    }),
};

/** A colon in the last part of the name, or a digest; one before a slash is the port of a registry. */
function hasTag(name: string): boolean {
  return name.includes('@') || /:[^/]+$/.test(name);
}
