import * as z from 'zod';
import { normaliseUserId } from './user-id.ts';

/** An id as typed; normalised here, judged by the users feature so that the error has a code of its own. */
export const userIdText = z.string().max(1000).transform(normaliseUserId);
