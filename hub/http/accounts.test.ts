/** Accounts over HTTP: who may change whom, what stays true whatever is changed, and what somebody does about their own. */
import { beforeEach, describe, expect, test } from 'vitest'
import { TOTP } from 'otpauth'
import { watchAccounts } from '../auth/account-watch.ts'
import { testPerson } from '../auth/testing.ts'
import type { Role } from '../app/organisation.ts'
import { jsonOf, headerOf, testConfig, testHttp, type MadeRequest } from './testing.ts'

const password = 'correct horse battery'
const browser = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0'
let hub: ReturnType<typeof testHttp>
const cookies = new Map<string, string>()

async function begin(config = testConfig()): Promise<void> {
  hub = testHttp(config)
  cookies.clear()
  const passwordHash = await hub.passwords.hash(password)
  const people: readonly (readonly [string, Role])[] = [
    ['ada', 'administrator'],
    ['sue', 'supervisor'],
    ['ann', 'agent'],
  ]
  for (const [login, role] of people) await hub.accounts.put({ person: testPerson(login, { role }), passwordHash })
}
beforeEach(() => begin())

/** A request of somebody who is signed in, without what it takes to prove a password. */
async function as(login: string, path: string, body?: object, more: Partial<MadeRequest> = {}) {
  if (!cookies.has(login))
    cookies.set(login, `madoguchi=${(await hub.logins.begin(hub.accounts.find(login)!.person)).token}`)
  const headers = { cookie: cookies.get(login)!, 'x-madoguchi': '1' }
  const response = await hub.ask({ method: body ? 'POST' : 'GET', path, headers, ...(body && { body }), ...more })
  const code = response.status < 400 ? response.status : (jsonOf(response).code as string)
  return { code, body: response.body === '' ? null : jsonOf(response), response }
}
const enter = async (name: string, typed: string, code?: string) => {
  const body = { name, password: typed, ...(code !== undefined && { code }) }
  const headers = { 'x-madoguchi': '1', 'user-agent': browser }
  const response = await hub.ask({ method: 'POST', path: '/api/agent/sign-in', headers, body, address: '203.0.113.7' })
  const set = headerOf(response, 'set-cookie').split(';')[0]!
  return { code: response.status === 200 ? 200 : (jsonOf(response).code as string), cookie: set }
}
const acts = () => hub.recorded().map(({ actor, act, object, detail }) => [actor, act, object, detail])

describe('accounts', () => {
  test('are listed to whoever may see them, with where they are signed in', async () => {
    await enter('ann', password)
    const { body } = await as('ada', '/api/accounts')
    expect(body.accounts.map((one: { login: string }) => one.login)).toEqual(['ada', 'ann', 'sue'])
    expect(body.accounts[1]).toEqual({
      agent: 'agt_ann',
      login: 'ann',
      name: 'Name of ann',
      role: 'agent',
      disabled: false,
      secondFactor: false,
      sessions: 1,
      lastSeenAt: hub.clock.now(),
      by: 'password',
      lockedMs: 0,
    })
    const { sessions } = (await as('ada', '/api/accounts/agt_ann/sessions')).body
    expect(sessions).toEqual([
      expect.objectContaining({ browser: 'Firefox, Windows', address: '203.0.113.…', isThis: false }),
    ])
    expect((await as('sue', '/api/accounts')).code).toBe('request.forbidden')
    expect((await as('ada', '/api/accounts/agt_nobody/sessions')).code).toBe('account.unknown')
  })

  test('are added, serve all queues, and can sign in at once', async () => {
    const wish = { login: ' Ken ', name: '田中 健', role: 'agent', password: 'eleven blue herons' }
    const { body } = await as('ada', '/api/accounts', wish)
    expect(hub.accounts.find('ken')?.person).toMatchObject({
      agent: body.agent,
      name: '田中 健',
      queues: ['que_orders'],
    })
    expect((await enter('ken', 'eleven blue herons')).code).toBe(200)
    expect(acts()).toContainEqual(['agt_ada', 'account.added', body.agent, 'agent'])
    for (const [change, code] of [
      [{}, 'account.taken'],
      [{ login: 'a b' }, 'account.login'],
      [{ login: 'kim', role: 'king' }, 'account.role'],
      [{ login: 'kim', password: 'too short' }, 'password.short'],
      [{ login: 'kim', password: 'password1234' }, 'password.common'],
      [{ login: 'kim.possible', password: 'kim.possible' }, 'password.known'],
      [{ login: 'kim', name: ' ' }, 'request.malformed'],
    ] as const)
      expect((await as('ada', '/api/accounts', { ...wish, ...change })).code).toBe(code)
    expect((await as('sue', '/api/accounts', { ...wish, login: 'kim' })).code).toBe('request.forbidden')
  })

  test('are changed, with a record of each act, and whoever is touched is out', async () => {
    const { cookie } = await enter('ann', password)
    const token = cookie.split('=')[1]!
    const { body } = await as('ada', '/api/accounts/agt_ann', { name: 'Ann B.', role: 'supervisor', disabled: true })
    expect(body).toMatchObject({ name: 'Ann B.', role: 'supervisor', disabled: true })
    expect(hub.logins.actor(token)).toBeNull()
    expect(acts().map(([by, act, , detail]) => [by, act, detail])).toEqual([
      ['hub', 'account.added', 'administrator'],
      ['hub', 'account.added', 'supervisor'],
      ['hub', 'account.added', 'agent'],
      ['agt_ada', 'account.role', 'agent to supervisor'],
      ['agt_ada', 'account.disabled', ''],
      ['agt_ada', 'account.rules', ''],
    ])
  })

  test('keep one administrator, also when two are asked to go at the same moment', async () => {
    expect((await as('ada', '/api/accounts/agt_ada', { disabled: true })).code).toBe('account.last')
    expect((await as('ada', '/api/accounts/agt_ada', { role: 'agent' })).code).toBe('account.last')
    expect((await as('ada', '/api/accounts/agt_sue', { role: 'administrator' })).code).toBe(200)
    const both = await Promise.all([
      as('ada', '/api/accounts/agt_ada', { role: 'supervisor' }),
      as('ada', '/api/accounts/agt_sue', { disabled: true }),
    ])
    expect(both.map(({ code }) => code).toSorted()).toEqual([200, 'account.last'])
  })

  test('of one’s own are not given a password by a screen that stands open', async () => {
    expect((await as('ada', '/api/accounts/agt_ada', { password: 'eleven blue herons' })).code).toBe('account.beyond')
    expect((await as('ada', '/api/accounts/agt_ada', { forgetSecondFactor: true })).code).toBe('account.beyond')
    expect((await as('ada', '/api/accounts/agt_ann', { password: 'eleven blue herons' })).code).toBe(200)
    expect((await enter('ann', 'eleven blue herons')).code).toBe(200)
  })

  test('that were locked by wrong passwords are let in again, with a record before it, but not by themselves', async () => {
    for (let tries = 0; tries < 5; tries++) await enter('ann', 'wrong horse battery')
    expect((await enter('ann', password)).code).toBe('signIn.locked')
    const locked = (await as('ada', '/api/accounts')).body.accounts[1].lockedMs
    expect(locked).toBe(30_000)
    expect((await as('sue', '/api/accounts/agt_ann', { unlock: true })).code).toBe('request.forbidden')
    expect((await as('ada', '/api/accounts/agt_ada', { unlock: true })).code).toBe('account.beyond')
    expect((await as('ada', '/api/accounts/agt_ann', { unlock: true })).body).toMatchObject({ lockedMs: 0 })
    expect(acts().at(-1)).toEqual(['agt_ada', 'account.unlocked', 'agt_ann', ''])
    expect((await enter('ann', password)).code).toBe(200)
    // Another password is meant to be used at once too.
    for (let tries = 0; tries < 5; tries++) await enter('ann', 'wrong horse battery')
    await as('ada', '/api/accounts/agt_ann', { password: 'eleven blue herons' })
    expect((await enter('ann', 'eleven blue herons')).code).toBe(200)
  })

  test('have logins that can be ended, one or all, which closes their sockets', async () => {
    const tokens = [(await enter('ann', password)).cookie, (await enter('ann', password)).cookie]
    const { sessions } = (await as('ada', '/api/accounts/agt_ann/sessions')).body
    const path = '/api/accounts/agt_ann/sign-out'
    expect((await as('ada', path, { session: 'ses_none' })).code).toBe('session.unknown')
    expect((await as('ada', path, { session: sessions[0].session })).code).toBe(204)
    expect(hub.door.ended).toEqual([sessions[0].session])
    expect((await as('ada', path, {})).code).toBe(204)
    expect(hub.door.ended).toEqual([sessions[0].session, sessions[1].session])
    for (const cookie of tokens) expect(hub.logins.actor(cookie.split('=')[1]!)).toBeNull()
    expect(acts().slice(-2)).toEqual([
      ['agt_ada', 'login.ended', 'agt_ann', 'one'],
      ['agt_ada', 'login.ended', 'agt_ann', 'all'],
    ])
  })

  test('are no business of another site’s page', async () => {
    for (const body of [undefined, { disabled: true }]) {
      const path = body ? '/api/accounts/agt_ann' : '/api/accounts'
      expect((await as('ada', path, body, { origin: 'https://evil.example' })).code).toBe('request.forbidden')
    }
  })
})

describe('one’s own account', () => {
  test('takes another password for the one before; this login goes on, all others end', async () => {
    const stop = watchAccounts({
      ...hub,
      dataFolder: null,
      log: hub.log,
      personChanged: () => {},
      endSession: () => {},
    })
    const other = (await enter('ann', password)).cookie.split('=')[1]!
    const change = (old: string, next: string) => as('ann', '/api/agent/password', { old, new: next })
    expect((await change('not that one', 'eleven blue herons')).code).toBe('password.wrong')
    expect((await change(password, 'ann ann ann ann')).code).toBe('password.known')
    expect((await change(password, 'eleven blue herons')).code).toBe(204)
    hub.clock.move(500)
    await expect.poll(() => hub.logins.actor(other)).toBeNull()
    expect((await as('ann', '/api/agent/session')).code).toBe(200)
    expect((await enter('ann', password)).code).toBe('signIn.wrong')
    expect((await enter('ann', 'eleven blue herons')).code).toBe(200)
    expect(acts().at(-1)).toEqual(['agt_ann', 'account.password', 'agt_ann', ''])
    stop()
  })

  test('locks out whoever guesses at its password from an open screen', async () => {
    const guess = () => as('ann', '/api/agent/second-factor/remove', { password: 'a guess' })
    for (let count = 0; count < 5; count += 1) expect((await guess()).code).toBe('password.wrong')
    expect((await guess()).code).toBe('signIn.locked')
    expect(hub.refusals).toEqual(['wrongPasswordsPerAccount'])
  })

  test('shows its logins and ends another of them', async () => {
    await enter('ann', password)
    const { body } = await as('ann', '/api/agent/sessions')
    expect(body).toMatchObject({
      password: true,
      secondFactor: false,
      secondFactorRule: 'optional',
      recoveryCodesLeft: 0,
    })
    const [own, other] = [true, false].map((isThis) =>
      body.sessions.find((one: { isThis: boolean }) => one.isThis === isThis),
    )
    expect(own.browser).toBe('')
    expect((await as('ann', '/api/agent/sessions/end', { session: other.session })).code).toBe(204)
    expect(hub.door.ended).toEqual([other.session])
    expect((await as('sue', '/api/agent/sessions/end', { session: own.session })).code).toBe('session.unknown')
  })
})

describe('a second factor', () => {
  const codeOf = (secret: string, shiftMs = 0) =>
    new TOTP({ secret: secret.replaceAll(' ', '') }).generate({ timestamp: hub.clock.now() + shiftMs })
  async function enrol(login: string) {
    const { secret, uri } = (await as(login, '/api/agent/second-factor/begin', {})).body
    expect(uri).toMatch(/^otpauth:\/\/totp\/Madoguchi:/)
    const { body } = await as(login, '/api/agent/second-factor/confirm', { code: codeOf(secret) })
    return { secret, recoveryCodes: body.recoveryCodes as string[] }
  }

  test('is asked for beside the password, and a code is good once', async () => {
    const { secret, recoveryCodes } = await enrol('ann')
    expect(new Set(recoveryCodes).size).toBe(10)
    expect((await enter('ann', password)).code).toBe('signIn.codeNeeded')
    expect((await enter('ann', 'wrong', '000000')).code).toBe('signIn.wrong')
    // The code that confirmed it was taken already.
    expect((await enter('ann', password, codeOf(secret))).code).toBe('signIn.codeWrong')
    hub.clock.move(30_000)
    const now = codeOf(secret)
    expect((await enter('ann', password, now)).code).toBe(200)
    expect((await enter('ann', password, now)).code).toBe('signIn.codeWrong')
    expect((await enter('ann', password, codeOf(secret, 30_000))).code).toBe(200)
    hub.clock.move(300_000)
    expect((await enter('ann', password, codeOf(secret, 60_000))).code).toBe('signIn.codeWrong')
    expect((await enter('ann', password, codeOf(secret, -60_000))).code).toBe('signIn.codeWrong')
  })

  test('locks after five wrong codes, which the right password does not forgive', async () => {
    await enrol('ann')
    for (let count = 0; count < 5; count += 1) {
      expect((await enter('ann', password)).code).toBe('signIn.codeNeeded')
      expect((await enter('ann', password, '000000')).code).toBe('signIn.codeWrong')
    }
    expect((await enter('ann', password)).code).toBe('signIn.locked')
    expect(acts().at(-1)).toEqual(['hub', 'account.locked', 'agt_ann', ''])
  })

  test('is got round once by each recovery code, however it is typed, and not by two at once', async () => {
    const { recoveryCodes } = await enrol('ann')
    expect(recoveryCodes[0]).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/)
    const typed = recoveryCodes[0]!.toLowerCase().replaceAll('-', ' ')
    const both = await Promise.all([enter('ann', password, typed), enter('ann', password, typed)])
    expect(both.map(({ code }) => code).toSorted()).toEqual([200, 'signIn.codeWrong'])
    expect((await as('ann', '/api/agent/sessions')).body).toMatchObject({ secondFactor: true, recoveryCodesLeft: 9 })
    expect(acts().at(-1)).toEqual([
      'agt_ann',
      'account.secondFactor',
      'agt_ann',
      'a recovery code was used, 9 are left',
    ])
    for (const { value } of hub.store.range('secondFactor', {}))
      expect(Buffer.from(value).includes(recoveryCodes[1]!.replaceAll('-', ''))).toBe(false)
  })

  test('is taken off for the password, or forgotten by an administrator', async () => {
    await enrol('ann')
    expect((await as('ann', '/api/agent/second-factor/begin', {})).code).toBe('secondFactor.on')
    expect((await as('ann', '/api/agent/second-factor/remove', { password: 'wrong' })).code).toBe('password.wrong')
    expect((await as('ann', '/api/agent/second-factor/remove', { password })).code).toBe(204)
    expect((await enter('ann', password)).code).toBe(200)
    await enrol('ann')
    expect((await as('ada', '/api/accounts/agt_ann', { forgetSecondFactor: true })).body.secondFactor).toBe(false)
    expect(
      acts()
        .slice(-2)
        .map(([by, , , detail]) => [by, detail]),
    ).toEqual([
      ['agt_ann', 'on'],
      ['agt_ada', 'forgotten'],
    ])
  })

  test('that is required is enrolled before anything else', async () => {
    await begin(testConfig({}, { signIn: { secondFactor: { administrator: 'required' } } }))
    const { code, cookie } = await enter('ada', password)
    expect(code).toBe('signIn.enrolNeeded')
    cookies.set('ada', cookie)
    for (const path of ['/api/accounts', '/api/agent/sessions', '/api/configuration'])
      expect((await as('ada', path)).code).toBe('signIn.enrolNeeded')
    expect((await as('ada', '/api/agent/session')).code).toBe('signIn.enrolNeeded')
    expect((await as('ada', '/api/agent/ticket', {})).code).toBe('signIn.enrolNeeded')
    expect((await as('ada', '/api/agent/second-factor/confirm', { code: '123456' })).code).toBe(
      'secondFactor.codeWrong',
    )
    await enrol('ada')
    expect((await as('ada', '/api/agent/session')).code).toBe(200)
    expect((await as('ada', '/api/agent/second-factor/remove', { password })).code).toBe('secondFactor.required')
    expect((await enter('ann', password)).code).toBe(200)
  })
})
