import { useLayoutEffect, useRef } from 'react';
import { useChat } from '../../settings-hooks.ts';
import { Turn } from './Turn.tsx';

/** How near the end somebody has to be for the end to stay in sight, in pixels. */
const near = 48;

/** All questions with their answers; the end stays in sight for whoever reads there. */
export function Conversation() {
  const turns = useChat((state) => state.turns);
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const count = useRef(0);
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return;
    // Whoever has sent something wants to see it.
    if (turns.length > count.current) atEnd.current = true;
    count.current = turns.length;
    if (atEnd.current) element.scrollTop = element.scrollHeight;
  }, [turns]);
  return (
    <section
      ref={list}
      className="conversation"
      aria-label="Conversation"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < near;
      }}
    >
      {turns.length === 0 && <Hints />}
      {turns.map((turn) => (
        <Turn key={turn.id} turn={turn} />
      ))}
    </section>
  );
}

function Hints() {
  return (
    <ul className="conversation-hints">
      <li>
        <kbd>Enter</kbd> sends, <kbd>Shift</kbd> <kbd>Enter</kbd> begins a new line
      </li>
      <li>
        <kbd>@</kbd> in front lists your profiles; the one you choose answers that message alone
      </li>
      <li>
        <kbd>Esc</kbd> stops an answer, <kbd>↑</kbd> takes your last question back to change it
      </li>
      <li>The conversation is kept nowhere: it is gone when you clear it, or when another user comes.</li>
    </ul>
  );
}
