import type { ProviderId } from '../../src-shared/providers.ts';
import { amazonBedrock } from './amazon-bedrock.ts';
import { anthropic } from './anthropic.ts';
import { azureOpenai } from './azure-openai.ts';
import { friendli } from './friendli.ts';
import { google } from './google.ts';
import { lmStudio } from './lm-studio.ts';
import { ollama } from './ollama.ts';
import { openai } from './openai.ts';
import { openaiCompatible } from './openai-compatible.ts';
import type { Provider } from './provider.ts';

/** Every kind of provider there is, in the order of the form; a new one is a file and a line here. */
export const allProviders: Readonly<Record<ProviderId, Provider>> = {
  'amazon-bedrock': amazonBedrock,
  'azure-openai': azureOpenai,
  openai,
  anthropic,
  google,
  friendli,
  ollama,
  'lm-studio': lmStudio,
  'openai-compatible': openaiCompatible,
};
