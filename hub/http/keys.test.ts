/** API keys over HTTP: what they open, what they do not, and how they end. */
import { beforeEach, describe, expect, test } from 'vitest'
import { testPerson } from '../auth/testing.ts'
import { minutes } from '../model/time.ts'
import { jsonOf, testHttp } from './testing.ts'

let hub: ReturnType<typeof testHttp>
let cookie: string

beforeEach(async () => {
  hub = testHttp()
  for (const [login, role] of [
    ['ada', 'administrator'],
    ['sue', 'supervisor'],
  ] as const)
    await hub.accounts.put({ person: testPerson(login, { role }), passwordHash: null })
  cookie = `madoguchi=${(await hub.logins.begin(hub.accounts.find('ada')!.person)).token}`
})

async function send(headers: Record<string, string>, path: string, body?: object, address = '192.0.2.1') {
  const response = await hub.ask({ method: body ? 'POST' : 'GET', path, headers, address, ...(body && { body }) })
  const told = response.body === '' ? null : jsonOf(response)
  return { code: response.status < 400 ? response.status : (told.code as string), body: told }
}
const asAda = (path: string, body?: object) => send({ cookie, 'x-madoguchi': '1' }, path, body)
const byKey = (key: string, path: string, body?: object, address?: string) =>
  send({ authorization: `Bearer ${key}` }, path, body, address)
const make = async (rights: readonly string[], name = 'Nightly report', expiresAt: number | null = null) =>
  (await asAda('/api/keys', { name, rights, expiresAt })).body as { id: string; key: string }

describe('an API key', () => {
  test('opens what its rights open, and nothing that is somebody’s own', async () => {
    const { key } = await make(['accounts.read'])
    expect(key).toMatch(/^mdk_[A-Za-z0-9_-]{43}$/)
    expect((await byKey(key, '/api/accounts')).code).toBe(200)
    for (const path of ['/api/keys', '/api/agent/session', '/api/agent/sessions', '/api/configuration'])
      expect((await byKey(key, path)).code).toBe('request.forbidden')
    for (const { value } of hub.store.range('apiKey', {})) expect(Buffer.from(value).includes(key)).toBe(false)
  })

  test('is listed without itself, and stands in the audit by its name', async () => {
    const { id, key } = await make(['accounts.read', 'accounts.change'])
    const added = { login: 'ken', name: 'Ken', role: 'readOnly', password: 'eleven blue herons' }
    // It has not the rights that an administrator has.
    expect((await byKey(key, '/api/accounts', { ...added, role: 'administrator' })).code).toBe('account.beyond')
    expect((await asAda('/api/keys')).body.keys).toEqual([
      {
        id,
        name: 'Nightly report',
        rights: ['accounts.read', 'accounts.change'],
        createdAt: hub.clock.now(),
        createdBy: 'agt_ada',
        lastUsedAt: hub.clock.now(),
        expiresAt: null,
      },
    ])
    expect(hub.recorded().at(-1)).toMatchObject({ actor: 'agt_ada', act: 'key.made', object: id })
    const all = await make(
      [
        ...(await asAda('/api/keys')).body.keys[0].rights,
        'floor.read',
        'reports.read',
        'configuration.read',
        'health.read',
      ],
      'Staff system',
    )
    expect((await byKey(all.key, '/api/accounts', added)).code).toBe(200)
    expect(hub.recorded().at(-1)).toMatchObject({ actor: 'key Staff system', act: 'account.added', detail: 'readOnly' })
  })

  test('ends at once, by hand or by its time', async () => {
    const { id, key } = await make(['accounts.read'])
    expect((await asAda(`/api/keys/${id}/end`, {})).code).toBe(204)
    expect((await byKey(key, '/api/accounts')).code).toBe('signIn.needed')
    expect((await asAda(`/api/keys/${id}/end`, {})).code).toBe('key.unknown')
    const short = await make(['accounts.read'], 'Short', hub.clock.now() + minutes(1))
    expect((await byKey(short.key, '/api/accounts')).code).toBe(200)
    hub.clock.move(minutes(1))
    expect((await byKey(short.key, '/api/accounts')).code).toBe('signIn.needed')
  })

  test('is not made with rights that its maker has not, twice of one name, or for the past', async () => {
    await make(['accounts.read'])
    const ask = (more: object) =>
      asAda('/api/keys', { name: 'Other', rights: ['accounts.read'], expiresAt: null, ...more })
    expect((await ask({ name: 'Nightly report' })).code).toBe('key.taken')
    for (const more of [{ rights: ['everything'] }, { rights: [] }, { expiresAt: 1 }, { name: ' x' }])
      expect((await ask(more)).code).toBe('request.malformed')
    const { key } = await make(['keys.change'], 'Maker')
    const beyond = await byKey(key, '/api/keys', { name: 'Mine', rights: ['accounts.read'], expiresAt: null })
    expect(beyond.code).toBe('key.beyond')
  })

  test('that is wrong makes its address wait, and no other', async () => {
    const { key } = await make(['accounts.read'])
    const wrong = `mdk_${'A'.repeat(43)}`
    for (let count = 0; count < 20; count += 1) expect((await byKey(wrong, '/api/accounts')).code).toBe('signIn.needed')
    expect((await byKey(key, '/api/accounts')).code).toBe('signIn.locked')
    expect((await byKey(key, '/api/accounts', undefined, '192.0.2.2')).code).toBe(200)
    expect(hub.refusals).toContain('wrongPasswordsPerAddress')
  })

  test('has its last use written down once in ten minutes', async () => {
    const { key } = await make(['accounts.read'])
    const lastUse = async () => (await asAda('/api/keys')).body.keys[0].lastUsedAt
    await byKey(key, '/api/accounts')
    const first = hub.clock.now()
    await expect.poll(lastUse).toBe(first)
    hub.clock.move(minutes(9))
    await byKey(key, '/api/accounts')
    expect(await lastUse()).toBe(first)
    hub.clock.move(minutes(2))
    await byKey(key, '/api/accounts')
    await expect.poll(lastUse).toBe(hub.clock.now())
  })
})
