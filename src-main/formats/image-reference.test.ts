import { describe, expect, it } from 'vitest';
import { readImageReference } from './image-reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('image references', () => {
  it.each([
    ['alpine', 'docker.io', 'docker.io/library/alpine', 'latest'],
    ['egsuchanek/lightrag_pagent:latest', 'docker.io', 'docker.io/egsuchanek/lightrag_pagent', 'latest'],
    ['docker.io/egsuchanek/x:1', 'docker.io', 'docker.io/egsuchanek/x', '1'],
    ['index.docker.io/x/y', 'docker.io', 'docker.io/x/y', 'latest'],
    ['ghcr.io/hkuds/lightrag:v1.5.7', 'ghcr.io', 'ghcr.io/hkuds/lightrag', 'v1.5.7'],
    ['localhost/own', 'localhost', 'localhost/own', 'latest'],
    ['127.0.0.1:5000/a/b:c', '127.0.0.1:5000', '127.0.0.1:5000/a/b', 'c'],
    ['127.0.0.1:5000/a', '127.0.0.1:5000', '127.0.0.1:5000/a', 'latest'],
  ])('%s is %s, %s, %s', (text, registry, fullName, tag) => {
    expect(readImageReference(text)).toMatchObject({ registry, fullName, tag, digest: null });
  });

  it('with a digest needs no tag, and may have one', () => {
    expect(readImageReference(`ghcr.io/a/b@${digest}`)).toMatchObject({ repository: 'ghcr.io/a/b', tag: null, digest });
    expect(readImageReference(`ghcr.io/a/b:1@${digest}`)).toMatchObject({
      repository: 'ghcr.io/a/b',
      tag: '1',
      digest,
    });
  });

  it.each(['', digest, 'a'.repeat(64), 'Upper/case', 'a b', 'a@nonsense', 'a//b', 'a:b:c/'])('%j is none', (text) => {
    expect(readImageReference(text)).toBeNull();
  });
});
