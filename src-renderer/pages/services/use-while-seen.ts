import { useEffect } from 'react';
import type { Unsubscribe } from '../../../src-shared/define.ts';

/** Does something while the page is shown and the window is not hidden. @param begin answers with its off-switch */
export function useWhileSeen(begin: () => Unsubscribe): void {
  useEffect(() => {
    let end: Unsubscribe | null = null;
    const follow = () => {
      if (document.visibilityState === 'hidden') {
        end?.();
        end = null;
      } else end ??= begin();
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      end?.();
    };
  }, [begin]);
}
