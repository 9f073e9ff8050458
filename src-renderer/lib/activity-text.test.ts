import { expect, it } from 'vitest';
import { someEntry } from '../testing/access-facts.ts';
import { entryText } from './activity-text.ts';

const nameOf = (id: string) => ({ paula: 'Paula', charlie: 'Charlie' })[id] ?? id;
const text = (changes: Parameters<typeof someEntry>[1]) => entryText(someEntry('1', changes), nameOf);

it('says who did what, with the names people know', () => {
  expect(text({})).toBe('Paula switched to Charlie');
  expect(text({ what: 'service.restart', subject: 'memory' })).toBe('Paula restarted Memory');
  expect(text({ what: 'service.stop', subject: 'knowledge, memory' })).toBe('Paula stopped both services');
  expect(text({ what: 'backup.prune', subject: null })).toBe('Paula removed old backups');
  expect(text({ what: 'user.create', subject: 'gone' })).toBe('Paula added gone');
});

it('says how it ended where it did not end well', () => {
  expect(text({ result: 'failed' })).toBe('Paula could not switch to Charlie: failed');
  expect(text({ result: 'refused', what: 'user.create', subject: null })).toBe('Paula wanted to add a user: refused');
  expect(text({ result: 'undone' })).toBe('Paula began to switch to Charlie: taken back');
});

it('says how far it went', () => {
  expect(text({ detail: 'this window only' })).toBe('Paula switched to Charlie (this window only)');
});

it('names whoever there is to name', () => {
  expect(text({ who: null, via: 'app' })).toBe('The app switched to Charlie');
  expect(text({ who: null })).toBe('Somebody switched to Charlie');
  expect(text({ what: 'moon.landing', subject: 'x' })).toBe('Paula did "moon.landing" with x');
});
