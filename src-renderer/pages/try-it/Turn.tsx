import { Check, Copy, Square } from 'lucide-react';
import { memo, useState } from 'react';
import { useStores } from '../../app-stores.ts';
import { copyText } from '../../lib/copy-text.ts';
import { type TextBlocks, textOfBlocks } from '../../lib/text-blocks.ts';
import type { ChatTurn } from '../../stores/chat.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { failedResult, turnFacts } from './try-it-words.ts';

/** One question and its answer, who gave it, and how it ended. */
export const Turn = memo(function Turn({ turn }: { readonly turn: ChatTurn }) {
  const { question, blocks, error, isRunning, end } = turn;
  const failed = failedResult(turn);
  const stopped = !isRunning && failed === null && error === null && end?.result.outcome !== 'ok';
  return (
    <article className="turn" aria-label="Question and answer">
      <p className="turn-question">{question}</p>
      <Answer blocks={blocks} isRunning={isRunning} />
      {error !== null && (
        <ErrorNotice title={blocks.length === 0 ? 'Nothing was asked.' : 'The answer broke off.'} error={error} />
      )}
      {failed !== null && (
        <Notice mood="failed" role="alert" title={failed.message}>
          <p>{failed.hint}</p>
        </Notice>
      )}
      <TurnFoot turn={turn} stopped={stopped} />
    </article>
  );
});

/** The text as text, in pieces of which only the last is drawn anew when something is added. */
function Answer({ blocks, isRunning }: { readonly blocks: TextBlocks; readonly isRunning: boolean }) {
  if (blocks.length === 0) {
    return isRunning ? (
      <p className="turn-waiting">
        <Spinner /> Waiting for the first word
      </p>
    ) : null;
  }
  return (
    <div className="turn-answer" aria-busy={isRunning || undefined}>
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces are only ever added at the end.
        <Block key={index} text={block} />
      ))}
    </div>
  );
}

const Block = memo(function Block({ text }: { readonly text: string }) {
  // The line that ends a piece is ended by the piece itself.
  return <p className="turn-block">{text.endsWith('\n') ? text.slice(0, -1) : text}</p>;
});

function TurnFoot({ turn, stopped }: { readonly turn: ChatTurn; readonly stopped: boolean }) {
  const { chat } = useStores();
  const { blocks, isRunning } = turn;
  const [copied, setCopied] = useState(false);
  const facts = [...turnFacts(turn), ...(stopped ? ['stopped'] : [])];
  return (
    <footer className="turn-foot">
      <p role={isRunning ? undefined : 'status'}>{facts.join(' · ')}</p>
      {isRunning ? (
        <Button icon={Square} onClick={() => chat.getState().stop()}>
          Stop
        </Button>
      ) : (
        blocks.length > 0 && (
          <Button
            kind="quiet"
            icon={copied ? Check : Copy}
            onClick={() => void copyText(textOfBlocks(blocks)).then(setCopied)}
          >
            {copied ? 'Copied' : 'Copy answer'}
          </Button>
        )
      )}
    </footer>
  );
}
