/** Accounts, logins and signing in together, over the store in memory, with real argon2. */
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { watchAccounts } from './account-watch.ts'
import { makeId, type SessionId } from '../model/ids.ts'
import { normalLogin } from '../model/login.ts'
import { loginIdleMs, loginLifeMs } from './logins.ts'
import { watchLogins } from './login-watch.ts'
import { loginCookie, noLoginCookie, readLoginCookie } from './login-cookie.ts'
import { Passwords, TooBusy } from './passwords.ts'
import { SignIn } from './sign-in.ts'
import { testClock, testIdentity, testPerson, type TestClock } from './testing.ts'

const limits = { wrongPasswordsPerAccount: 5, wrongPasswordsPerAddress: 20 }
const password = 'correct horse battery'
const hanako = testPerson('hanako')

let clock: TestClock
let parts: ReturnType<typeof testIdentity>
let signIn: SignIn

beforeEach(async () => {
  clock = testClock()
  parts = testIdentity(clock)
  signIn = new SignIn({ ...parts, limits, secondFactorOf: () => 'optional' })
  await parts.accounts.save(hanako, password)
})

const device = { browser: 'Firefox, Windows', address: '192.0.2.…' }
const enter = (login = 'hanako', typed = password, address = '192.0.2.1', code = '') =>
  signIn.attempt({ login, password: typed, code, address, device })
async function entered() {
  const result = await enter()
  if (result.kind !== 'signedIn') throw new Error(result.kind)
  return result
}

describe('an account', () => {
  test('comes back from the store as it was saved', () => {
    expect(parts.accounts.find('hanako')?.person).toEqual(hanako)
    expect(parts.accounts.people()).toEqual([hanako])
  })

  test('keeps a salted argon2id hash of OWASP’s settings and never the password', async () => {
    const hash = parts.accounts.find('hanako')!.passwordHash
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    await parts.accounts.save(testPerson('james'), password)
    expect(parts.accounts.find('james')!.passwordHash).not.toBe(hash)
    for (const { value } of parts.store.range('account', {})) expect(Buffer.from(value).includes(password)).toBe(false)
  })

  test('is asked for by what people type: case, width and blanks do not count', async () => {
    expect(normalLogin(' Ｈａｎａｋｏ ')).toBe('hanako')
    expect((await enter('ＨＡＮＡＫＯ')).kind).toBe('signedIn')
    expect((await enter('hanako', 'ｃｏｒｒｅｃｔ ｈｏｒｓｅ ｂａｔｔｅｒｙ')).kind).toBe('signedIn')
    for (const none of ['', ' ', 'a b', '../x', 'x'.repeat(65), 'a\u0000']) expect(normalLogin(none)).toBeNull()
  })
})

describe('signing in', () => {
  test('answers alike for an unknown login, a wrong password and a disabled account', async () => {
    await parts.accounts.save(testPerson('gone', { disabled: true }), password)
    expect(await enter('nobody')).toEqual({ kind: 'wrong' })
    expect(await enter('hanako', 'wrong')).toEqual({ kind: 'wrong' })
    expect(await enter('gone')).toEqual({ kind: 'wrong' })
    expect(await enter('not a login at all')).toEqual({ kind: 'wrong' })
  })

  test('checks a password for an unknown login as for a known one', async () => {
    const verify = vi.spyOn(parts.passwords, 'verify')
    await enter('nobody')
    await enter('hanako', 'wrong')
    expect(verify).toHaveBeenCalledTimes(2)
    expect(await verify.mock.results[0]!.value).toBe(false)
  })

  test('waits after five wrong passwords, also for a right one, known or unknown', async () => {
    for (const login of ['hanako', 'nobody']) {
      for (let count = 0; count < 5; count += 1) expect((await enter(login, 'wrong')).kind).toBe('wrong')
      expect(await enter(login)).toEqual({ kind: 'locked', retryAfterMs: 30_000, by: 'wrongPasswordsPerAccount' })
    }
    clock.move(30_000)
    expect((await enter()).kind).toBe('signedIn')
  })

  test('does not try more than five, however many come at once', async () => {
    const kinds = (await Promise.all(Array.from({ length: 12 }, () => enter('hanako', 'wrong')))).map(
      ({ kind }) => kind,
    )
    expect(kinds.filter((kind) => kind === 'wrong')).toHaveLength(5)
    expect(kinds.filter((kind) => kind === 'locked')).toHaveLength(7)
  })

  test('locks an address that tries many accounts, and no other', async () => {
    for (let count = 0; count < 20; count += 1) await enter(`agent${count}`, 'wrong')
    expect((await enter()).kind).toBe('locked')
    expect((await enter('hanako', password, '192.0.2.2')).kind).toBe('signedIn')
  })

  test('is refused, not queued without end, when there are more than the hub takes on', async () => {
    const busy = new Passwords({ atOnce: 1, waitingMax: 1 })
    const all = await Promise.allSettled([busy.verify(null, 'x'), busy.verify(null, 'x'), busy.verify(null, 'x')])
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
    expect((all[2] as PromiseRejectedResult).reason).toBeInstanceOf(TooBusy)
    expect(await busy.verify(await busy.hash('secret one'), 'secret one')).toBe(true)
  })
})

describe('a login', () => {
  test('is found by its token, which the store does not hold', async () => {
    const { token, actor } = await entered()
    expect(parts.logins.actor(token)).toEqual(actor)
    expect(actor).toMatchObject({ kind: 'agent', agent: hanako.agent, role: 'agent', name: hanako.name })
    const rows = [...parts.store.range('login', {})]
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows[0]!.key)).not.toContain(token)
    expect(Buffer.from(rows[0]!.value).includes(token)).toBe(false)
    expect(actor.session).not.toContain(String(rows[0]!.key[0]).slice(0, 16))
  })

  test('is another each time', async () => {
    const one = await entered()
    const other = await entered()
    expect(one.token).not.toBe(other.token)
    expect(one.actor.session).not.toBe(other.actor.session)
  })

  test('ends 12 h after its last use, not after its first', async () => {
    const { token } = await entered()
    clock.move(loginIdleMs - 1)
    expect(parts.logins.actor(token)).not.toBeNull()
    clock.move(loginIdleMs - 1)
    expect(parts.logins.actor(token)).not.toBeNull()
    clock.move(loginIdleMs)
    expect(parts.logins.actor(token)).toBeNull()
  })

  test('ends seven days after it began, however much it is used', async () => {
    const { token, actor } = await entered()
    for (let used = 0; used < loginLifeMs - loginIdleMs; used += loginIdleMs / 2) {
      expect(parts.logins.actor(token)).not.toBeNull()
      clock.move(loginIdleMs / 2)
    }
    expect(parts.logins.actor(token)).not.toBeNull()
    clock.move(loginIdleMs - 1)
    expect(parts.logins.sessions().get(hanako.agent)).toHaveLength(1)
    clock.move(1)
    expect(parts.logins.actor(token)).toBeNull()
    expect(parts.logins.sessions().size).toBe(0)
    await entered()
    expect(parts.over).toEqual([actor.session])
  })

  test('is gone from the store once it is over and somebody signs in', async () => {
    const { actor } = await entered()
    clock.move(loginIdleMs)
    await entered()
    expect([...parts.store.range('login', {})]).toHaveLength(1)
    expect(parts.over).toEqual([actor.session])
  })

  test('ends at sign-out, in the same turn and for good', async () => {
    const { token, actor } = await entered()
    const ended = parts.logins.end(token)
    expect(parts.logins.actor(token)).toBeNull()
    await ended
    expect(parts.logins.actor(token)).toBeNull()
    expect([...parts.store.range('login', {})]).toHaveLength(0)
    expect(parts.over).toEqual([actor.session])
  })

  test('holds for what the account is now', async () => {
    const { token } = await entered()
    await parts.accounts.update({ ...hanako, role: 'supervisor' })
    expect(parts.logins.actor(token)).toMatchObject({ role: 'supervisor' })
    await parts.accounts.setDisabled('hanako', true)
    expect(parts.logins.actor(token)).toBeNull()
  })

  test.each(['', 'x', 'A'.repeat(43), '../../etc', 'A'.repeat(5_000)])('is none: %j', (token) => {
    expect(parts.logins.actor(token)).toBeNull()
  })
})

describe('the watch', () => {
  const watching = () => {
    const ended: string[] = []
    const changed: string[] = []
    const stop = watchAccounts({
      ...parts,
      dataFolder: null,
      personChanged: (agent) => changed.push(agent),
      endSession: (session) => ended.push(session),
    })
    return { ended, changed, stop }
  }

  test.each([
    ['is disabled', () => parts.accounts.setDisabled('hanako', true)],
    ['has another password', () => parts.accounts.setPassword('hanako', 'another password')],
    ['has another role', () => parts.accounts.update({ ...hanako, role: 'administrator' })],
  ])('ends every session of whoever %s within a second', async (_what, change) => {
    const { ended, stop } = watching()
    const one = await entered()
    const other = await entered()
    await change()
    clock.move(500)
    await vi.waitFor(() => expect(ended.toSorted()).toEqual([one.actor.session, other.actor.session].toSorted()))
    expect(parts.logins.actor(one.token)).toBeNull()
    stop()
  })

  test('tells of new rules and new people, and leaves their sessions', async () => {
    const { ended, changed, stop } = watching()
    const { token } = await entered()
    await parts.accounts.update({ ...hanako, capacityUnits: 50 })
    await parts.accounts.save(testPerson('james'), password)
    clock.move(500)
    await vi.waitFor(() => expect(changed.toSorted()).toEqual(['agt_hanako', 'agt_james']))
    expect(ended).toEqual([])
    expect(parts.logins.actor(token)).not.toBeNull()
    stop()
  })
})

describe('a page that is connected', () => {
  const watching = (...connected: SessionId[]) => {
    const ended: string[] = []
    const stop = watchLogins({ ...parts, connected: () => new Set(connected), endSession: (one) => ended.push(one) })
    return { ended, stop }
  }
  /** So many minutes, one after the other. */
  const pass = (ms: number): void => {
    for (let past = 0; past < ms; past += 60_000) clock.move(60_000)
  }

  test('uses its login, without asking for anything', async () => {
    const [page, other] = [await entered(), await entered()]
    const { ended, stop } = watching(page.actor.session)
    pass(2 * loginIdleMs)
    expect([page, other].map(({ token }) => parts.logins.actor(token) !== null)).toEqual([true, false])
    expect(ended).toEqual([])
    stop()
  })

  test('is signed out within a minute after its login was over', async () => {
    const page = await entered()
    const { ended, stop } = watching(page.actor.session)
    pass(loginLifeMs - 60_000)
    expect(ended).toEqual([])
    pass(60_000)
    expect(ended).toEqual([page.actor.session])
    stop()
  })

  test('stays when the store cannot be read, and is looked at again', async () => {
    const page = await entered()
    const read = vi.spyOn(parts.store, 'range').mockImplementationOnce(() => {
      throw new Error('it is closed')
    })
    const { ended, stop } = watching(page.actor.session)
    pass(60_000)
    expect(read).toHaveBeenCalledTimes(1)
    pass(loginLifeMs)
    expect(ended).toContain(page.actor.session)
    stop()
  })

  test('is signed out also where nothing is known of its login', () => {
    const { ended, stop } = watching(makeId('session', 'nobodys'))
    pass(60_000)
    expect(ended).toEqual(['ses_nobodys'])
    stop()
    pass(60_000)
    expect(ended).toHaveLength(1)
  })
})

describe('the cookie', () => {
  test('is for this host, this site and no script; over HTTPS it says so', () => {
    expect(loginCookie('abc', false, 60_000)).toBe('madoguchi=abc; Max-Age=60; Path=/; HttpOnly; SameSite=Strict')
    expect(loginCookie('abc', true, 60_000)).toBe(
      '__Host-madoguchi=abc; Max-Age=60; Path=/; HttpOnly; SameSite=Strict; Secure',
    )
    expect(noLoginCookie(true)).toContain('Max-Age=0')
  })

  test('is read from among others, by its own name alone', () => {
    expect(readLoginCookie('a=1; madoguchi=abc; b=2', false)).toBe('abc')
    expect(readLoginCookie('xmadoguchi=abc', false)).toBe('')
    expect(readLoginCookie('madoguchi=abc', true)).toBe('')
    expect(readLoginCookie('', false)).toBe('')
  })
})
