import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { StorageUnavailable } from '../ports/store.ts'
import { instant } from '../model/time.ts'
import { accountsLeft, leaveAccount, takeAccounts } from './account-inbox.ts'
import { watchAccounts } from './account-watch.ts'
import { hubSecret } from './secret.ts'
import { testClock, testIdentity, testPerson } from './testing.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-inbox-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const account = (login: string) => ({ person: testPerson(login), passwordHash: `hash of ${login}` })

describe('the account inbox', () => {
  test('gives what was left, oldest first, once', async () => {
    const taken = ['b', 'a', 'c'].map((login, at) => leaveAccount(folder, account(login), instant(1_000 + at)))
    expect(accountsLeft(folder).map(({ person }) => person.login)).toEqual(['b', 'a', 'c'])
    expect(taken.map((isTaken) => isTaken())).toEqual([false, false, false])
    const kept: unknown[] = []
    expect(await takeAccounts(folder, (one) => Promise.resolve(kept.push(one)))).toBe(3)
    expect(kept).toEqual([account('b'), account('a'), account('c')])
    expect(taken.map((isTaken) => isTaken())).toEqual([true, true, true])
    expect(await takeAccounts(folder, () => Promise.resolve())).toBe(0)
  })

  test('keeps what could not be kept for the next time', async () => {
    const taken = leaveAccount(folder, account('a'), instant(1))
    await expect(takeAccounts(folder, () => Promise.reject(new StorageUnavailable()))).rejects.toThrow(
      StorageUnavailable,
    )
    expect(taken()).toBe(false)
    expect(await takeAccounts(folder, () => Promise.resolve())).toBe(1)
  })

  test('puts aside what is no account, and goes on', async () => {
    leaveAccount(folder, account('a'), instant(1))
    writeFileSync(join(folder, 'account-inbox', '000000000000000-x.account'), 'no account')
    expect(await takeAccounts(folder, () => Promise.resolve())).toBe(1)
    expect(readdirSync(join(folder, 'account-inbox'))).toEqual(['000000000000000-x.account.refused'])
  })

  test('is looked into by a running hub, which then ends the logins it concerns', async () => {
    const clock = testClock()
    const parts = testIdentity(clock)
    await parts.accounts.put(account('a'))
    const { token, actor } = await parts.logins.begin(testPerson('a'))
    const ended: string[] = []
    const stop = watchAccounts({
      ...parts,
      dataFolder: folder,
      personChanged: () => {},
      endSession: (one) => ended.push(one),
    })
    const taken = leaveAccount(folder, { ...account('a'), person: testPerson('a', { disabled: true }) }, instant(1))
    clock.move(500)
    await vi.waitFor(() => expect(ended).toEqual([actor.session]))
    expect([taken(), parts.logins.actor(token)]).toEqual([true, null])
    stop()
  })
})

describe('the hub’s secret', () => {
  test('is made once, kept for its owner alone, and wins nothing over a configured one', () => {
    const data = join(folder, 'data')
    const made = hubSecret({ secret: null, dataFolder: data })
    expect(made).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(hubSecret({ secret: null, dataFolder: data })).toBe(made)
    expect(readdirSync(data)).toEqual(['secret'])
    expect(hubSecret({ secret: 'x'.repeat(32), dataFolder: data })).toBe('x'.repeat(32))
    writeFileSync(join(data, 'secret'), 'cut')
    expect(hubSecret({ secret: null, dataFolder: data })).not.toBe(made)
  })
})
