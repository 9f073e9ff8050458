import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import './dialog.css';

/**
 * A question that has to be answered before anything else: in the browser's own top layer, so that the focus stays in it
 * and goes back afterwards. Escape is the answer no.
 */
export function Dialog(props: {
  readonly title: string;
  readonly children: ReactNode;
  /** Told where the person closes it; the dialog is there until it is taken away. */
  readonly onClose: () => void;
}) {
  const { title, children, onClose } = props;
  const titleId = useId();
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    // Closed before it is taken away: only then the focus goes back to where it was.
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      className="dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={titleId}>{title}</h2>
      {children}
    </dialog>
  );
}
