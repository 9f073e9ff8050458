/** How many user colours there are; the window's stylesheet has one for each number from 0. */
export const userColorCount = 12;

/** How a user looks in this app; kept by the app, because upstream's registry has no place for it. */
export interface UserLook {
  /** 0 to 11; null: the colour that the id gives. */
  readonly color: number | null;
  /** An emoji, or one or two letters or digits; null: the first letter of the name. */
  readonly avatar: string | null;
}

/** Nobody chose anything: what the id and the name give. */
export const plainLook: UserLook = { color: null, avatar: null };

const signs = new Intl.Segmenter('en', { granularity: 'grapheme' });
const emoji = /^(\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3)/u;

/** Why a text cannot be an avatar, in words; null where it can. */
export function whyNoAvatar(text: string): string | null {
  const parts = [...signs.segment(text)].map(({ segment }) => segment);
  const [only = ''] = parts;
  // A joined emoji, such as a family, is one sign of many characters.
  if (parts.length === 1 && only.length <= 30 && emoji.test(only)) return null;
  const isShort = parts.length >= 1 && parts.length <= 2 && text.length <= 8;
  return isShort && parts.every((part) => /^[\p{L}\p{N}]\p{M}*$/u.test(part))
    ? null
    : 'is neither an emoji nor one or two letters or digits';
}
