import { describe, expect, it } from 'vitest';
import { readUserIdFile, writeUserIdFile } from './user-id-file.ts';

describe('env.userid', () => {
  it.each([
    ['USER_ID="charlie"\n', 'charlie'],
    ['USER_ID=charlie', 'charlie'],
    ["USER_ID='charlie'\n", 'charlie'],
    ['export USER_ID="charlie"\n', 'charlie'],
    ['USER_ID = charlie\n', 'charlie'],
    ['  USER_ID  =  "charlie"  \n', 'charlie'],
    ['# who is current\n\nUSER_ID="charlie"\n', 'charlie'],
    ['USER_ID=charlie # the owner\n', 'charlie'],
    ['USER_ID="charlie" # the owner\n', 'charlie'],
    ['\ufeffUSER_ID="charlie"\n', 'charlie'],
    ['USER_ID="charlie"\r\n', 'charlie'],
    ['\r\n# x\r\nexport USER_ID=charlie\r\n', 'charlie'],
    ['OTHER=1\nUSER_ID=charlie\nMORE="2"\n', 'charlie'],
    ['USER_ID=paula\nUSER_ID=charlie\n', 'charlie'],
    ['not a line of an env file\nUSER_ID=charlie\n', 'charlie'],
    ['USER_ID="Paula Smith"\n', 'Paula Smith'],
    ['USER_ID=..\n', '..'],
    ['USER_ID="a/b"\n', 'a/b'],
    ['USER_ID="jürgen"\n', 'jürgen'],
    ['USER_ID="${HOME}"\n', '${HOME}'],
  ])('reads %j', (text, id) => {
    expect(readUserIdFile(text)).toEqual({ state: 'known', id });
  });

  it.each([
    '',
    '\n',
    ' \r\n\t\n',
    '\ufeff',
    '# USER_ID=charlie\n',
    'USER_ID=\n',
    'USER_ID=""\n',
    "USER_ID='  '\n",
    'USER_ID= # nobody\n',
    'USER_ID\n',
    'USER=charlie\n',
    'charlie\n',
    '{"USER_ID": "charlie"}\n',
    'USER_ID="charlie\n',
    'USER_ID="charlie" paula\n',
    'USER_ID="char\nlie"\n',
    'USER_ID=charlie\nUSER_ID=\n',
    'USER_ID=char\0lie\n',
    'USER_ID=char\ufffdlie\n',
    `USER_ID=${'x'.repeat(300)}\n`,
    '\0'.repeat(1000),
  ])('says why it cannot read %j', (text) => {
    const read = readUserIdFile(text);
    expect(read.state).toBe('unreadable');
    expect(read).toHaveProperty('why', expect.stringMatching(/\w/));
  });

  it('writes what it reads', () => {
    expect(writeUserIdFile('dana')).toBe('USER_ID="dana"\n');
    expect(readUserIdFile(writeUserIdFile('a.b-c_1'))).toEqual({ state: 'known', id: 'a.b-c_1' });
  });
});
