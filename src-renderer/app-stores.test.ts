import { expect, it } from 'vitest';
import { connectStores, createStores } from './app-stores.ts';
import { createFakeApi } from './testing/fake-api.ts';

const domains = [
  ...(['home', 'users', 'docker', 'switching', 'shell', 'validation', 'backups', 'migration'] as const),
  ...(['archives', 'access', 'activity'] as const),
];

it('listens once to every domain, and no more after the end', () => {
  const fake = createFakeApi();
  const end = connectStores(createStores(fake.api));
  expect(domains.map((domain) => fake.listeners(domain))).toEqual(domains.map(() => 1));
  end();
  expect(domains.map((domain) => fake.listeners(domain))).toEqual(domains.map(() => 0));
});
