import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scrubEnvironment, takeEnvironment } from './scrub-environment.ts';

it('takes out what belongs to providers, tells it, and leaves the rest', () => {
  const env = {
    PATH: '/bin',
    OPENAI_API_KEY: 'a',
    aws_session_token: 'b',
    AWS_ENDPOINT_URL_BEDROCK: 'c',
    HOME: '/home',
  };
  expect(scrubEnvironment(env)).toEqual({ OPENAI_API_KEY: 'a', AWS_SESSION_TOKEN: 'b', AWS_ENDPOINT_URL_BEDROCK: 'c' });
  expect(env).toEqual({ PATH: '/bin', HOME: '/home' });
  expect(scrubEnvironment(env)).toEqual({});
});

it('keeps all of it for the app, and none of it in the process', () => {
  const env = { PATH: '/bin', OPENAI_API_KEY: 'a' };
  expect(takeEnvironment(env)).toEqual({ PATH: '/bin', OPENAI_API_KEY: 'a' });
  expect(env).toEqual({ PATH: '/bin' });
});

it('knows every variable that the libraries look for', async () => {
  const root = join(import.meta.dirname, '../../node_modules');
  const own = await readdir(join(root, '@ai-sdk'));
  const libraries = ['ai', ...own.map((name) => join('@ai-sdk', name))];
  const looked = new Set<string>();
  for (const library of libraries) {
    const text = await readFile(join(root, library, 'dist/index.mjs'), 'utf8').catch(() => '');
    for (const [, name = ''] of text.matchAll(/nvironmentVariableName: ["'`]([A-Z0-9_]+)/g)) looked.add(name);
    for (const [, name = ''] of text.matchAll(/process\.env\.([A-Z0-9_]+)/g)) looked.add(name);
  }
  expect([...looked]).toEqual(expect.arrayContaining(['OPENAI_API_KEY', 'AWS_BEARER_TOKEN_BEDROCK']));
  // Of the host of a service in a cloud, or how Node was started: neither keys nor addresses.
  const harmless = (name: string) => /^(VERCEL_|NODE_ENV$)/.test(name);
  const wanted = [...looked].filter((name) => !harmless(name));
  const env = Object.fromEntries(wanted.map((name) => [name, 'x']));
  expect(Object.keys(scrubEnvironment(env)).sort()).toEqual(wanted.sort());
});
