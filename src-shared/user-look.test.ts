import { expect, it } from 'vitest';
import { whyNoAvatar } from './user-look.ts';

it.each(['A', 'PS', 'é', '李', '7', '🦊', '👨‍👩‍👧‍👦', '🇩🇪', '❤️', '👍🏽'])('takes %s for an avatar', (text) => {
  expect(whyNoAvatar(text)).toBeNull();
});

it.each([
  '',
  'ABC',
  ' A',
  'A ',
  '🦊🦊',
  '<b>',
  'a\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301x',
  '\u202e',
  '\n',
  '--',
])('does not take %j for one', (text) => {
  expect(whyNoAvatar(text)).not.toBeNull();
});
