/** What whoever looks after the hub asks over HTTP: the record of privileged acts, health, and flows before they are served. */
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import { testPerson } from '../auth/testing.ts'
import { instant } from '../model/time.ts'
import { headerOf, jsonOf, testConfig, testHttp } from './testing.ts'

const password = 'correct horse battery'
const ada = testPerson('ada', { role: 'administrator' })
let hub: ReturnType<typeof testHttp>
let headers: Record<string, string>

beforeEach(async () => {
  hub = testHttp()
  await hub.accounts.ensure([ada], password)
  headers = await signedIn()
})

async function signedIn({ login } = ada): Promise<Record<string, string>> {
  const body = { name: login, password }
  const response = await hub.ask({ method: 'POST', path: '/api/agent/sign-in', headers: { 'x-madoguchi': '1' }, body })
  return { 'x-madoguchi': '1', cookie: headerOf(response, 'set-cookie').split(';')[0]! }
}

const get = async (path: string) => {
  const response = await hub.ask({ path, headers })
  return { status: response.status, body: jsonOf(response) }
}
const post = async (path: string, body: object) => {
  const response = await hub.ask({ method: 'POST', path, headers, body })
  return { status: response.status, body: jsonOf(response) }
}

describe('the record of privileged acts', () => {
  test('is told with the names of people', async () => {
    const { agent, name } = ada
    hub.door.auditPage = {
      records: [
        { n: 7, at: instant(5), actor: agent, act: 'account.role', object: agent, detail: 'd', hash: 'ab' },
        { n: 6, at: instant(4), actor: 'command line', act: 'backup.made', object: 'there', detail: '', hash: 'cd' },
      ],
      head: { n: 9, hash: 'ef' },
      before: 6,
    }
    const { body } = await get('/api/audit?act=account&from=1970-01-01T00:00Z&to=900&before=8&limit=2&text=d')
    expect(body.records).toEqual([
      {
        n: 7,
        at: 5,
        actor: agent,
        actorName: name,
        act: 'account.role',
        object: agent,
        objectName: name,
        detail: 'd',
        hash: 'ab',
      },
      {
        n: 6,
        at: 4,
        actor: 'command line',
        actorName: 'command line',
        act: 'backup.made',
        object: 'there',
        objectName: '',
        detail: '',
        hash: 'cd',
      },
    ])
    expect(body).toMatchObject({ head: { n: 9, hash: 'ef' }, before: 6 })
    expect(hub.door.auditAsked).toEqual([
      { actor: '', act: 'account', object: '', text: 'd', from: 0, to: 900, before: 8, limit: 2 },
    ])
  })

  test.each(['from=yesterday', 'to=-5', 'before=0', 'limit=501', 'limit=1.5', `actor=${'x'.repeat(101)}`])(
    'is not asked for with %s',
    async (query) => expect((await get(`/api/audit?${query}`)).body).toEqual({ code: 'request.malformed' }),
  )

  test('is shown to nobody while it cannot be kept who looks', async () => {
    hub.door.storageDown = true
    for (const path of ['/api/audit', '/api/audit/check'])
      expect((await get(path)).body.code).toBe('storage.unavailable')
  })
})

describe('health', () => {
  const stateOf = async (name: string): Promise<string | undefined> => {
    const { body } = await get('/api/health/details')
    return body.checks.find((check: { name: string }) => check.name === name)?.state
  }

  test.each([
    ['contacts', { contacts: 100 }, 'ok'],
    ['contacts', { contacts: 160_000 }, 'late'],
    ['contacts', { contacts: 200_000 }, 'wrong'],
    ['disk', { used: { freeMegabytesMin: 5_000 } }, 'ok'],
    ['disk', { used: { freeMegabytesMin: 900 } }, 'late'],
    ['disk', { used: { freeMegabytesMin: 199 } }, 'wrong'],
    ['disk', { used: { freeMegabytesMin: Infinity } }, undefined],
    ['memory', { used: { memoryMegabytesMax: 4_000 } }, 'late'],
    ['files', { used: { attachmentGigabytesMax: 100 } }, 'wrong'],
  ])('of %s at %o is %s', async (name, vital, state) => {
    hub.door.vital = { ...hub.door.vital, ...vital }
    expect(await stateOf(name)).toBe(state)
  })

  test('asks a company for copies of its data, not a demo', async () => {
    expect(await stateOf('backup')).toBe('ok')
    hub = testHttp(testConfig({ MADOGUCHI_MODE: 'production' }))
    await hub.accounts.ensure([ada], password)
    headers = await signedIn()
    expect([await stateOf('backup'), await stateOf('keysCopy')]).toEqual(['wrong', 'wrong'])
    const ago = (hours: number) => instant(hub.clock.now() - hours * 3_600_000)
    for (const [hours, state] of [
      [20, 'ok'],
      [30, 'late'],
      [200, 'wrong'],
    ] as const) {
      hub.door.vital = { ...hub.door.vital, backupAt: ago(hours), keysCopiedAt: ago(hours) }
      expect([await stateOf('backup'), await stateOf('keysCopy')]).toEqual([state, 'ok'])
    }
  })

  test('tells of the store and of each media worker', async () => {
    expect(await stateOf('media')).toBe('wrong')
    const workers = [
      { state: 'running', since: 1, pid: 77 },
      { state: 'waiting', since: 2, error: 'it ended' },
    ] as const
    Object.assign(hub.media, { available: true, reason: '', workers })
    const { body } = await get('/api/health/details')
    expect(body.media.workers).toEqual([
      { state: 'running', since: 1, error: '' },
      { state: 'waiting', since: 2, error: 'it ended' },
    ])
    expect(await stateOf('media')).toBe('late')
    hub.door.storageDown = true
    expect(await stateOf('store')).toBe('wrong')
  })
})

describe('flows', () => {
  const flow = readFileSync(new URL('../demo/aozora.flow.json', import.meta.url), 'utf8')
  const cases = readFileSync(new URL('../demo/aozora.flow-test.json', import.meta.url), 'utf8')

  test('are checked with the lines of what is wrong, as text and as an object', async () => {
    const bad = '{\n  "flow": "x"\n}'
    const { body } = await post('/api/flows/check', { flow: bad })
    expect(body.faults.length).toBeGreaterThan(0)
    expect(body.faults[0]).toMatchObject({ line: 1, words: expect.stringContaining('missing') })
    expect((await post('/api/flows/check', { flow: JSON.parse(bad) })).body).toEqual(body)
    expect((await post('/api/flows/check', { flow: '{ "flow": }' })).body.faults).toHaveLength(1)
  })

  test('may speak of queues that there are', async () => {
    const { body } = await post('/api/flows/check', { flow })
    expect(body.faults.map(({ words }: { words: string }) => words).join()).toContain('is no queue')
  })

  test('are drawn as steps and ways', async () => {
    const { body } = await post('/api/flows/graph', { flow })
    const steps = new Set(body.nodes.map(({ step }: { step: string }) => step))
    expect(body.nodes.filter(({ isStart }: { isStart: boolean }) => isStart)).toHaveLength(1)
    for (const { from, to } of body.edges) expect([steps.has(from), steps.has(to)]).toEqual([true, true])
  })

  test('are tried by their cases', async () => {
    const written = JSON.parse(cases)
    written.cases = written.cases.slice(0, 2)
    const { body } = await post('/api/flows/test', { flow, test: written })
    expect(body.faults).toEqual([])
    expect(body.results.length).toBeGreaterThan(1)
    written.cases[0].talk[0].expects.asks = 'nothing'
    const { results } = (await post('/api/flows/test', { flow, test: written })).body
    expect(results[0].faults[0]).toContain('turn 1')
    expect((await post('/api/flows/test', { flow, test: '{' })).body.faults).toHaveLength(1)
  })

  test('answer whoever tries them, turn by turn', async () => {
    const around = { flow, locale: 'en', channel: 'page', today: '2026-11-24', open: true }
    const talk: object[] = []
    const said = async (turn?: object) => {
      if (turn !== undefined) talk.push(turn)
      return (await post('/api/flows/try', { ...around, talk })).body.talk
    }
    const first = await said()
    expect(first).toMatchObject({ outcome: null, lines: [{ by: 'bot' }, { by: 'bot' }] })
    const [choice] = first.question.choices
    const second = await said({ does: 'chooses', key: choice.key })
    expect(second.lines[2]).toEqual({ by: 'customer', text: choice.label })
    expect(second.step).not.toBe(first.step)
    const last = await said({ does: 'wantsPerson' })
    expect(last.lines.length).toBeGreaterThan(second.lines.length)
    expect((await post('/api/flows/try', { ...around, flow: '{}', talk })).body.talk).toBe(null)
  })
})

test('none of it is for those without the right', async () => {
  const ben = testPerson('ben')
  await hub.accounts.ensure([ben], password)
  headers = await signedIn(ben)
  for (const path of ['/api/audit', '/api/audit/check', '/api/health/details'])
    expect((await get(path)).body).toEqual({ code: 'request.forbidden' })
  expect((await post('/api/flows/check', { flow: '{}' })).body).toEqual({ code: 'request.forbidden' })
})
