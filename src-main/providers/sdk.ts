import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createAzure } from '@ai-sdk/azure';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { streamText } from 'ai';

// What it warns of it would write to the console, past the log.
globalThis.AI_SDK_LOG_WARNINGS = false;

/**
 * The libraries that speak with providers, in one place: a build of their own, which is loaded with the first question,
 * as reading them takes longer than the rest of a start.
 */
export const sdk = {
  createAmazonBedrock,
  createAnthropic,
  createAzure,
  createGoogleGenerativeAI,
  createOpenAI,
  createOpenAICompatible,
  streamText,
};
