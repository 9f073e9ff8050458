import { expect, it } from 'vitest';
import { checkSignature } from './signature.ts';

/** The example of AWS's own description of version 4, with the signature that stands there. */
const example = {
  method: 'GET',
  path: '/?Action=ListUsers&Version=2010-05-08',
  headers: {
    host: 'iam.amazonaws.com',
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    'x-amz-date': '20150830T123600Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  },
  body: '',
};
const keys = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: null,
  region: 'us-east-1',
};
const then = new Date('2015-08-30T12:36:00Z');
const withHeaders = (headers: Readonly<Record<string, string>>) => ({
  ...example,
  headers: { ...example.headers, ...headers },
});

it('accepts the example of the description', () => {
  expect(checkSignature(example, keys, 'iam', then)).toBeNull();
});

it.each([
  ['another path', { ...example, path: '/other?Action=ListUsers&Version=2010-05-08' }, 'InvalidSignatureException'],
  ['another query', { ...example, path: '/?Action=ListRoles&Version=2010-05-08' }, 'InvalidSignatureException'],
  ['another method', { ...example, method: 'POST' }, 'InvalidSignatureException'],
  ['another body', { ...example, body: 'x' }, 'InvalidSignatureException'],
  ['another host', withHeaders({ host: 'elsewhere' }), 'InvalidSignatureException'],
  ['a header that is not signed', withHeaders({ 'x-amz-other': 'x' }), 'InvalidSignatureException'],
  ['a session token that is not signed', withHeaders({ 'x-amz-security-token': 'x' }), 'ExpiredTokenException'],
  ['no signature', withHeaders({ authorization: 'Bearer x' }), 'MissingAuthenticationTokenException'],
])('refuses %s', (_name, request, fault) => {
  expect(checkSignature(request, keys, 'iam', then)).toBe(fault);
});

it('refuses other keys, another service, another region and another time', () => {
  expect(checkSignature(example, { ...keys, accessKeyId: 'B' }, 'iam', then)).toBe('UnrecognizedClientException');
  expect(checkSignature(example, { ...keys, secretAccessKey: 'B' }, 'iam', then)).toBe('InvalidSignatureException');
  expect(checkSignature(example, keys, 'bedrock', then)).toBe('InvalidSignatureException');
  expect(checkSignature(example, { ...keys, region: 'eu-west-1' }, 'iam', then)).toBe('InvalidSignatureException');
  expect(checkSignature(example, keys, 'iam', new Date('2015-08-30T12:42:00Z'))).toBe('InvalidSignatureException');
});
