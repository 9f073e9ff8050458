import { expect, it } from 'vitest';
import { activityHref, consistencyHref, homeHref, placeOf, servicesHref, usersHref } from './place.ts';

it('leads from every address back to its place, and from anywhere else to the Overview', () => {
  for (const part of ['findings', 'backups', 'migration'] as const) {
    expect(placeOf(homeHref(part))).toEqual({ page: 'home', part });
  }
  expect(placeOf(activityHref)).toEqual({ page: 'activity' });
  expect(placeOf(usersHref)).toEqual({ page: 'users' });
  expect(placeOf(consistencyHref)).toEqual({ page: 'consistency' });
  for (const part of ['overview', 'logs']) expect(placeOf(servicesHref(part))).toEqual({ page: 'services', part });
  for (const hash of ['', '#services/', '#services/No', '#overview', '#home/', '#home/nowhere'])
    expect(placeOf(hash)).toEqual({ page: 'overview' });
});
