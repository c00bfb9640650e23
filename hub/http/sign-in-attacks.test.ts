/** What somebody tries who wants in, or wants to learn who is in: planted cookies, redirects, differences between answers, keys that lie about. */
import { beforeEach, expect, test } from 'vitest'
import { testPerson } from '../auth/testing.ts'
import { headerOf, jsonOf, testHttp, type MadeRequest } from './testing.ts'

const password = 'eleven blue herons'
let hub: ReturnType<typeof testHttp>

beforeEach(async () => {
  hub = testHttp()
  await hub.accounts.save(testPerson('ada', { role: 'administrator' }), password)
  await hub.accounts.put({ person: testPerson('kim'), passwordHash: null })
})

const signIn = (name: string, typed: string, more: Partial<MadeRequest> = {}) =>
  hub.ask({
    method: 'POST',
    path: '/api/agent/sign-in',
    body: { name, password: typed },
    ...more,
    headers: { 'x-madoguchi': '1', ...more.headers },
  })

test('a cookie that somebody planted before is not the login after: it is another one, and the planted one is worth nothing', async () => {
  const planted = (await hub.logins.begin(hub.accounts.find('ada')!.person)).token
  for (const token of [planted, 'A'.repeat(43)]) {
    const answer = await signIn('ada', password, { headers: { cookie: `madoguchi=${token}` } })
    const given = /^madoguchi=([^;]+)/.exec(headerOf(answer, 'set-cookie'))?.[1]
    expect([answer.status, given === token]).toEqual([200, false])
    expect([hub.logins.actor(token), hub.logins.actor(given!)?.agent]).toEqual([null, 'agt_ada'])
  }
})

test('who is known, unknown, disabled or without a password is answered with the same bytes after the same work', async () => {
  await hub.accounts.save(testPerson('dan', { disabled: true }), password)
  const { verify } = hub.passwords
  let checked = 0
  hub.passwords.verify = (kept, typed) => {
    checked += 1
    return verify.call(hub.passwords, kept, typed)
  }
  const answers: string[] = []
  for (const [at, name] of ['ada', 'nobody', 'dan', 'kim', 'not a login at all'].entries()) {
    const { status, headers, body } = await signIn(name, 'a wrong guess', { address: `192.0.2.${at + 1}` })
    answers.push(JSON.stringify([status, headers, body]))
  }
  expect([new Set(answers).size, checked]).toEqual([1, 5])
  // The wait after too many is the same as well.
  const waits: unknown[] = []
  for (const name of ['ada', 'nobody']) {
    for (let tries = 0; tries < 5; tries++) await signIn(name, 'a wrong guess', { address: `198.51.100.${tries}` })
    const { status, headers, body } = await signIn(name, password, { address: '198.51.100.99' })
    waits.push([status, headers, body])
  }
  expect(waits[1]).toEqual(waits[0])
  expect(waits[0]).toMatchObject([429, { 'retry-after': '30' }, expect.any(String)])
})

test('nothing sends a browser elsewhere because an address asks for it', async () => {
  const elsewhere = 'https://evil.example/'
  for (const path of [
    `/api/oidc/company/return?next=${elsewhere}&error=${elsewhere}`,
    `/api/oidc/company/begin?redirect_uri=${elsewhere}`,
    '//evil.example/agent',
    '//evil.example/..',
    '/%5C%5Cevil.example/agent',
    '/agent/..//evil.example',
    `/agent?next=${elsewhere}`,
  ]) {
    const answer = await hub.ask({ path }).catch(() => null)
    const to = answer === null ? '' : headerOf(answer, 'location')
    expect([path, /^(\/(?![/\\])|$)/.test(to ?? ''), (to ?? '').includes('evil')]).toEqual([path, true, false])
  }
})

test('a key stands in no log, no list, no refusal and no record', async () => {
  const said: string[] = []
  const note = (fields: object, text: string): void => void said.push(`${JSON.stringify(fields)} ${text}`)
  Object.assign(hub.log, { error: note, warn: note, info: note, debug: note })
  const login = (await hub.logins.begin(hub.accounts.find('ada')!.person)).token
  const asAda = { cookie: `madoguchi=${login}`, 'x-madoguchi': '1' }
  const wish = { name: 'Report', rights: ['reports.read', 'audit.read', 'customers.export'], expiresAt: null }
  const made = await hub.ask({ method: 'POST', path: '/api/keys', headers: asAda, body: wish })
  const { key, id } = jsonOf(made) as { key: string; id: string }
  const told: string[] = []
  const shown = { authorization: `Bearer ${key}` }
  hub.door.storageDown = true
  for (const path of [
    '/api/audit',
    '/api/accounts',
    `/api/reports?of=${key.slice(0, 9)}`,
    '/api/agent/session',
    '/nowhere',
  ])
    told.push(JSON.stringify(await hub.ask({ path, headers: shown })))
  hub.door.storageDown = false
  told.push(JSON.stringify(await hub.ask({ path: '/api/keys', headers: asAda })))
  await hub.ask({ method: 'POST', path: `/api/keys/${id}/end`, headers: asAda })
  told.push(JSON.stringify(await hub.ask({ path: '/api/audit', headers: shown })))
  told.push(JSON.stringify(hub.recorded()))
  for (const { value } of hub.store.range('apiKey', {})) told.push(Buffer.from(value).toString('latin1'))
  // All of it, and any part that would shorten guessing.
  const found = [...said, ...told].filter((text) => text.includes(key.slice(12)))
  expect([told.length, found]).toEqual([8, []])
})
