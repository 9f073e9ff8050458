import { createLogKeeper } from '../lib/log-keeper.ts';
import { answerWith } from './messages.ts';

/** The worker that keeps and searches the lines of the logs. */
const answer = answerWith(createLogKeeper());

addEventListener('message', ({ data }: MessageEvent<unknown>) => postMessage(answer(data)));
