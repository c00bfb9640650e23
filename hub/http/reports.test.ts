/** Reports over HTTP: who may have them, what is refused, as data and as a table. */
import { beforeAll, describe, expect, test } from 'vitest'
import { testPerson } from '../auth/testing.ts'
import type { Role } from '../app/organisation.ts'
import { headerOf, jsonOf, testHttp } from './testing.ts'

const password = 'correct horse battery'
const own = { host: 'hub.test', 'x-madoguchi': '1' }
const hub = testHttp()
const cookies = new Map<Role, string>()

/** The two quarters that something was counted of begin here; it is the end of the first of them. */
const first = 1_795_312_800_000

beforeAll(async () => {
  hub.clock.move(first + 900_000 - hub.clock.now())
  for (const role of ['agent', 'supervisor', 'administrator'] as const) {
    await hub.accounts.save(testPerson(role === 'supervisor' ? 'x' : role, { role }), password)
    const signedIn = await hub.ask({
      method: 'POST',
      path: '/api/agent/sign-in',
      origin: 'http://hub.test',
      headers: own,
      body: { name: role === 'supervisor' ? 'x' : role, password },
    })
    cookies.set(role, headerOf(signedIn, 'set-cookie').split(';')[0]!)
  }
})

const day = { of: 'queue', from: '2026-11-22T00:00+09:00', to: '2026-11-23T00:00+09:00' }
const ask = (query: Record<string, string>, role: Role = 'supervisor', headers: Record<string, string> = own) =>
  hub.ask({
    path: `/api/reports?${new URLSearchParams(query)}`,
    headers: { ...headers, cookie: cookies.get(role)! },
  })

describe('reports', () => {
  test('are for supervisors and administrators, from the hub’s own pages', async () => {
    expect([(await ask(day)).status, (await ask(day, 'administrator')).status]).toEqual([200, 200])
    expect([(await ask(day, 'agent')).status, (await hub.ask({ path: '/api/reports', headers: own })).status]).toEqual([
      403, 401,
    ])
    expect((await ask(day, 'supervisor', { host: 'hub.test' })).status).toBe(403)
  })

  test('tell each figure with its formula and what it means, and queues by name', async () => {
    const { figures, parts, rows } = jsonOf(await ask({ ...day, by: 'queue,channel', lang: 'ja', interval: '15m' }))
    expect(parts).toEqual(['queue', 'channel'])
    expect(figures[0]).toMatchObject({ formula: 'offered.1', name: '着信数', unit: 'count' })
    expect(rows).toHaveLength(4)
    expect(rows[1].parts).toEqual([
      { id: 'que_orders', name: '店' },
      { id: 'chat', name: 'chat' },
    ])
    // What the configuration has no longer keeps its id.
    expect(rows[0].parts[0].name).toBe('que_gone')
    const [whole] = jsonOf(await ask(day)).rows
    const at = figures.findIndex(({ formula }: { formula: string }) => formula === 'offered.1')
    expect([whole.figures[at], whole.figures.length]).toEqual([4, figures.length])
  })

  test('tell all rows together, a page of them, in the order that is asked for', async () => {
    const asked = { ...day, by: 'queue', interval: '15m' }
    const told = async (more: Record<string, string>) => {
      const { count, total, rows } = jsonOf(await ask({ ...asked, ...more }))
      expect([count, total.figures[0]]).toEqual([4, 8])
      return rows.map(({ at, parts }: { at: number; parts: { id: string }[] }) => [at % 1_800_000, parts[0]!.id])
    }
    const half = 900_000
    expect(await told({})).toEqual([
      ...[
        [0, 'que_gone'],
        [0, 'que_orders'],
      ],
      ...[
        [half, 'que_gone'],
        [half, 'que_orders'],
      ],
    ])
    expect(await told({ sort: '-queue', lang: 'ja' })).toEqual([
      ...[
        [0, 'que_orders'],
        [half, 'que_orders'],
      ],
      ...[
        [0, 'que_gone'],
        [half, 'que_gone'],
      ],
    ])
    expect(await told({ sort: '-at', skip: '1', limit: '2' })).toEqual([
      [half, 'que_orders'],
      [0, 'que_gone'],
    ])
    // What is alike stays in the order of time and parts, and what says nothing is last.
    expect(await told({ sort: '-offered.1', limit: '1' })).toEqual([[0, 'que_gone']])
    expect(await told({ sort: 'meanTalkTime.1', limit: '1' })).toEqual([[0, 'que_gone']])
  })

  test('tell what was before beside it, as much of it as there has been by now', async () => {
    const asked = { of: 'queue', from: String(first), to: String(first + 86_400_000), lang: 'en' }
    // The quarter that is beside is the next one; of the second of them nothing has been yet.
    const { rows, total } = jsonOf(await ask({ ...asked, interval: '15m', before: String(first + 900_000) }))
    expect(
      rows.map(({ figures, before }: { figures: number[]; before: number[] | null }) => [figures[0], before?.[0]]),
    ).toEqual([
      ...[
        [2, 2],
        [2, 2],
      ],
      ...[
        [2, undefined],
        [2, undefined],
      ],
    ])
    expect([total.figures[0], total.before[0]]).toEqual([8, 4])
    const whole = jsonOf(await ask({ ...asked, by: '', before: String(first - 86_400_000) }))
    expect([whole.rows[0].before, whole.total.before]).toEqual([null, null])
  })

  test('are tables for spreadsheets, in local time, where no cell is taken for a formula', async () => {
    const response = await ask({
      ...day,
      of: 'disposition',
      by: 'disposition,agent',
      form: 'csv',
      zone: 'Asia/Tokyo',
      interval: '1h',
    })
    expect(headerOf(response, 'content-type')).toBe('text/csv; charset=utf-8')
    expect(headerOf(response, 'content-disposition')).toBe('attachment; filename="disposition.csv"')
    expect(String(response.body)).toBe(
      '\uFEFFFrom,disposition,agent,Results\r\n2026-11-22 11:00,"\'=SUM(1,2)",Name of x,6\r\n',
    )
  })

  test.each([
    { of: 'people' },
    { from: '' },
    { from: 'yesterday' },
    { to: day.from },
    { to: '2029-01-01T00:00Z' },
    { interval: '5m' },
    { by: 'agent' },
    { by: 'queue,queue' },
    { zone: 'Mars/Olympus' },
    { zone: 'x'.repeat(99) },
    { target: '21' },
    { short: '-1' },
    { form: 'xml' },
    { lang: 'fr' },
    { sort: 'signedOnTime.1' },
    { sort: '--at' },
    { limit: '-1' },
    { skip: '1.5' },
    { before: 'yesterday' },
  ])('are refused for %j', async (wrong) => {
    const response = await ask({ ...day, ...(wrong as Record<string, string>) })
    expect([response.status, jsonOf(response).code]).toEqual([400, 'request.malformed'])
  })
})
