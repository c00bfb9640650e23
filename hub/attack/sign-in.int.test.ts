/**
 * Tickets, identities and logins on the real hub, as somebody would try them who wants in: used and invented tickets, other
 * origins, damaged tokens, a cookie that was planted, wrong passwords, and very many sign-ins at once.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Chance } from '../sim/chance.ts'
import { demoPassword, startRealHub, type RealHub } from './real-hub.ts'
import { adminProgram } from './storage-admin.ts'
import { until } from './waiting.ts'
import { agentPage, cookieOf, post, signIn, visitorTicket, welcomed, WirePage } from './wire-page.ts'

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-sign-in-'))
let hub: RealHub

beforeAll(async () => {
  const limits = {
    socketsBeforeHelloPerAddress: 1_000,
    ticketsPerMinutePerAddress: 10_000,
    signInsPerMinutePerAddress: 10_000,
    wrongPasswordsPerAccount: 5,
    wrongPasswordsPerAddress: 1_000,
  }
  writeFileSync(join(folder, 'limits.json'), JSON.stringify({ limits }))
  hub = await startRealHub({ MADOGUCHI_CONFIG: join(folder, 'limits.json') })
})
afterAll(async () => {
  await hub?.stop()
  hub?.remove()
  rmSync(folder, { recursive: true, force: true })
})

const session = (cookie: string) => fetch(`${hub.origin}/api/agent/session`, { headers: { cookie } })

/** A hello on a page of this origin: how the page was closed, or null when it was welcomed. */
async function helloFrom(ticket: string, origin = hub.origin): Promise<number | null> {
  const page = new WirePage(hub, origin)
  await until(() => page.opened)
  page.hello(ticket)
  await until(() => page.session !== null || page.closedWith !== null)
  const { closedWith } = page
  page.leave()
  return closedWith
}

test('a ticket is good once and from its own origin, and an invented one is not good at all', async () => {
  const { ticket } = await visitorTicket(hub)
  expect([await helloFrom(ticket), await helloFrom(ticket)]).toEqual([null, 4401])
  // Both are origins of the hub's own, and still not the same page.
  const carried = (await visitorTicket(hub)).ticket
  expect(await helloFrom(carried, `http://localhost:${hub.port}`)).toBe(4401)
  expect(await helloFrom(carried)).toBe(4401)
  for (const invented of ['', 'x', ticket.slice(1), 'A'.repeat(43), '__proto__'])
    expect(await helloFrom(invented)).toBe(4401)
})

test('another site’s page gets neither a socket nor a ticket', async () => {
  for (const origin of [
    'https://evil.example',
    'null',
    `http://127.0.0.1:${hub.port + 1}`,
    `${hub.origin}.evil.example`,
  ]) {
    const page = new WirePage(hub, origin)
    await until(() => page.closedWith !== null)
    expect([origin, page.refusedWith]).toEqual([origin, 403])
    expect((await post(hub, '/api/visitor/ticket', { site: 'pk_demo' }, { origin })).status).toBe(403)
    expect((await signIn(hub, 'hanako', demoPassword, { origin })).status).toBe(403)
  }
})

test('a damaged visitor token is nobody’s: whoever shows it is somebody new', async () => {
  const { ticket, token } = await visitorTicket(hub)
  const own = await welcomed(hub, ticket)
  expect((await welcomed(hub, (await visitorTicket(hub, token)).ticket)).session).toBe(own.session)
  const chance = new Chance(7)
  const seen = new Set<string | null>([own.session])
  const damaged = Array.from({ length: 60 }, () => damage(token, chance))
  for (const bad of [...damaged, '', '.', token.split('.')[0]!, `.${token.split('.')[1]}`, `${token}A`]) {
    const given = await visitorTicket(hub, bad)
    expect(given.token).not.toBe(token)
    const { status } = await fetch(`${hub.origin}/api/attachments/att_a`, {
      headers: { authorization: `Bearer ${bad}`, origin: hub.origin },
    })
    expect(status).toBe(401)
    const page = await welcomed(hub, given.ticket)
    expect(seen.has(page.session)).toBe(false)
    seen.add(page.session)
    page.leave()
  }
  own.leave()
})

/** One character is another, or some are missing. */
function damage(token: string, chance: Chance): string {
  const at = chance.between(0, token.length - 2)
  if (chance.hits(0.3)) return token.slice(0, at)
  const other = token[at] === 'A' ? 'B' : 'A'
  return `${token.slice(0, at)}${other}${token.slice(at + 1)}`
}

test('a cookie that was planted before the sign-in is worth nothing after it, and a sign-in ends the one before', async () => {
  const planted = `madoguchi=${'A'.repeat(43)}`
  const first = cookieOf(await signIn(hub, 'hanako', demoPassword, { cookie: planted }))
  expect(first).not.toBe(planted)
  expect([(await session(planted)).status, (await session(first)).status]).toEqual([401, 200])
  const page = await agentPage(hub, first)
  const second = cookieOf(await signIn(hub, 'hanako', demoPassword, { cookie: first }))
  await until(() => page.closedWith !== null)
  expect([page.closedWith, (await session(first)).status, (await session(second)).status]).toEqual([4403, 401, 200])
})

test('signing out closes that login’s sockets with 4403, and no other’s', async () => {
  const cookies = [cookieOf(await signIn(hub, 'hanako')), cookieOf(await signIn(hub, 'hanako'))] as const
  const [mine, other] = [await agentPage(hub, cookies[0]), await agentPage(hub, cookies[1])]
  const unused = JSON.parse((await post(hub, '/api/agent/ticket', {}, { cookie: cookies[0] })).body) as {
    ticket: string
  }
  const began = performance.now()
  expect((await post(hub, '/api/agent/sign-out', {}, { cookie: cookies[0] })).status).toBe(204)
  await until(() => mine.closedWith !== null)
  console.log(`sockets were closed ${Math.round(performance.now() - began)} ms after the sign-out was asked for`)
  expect([mine.closedWith, (await session(cookies[0])).status]).toEqual([4403, 401])
  // What it had got and not used is worth nothing either.
  expect(await helloFrom(unused.ticket)).toBe(4401)
  expect(await other.ask('presence.set', { status: 'away', reason: '' })).toBe('done')
  other.leave()
})

test('an account that is disabled beside the running hub is out: its sockets, its cookie, its password', async () => {
  const cookie = cookieOf(await signIn(hub, 'james'))
  const page = await agentPage(hub, cookie)
  const flags = [adminProgram, 'user', 'disable', 'james', '--data', hub.dataFolder]
  const child = spawn(process.execPath, flags, { stdio: 'ignore' })
  expect(await once(child, 'close')).toEqual([0, null])
  const began = performance.now()
  await until(() => page.closedWith !== null)
  console.log(`sockets were closed ${Math.round(performance.now() - began)} ms after the account was disabled`)
  expect([page.closedWith, (await session(cookie)).status, (await signIn(hub, 'james')).status]).toEqual([
    4403, 401, 401,
  ])
})

test('wrong passwords lock the account, not its neighbours, also against the right password and for a name nobody has', async () => {
  for (const name of ['misaki', 'nobody-has-this-name']) {
    const answers: number[] = []
    for (let times = 0; times < 5; times++) answers.push((await signIn(hub, name, `guess ${times}`)).status)
    expect([name, answers]).toEqual([name, [401, 401, 401, 401, 401]])
    const locked = await signIn(hub, name)
    expect([locked.status, JSON.parse(locked.body).code, Number(locked.headers.get('retry-after')) > 0]).toEqual([
      429,
      'signIn.locked',
      true,
    ])
  }
  expect((await signIn(hub, 'admin')).status).toBe(200)
})

test('a hundred sign-ins at once: others are served meanwhile, and none is answered wrongly', async () => {
  const page = await agentPage(hub, cookieOf(await signIn(hub, 'admin')))
  let going = true
  const flood = Promise.all(Array.from({ length: 100 }, (_, at) => signIn(hub, `somebody${at}`, 'a guess'))).finally(
    () => (going = false),
  )
  const tookMs: number[] = []
  while (going) {
    const began = performance.now()
    expect((await visitorTicket(hub)).ticket).not.toBe('')
    expect(await page.ask('presence.set', { status: 'away', reason: '' })).toBe('done')
    tookMs.push(performance.now() - began)
  }
  const statuses = (await flood).map(({ status }) => status)
  expect(statuses.filter((status) => status !== 401 && status !== 429)).toEqual([])
  console.log(
    `${statuses.filter((status) => status === 429).length} of 100 were put off; ${tookMs.length} others served, the slowest in ${Math.round(Math.max(...tookMs))} ms`,
  )
  expect(tookMs.length).toBeGreaterThan(0)
  expect((await signIn(hub, 'admin')).status).toBe(200)
  page.leave()
})
