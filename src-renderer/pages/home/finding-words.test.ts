import { expect, it } from 'vitest';
import type { Severity } from '../../../src-shared/validation.ts';
import { shownPath } from '../../lib/shown-path.ts';
import { someFinding, someValidation } from '../../testing/home-facts.ts';
import { findingsHeadline, placeOf } from './finding-words.ts';

it.each([
  [[], 'ok', 'Everything is in order.'],
  [['info'], 'ok', 'Nothing is wrong with the home.'],
  [['warn'], 'warn', '1 thing needs a look.'],
  [['warn', 'warn', 'info'], 'warn', '2 things need a look.'],
  [['error'], 'failed', '1 thing keeps the home from working.'],
  [['error', 'error', 'warn'], 'failed', '2 things keep the home from working. 1 more needs a look.'],
] as const)('%j is %s: %s', (severities: readonly Severity[], mood, text) => {
  const findings = severities.map((severity, index) => someFinding({ severity, id: `${index}` }));
  expect(findingsHeadline(someValidation(findings))).toEqual({ mood, text });
});

it('shows a file from the home on, with its line, and others whole', () => {
  expect(placeOf(someFinding(), '/home/paula/.persag')).toBe('lightrag_server/docker-compose.yml:8');
  expect(placeOf(someFinding({ line: null }), '/elsewhere')).toBe(
    '/home/paula/.persag/lightrag_server/docker-compose.yml',
  );
  expect(placeOf(someFinding({ file: null }), '/home/paula/.persag')).toBeNull();
  expect(shownPath('C:\\home\\env.userid', 'C:\\home')).toBe('env.userid');
  expect(shownPath('/home2/env.userid', '/home')).toBe('/home2/env.userid');
});
