import { useEffect, useState } from 'react';

/** True once `waiting` has been true for `limit` milliseconds without a break. */
export function useLate(waiting: boolean, limit: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!waiting) return;
    const timer = setTimeout(() => setLate(true), limit);
    return () => clearTimeout(timer);
  }, [waiting, limit]);
  return late;
}
