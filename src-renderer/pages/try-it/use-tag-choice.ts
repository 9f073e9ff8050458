import { type KeyboardEvent, type RefObject, useState } from 'react';
import type { Profile } from '../../../src-shared/settings.ts';
import { typedTag, withTag } from '../../lib/tag-text.ts';
import { matchingProfiles } from './TagList.tsx';

/** The list of tags above the field, and what keys do with it. */
export interface TagChoice {
  readonly offered: readonly Profile[];
  /** What Enter would take; undefined while there is no list. */
  readonly chosen: Profile | undefined;
  take(profile: Profile): void;
  /** The text or the caret changed. */
  follow(caret: number, isTyped: boolean): void;
  /** Whether the key was for the list. */
  press(event: KeyboardEvent): boolean;
}

/** Offers the tags that begin with what is typed of one. @param type puts a text into the field */
export function useTagChoice(
  profiles: readonly Profile[],
  draft: string,
  type: (text: string) => void,
  field: RefObject<HTMLTextAreaElement | null>,
): TagChoice {
  const [caret, setCaret] = useState(0);
  const [at, setAt] = useState(0);
  const [isShut, setShut] = useState(false);
  const typed = typedTag(draft, caret);
  const offered = typed === null || isShut ? [] : matchingProfiles(profiles, typed);
  const chosen = offered[Math.min(at, offered.length - 1)];
  const take = ({ tag }: Profile) => {
    const behind = tag.length + 2;
    type(withTag(draft, tag));
    setCaret(behind);
    field.current?.focus();
    // Once the text is there: behind the tag, where the question goes.
    requestAnimationFrame(() => field.current?.setSelectionRange(behind, behind));
  };
  return {
    offered,
    chosen,
    take,
    follow(now, isTyped) {
      setCaret(now);
      if (!isTyped) return;
      setShut(false);
      setAt(0);
    },
    press({ key, shiftKey }) {
      if (chosen === undefined) return false;
      const count = offered.length;
      if (key === 'ArrowDown') setAt((offered.indexOf(chosen) + 1) % count);
      else if (key === 'ArrowUp') setAt((offered.indexOf(chosen) - 1 + count) % count);
      else if ((key === 'Tab' || key === 'Enter') && !shiftKey) take(chosen);
      else if (key === 'Escape') setShut(true);
      else return false;
      return true;
    },
  };
}
