import { Check, Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { AppError } from '../../src-shared/errors.ts';
import { copyText } from '../lib/copy-text.ts';
import { Button } from './Button.tsx';
import './error-notice.css';
import { Notice } from './Notice.tsx';
import type { Mood } from './Shape.tsx';
import { Words } from './Words.tsx';

/** A failure: what happened and why, what to do, and its details to read or to copy. */
export function ErrorNotice(props: {
  readonly title?: string;
  readonly error: AppError;
  readonly mood?: Mood;
  readonly actions?: ReactNode;
  /** What belongs between what happened and what to do. */
  readonly children?: ReactNode;
  /** What can be unfolded or read after it all. */
  readonly more?: ReactNode;
  readonly onDismiss?: () => void;
}) {
  const { title, error, mood = 'failed', actions, children, more, onDismiss } = props;
  return (
    <Notice
      mood={mood}
      role="alert"
      title={title ?? <Words text={error.message} />}
      actions={
        <>
          {actions}
          <CopyDetails title={title} error={error} />
        </>
      }
      {...(onDismiss === undefined ? {} : { onDismiss })}
    >
      {title !== undefined && (
        <p className="error-notice-message">
          <Words text={error.message} />
        </p>
      )}
      {children}
      <p>
        <Words text={error.hint} />
      </p>
      {more}
      {error.details !== undefined && (
        <details className="error-notice-details">
          <summary>Details</summary>
          <pre>{error.details.join('\n')}</pre>
        </details>
      )}
    </Notice>
  );
}

function CopyDetails({ title, error }: { readonly title: string | undefined; readonly error: AppError }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => setCopied(await copyText(detailsOf(title, error)));
  return (
    <Button icon={copied ? Check : Copy} onClick={() => void copy()}>
      {copied ? 'Copied' : 'Copy details'}
    </Button>
  );
}

function detailsOf(title: string | undefined, { code, message, hint, details = [] }: AppError): string {
  return [title ?? '', message, hint, `code: ${code}`, ...details].filter((line) => line !== '').join('\n');
}
