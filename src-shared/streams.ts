import * as z from 'zod';

/**
 * A stream of the contract is three calls: one that opens it and answers with its number, `next`, which waits for the next
 * batch, and `close`. Whoever reads asks for one batch after the other, so nobody is sent more than they can take, and a
 * reader that stops asking costs nothing. A stream belongs to the window that opened it and ends with it.
 */
export const streamChoice = z.object({ stream: z.number().int().min(1) });

/** What a call that opens a stream answers. */
export interface StreamOpened {
  readonly stream: number;
}
