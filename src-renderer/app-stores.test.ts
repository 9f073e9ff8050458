import { expect, it } from 'vitest';
import { connectStores, createStores } from './app-stores.ts';
import { createFakeApi } from './testing/fake-api.ts';

const domains = ['home', 'users', 'docker', 'switching', 'shell'] as const;

it('listens once to every domain, and no more after the end', () => {
  const fake = createFakeApi();
  const end = connectStores(createStores(fake.api));
  expect(domains.map((domain) => fake.listeners(domain))).toEqual([1, 1, 1, 1, 1]);
  end();
  expect(domains.map((domain) => fake.listeners(domain))).toEqual([0, 0, 0, 0, 0]);
});
