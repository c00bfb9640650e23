/** `admin user` as an administrator runs it: real processes over a real store. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLmdbStore } from '../adapters/store-lmdb.ts'
import { accountsLeft, takeAccounts } from '../auth/account-inbox.ts'
import { Accounts } from '../auth/accounts.ts'
import { Passwords } from '../auth/passwords.ts'
import { runAdmin } from './testing.ts'

let data = ''
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'madoguchi-user-'))
})
afterEach(() => rmSync(data, { recursive: true, force: true }))

/** Runs one command to its end; `typed` goes to its standard input. */
const user = (args: readonly string[], typed = '') => runAdmin(['user', ...args, '--data', data], { typed })

const passwords = new Passwords()
const left = (login: string) => accountsLeft(data).findLast(({ person }) => person.login === login)!

test('adds a person to the data of a stopped hub, with a password that works and is nowhere', async () => {
  const added = await user(
    [
      'add',
      'Hanako',
      '--name',
      '佐藤 花子',
      '--role',
      'supervisor',
      '--queues',
      'orders,other',
      '--skills',
      'lang.ja=5',
      '--capacity',
      '50',
    ],
    'correct horse battery\n',
  )
  expect(added).toEqual({ out: 'hanako can sign in once the hub runs.\n', wrong: '', code: 0 })
  const { person, passwordHash } = left('hanako')
  expect(person).toEqual({
    agent: expect.stringMatching(/^agt_[A-Za-z0-9_-]{22}$/),
    login: 'hanako',
    name: '佐藤 花子',
    role: 'supervisor',
    queues: ['que_orders', 'que_other'],
    skills: { 'lang.ja': 5 },
    capacityUnits: 50,
    disabled: false,
  })
  expect(await passwords.verify(passwordHash, 'correct horse battery')).toBe(true)

  expect((await user(['list'])).out).toBe('hanako  佐藤 花子  supervisor  orders, other\n1 person.\n')
  const again = await user(['add', 'hanako', '--generate'])
  expect([again.code, again.wrong]).toEqual([1, expect.stringContaining('hanako is there already.')])
})

test.each([
  [['add', 'a b', '--generate'], '"a b" cannot be a login'],
  [['add', 'a', '--generate', '--queues', 'sales'], 'There is no queue "sales": one of orders, delivery, other.'],
  [
    ['add', 'a', '--generate', '--role', 'boss'],
    'There is no role "boss": one of agent, supervisor, quality, administrator, readOnly.',
  ],
  [['add', 'a', '--generate', '--skills', 'ja'], '"ja" is no skill with a level'],
  [['add', 'a'], 'A password has 12 to 200 characters. Nothing was changed.'],
  [['password', 'nobody', '--generate'], 'There is no nobody.'],
  [['disable', 'nobody'], 'There is no nobody.'],
])('%j is refused in one sentence', async (args, sentence) => {
  const { code, out, wrong } = await user(args, 'short\n')
  expect([code, out]).toEqual([1, ''])
  expect(wrong).toContain(sentence)
  expect(wrong.trim().split('\n')).toHaveLength(1)
  expect(accountsLeft(data)).toEqual([])
})

test('changes accounts of a running hub, which takes each at once', async () => {
  const store = await openLmdbStore(join(data, 'store'))
  const accounts = new Accounts({ store, write: store.commit.bind(store), passwords })
  // The hub's part: it looks into the inbox again and again.
  let running = true
  const hub = (async () => {
    while (running) {
      await takeAccounts(data, (account) => accounts.put(account))
      await setTimeout(20)
    }
  })()
  try {
    const { out } = await user(['add', 'james', '--generate'])
    const made = /^Password: (.+)\njames can sign in now\.\n$/.exec(out)?.[1]
    expect(await accounts.prove('james', made!)).not.toBeNull()
    expect((await user(['password', 'james'], 'another password\n')).out).toBe('james has another password now.\n')
    expect(await accounts.prove('james', made!)).toBeNull()
    expect((await user(['disable', 'james'])).out).toBe('james cannot sign in now.\n')
    expect(await accounts.prove('james', 'another password')).toBeNull()
    expect((await user(['list'])).out).toContain('disabled')
    expect((await user(['enable', 'james'])).out).toBe('james can sign in now.\n')
    expect(await accounts.prove('james', 'another password')).toMatchObject({ person: { disabled: false } })
  } finally {
    running = false
    await hub
    await store.close()
  }
})
