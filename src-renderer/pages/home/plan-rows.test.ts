import { expect, it } from 'vitest';
import { somePlan } from '../../testing/home-facts.ts';
import { planRows } from './plan-rows.ts';

const { files } = somePlan();
const paths = (filter: string, by: 'path' | 'action' | 'size', descending = false) =>
  planRows(files, filter, { by, descending }).map(({ path }) => path.split('/').at(-1));

it('sorts by each column, both ways', () => {
  expect(paths('', 'path')).toEqual(['env.userid', 'config.ini', 'docker-compose.yml', 'env.server', 'latest']);
  expect(paths('', 'action')).toEqual(['env.server', 'docker-compose.yml', 'config.ini', 'env.userid', 'latest']);
  expect(paths('', 'size', true)[0]).toBe('env.server');
});

it('finds by path, by what happens and by why', () => {
  expect(paths('COMPOSE', 'path')).toEqual(['docker-compose.yml']);
  expect(paths('left out', 'path')).toEqual(['latest']);
  expect(paths('unedited', 'path')).toEqual(['env.server']);
  expect(paths('nothing of that', 'path')).toEqual([]);
});
