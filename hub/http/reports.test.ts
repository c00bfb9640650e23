/** Reports over HTTP: who may have them, what is refused, as data and as a table. */
import { beforeAll, describe, expect, test } from 'vitest'
import { testPerson } from '../auth/testing.ts'
import type { Role } from '../app/organisation.ts'
import { headerOf, jsonOf, testHttp } from './testing.ts'

const password = 'correct horse battery'
const own = { host: 'hub.test', 'x-madoguchi': '1' }
const hub = testHttp()
const cookies = new Map<Role, string>()

beforeAll(async () => {
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
  ])('are refused for %j', async (wrong) => {
    const response = await ask({ ...day, ...(wrong as Record<string, string>) })
    expect([response.status, jsonOf(response).code]).toEqual([400, 'request.malformed'])
  })
})
