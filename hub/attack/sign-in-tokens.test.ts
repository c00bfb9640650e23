/**
 * Whatever proves who somebody is, forged in every way that others have fallen for: each bit of each token turned, cut short
 * and made longer, signed otherwise or not at all, taken to another site, read from the hub's own data. Never is anybody
 * somebody else, and what is no token is answered like a token that is none.
 */
import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VisitorTokens } from '../auth/visitor-tokens.ts'
import { makeRequest, type MadeRequest } from '../http/testing.ts'
import { bankOrigin, InsideHub, shopOrigin, type Known } from './inside-hub.ts'

let place: InsideHub
let visitor: Known
let agent: Known
let token = ''
let cookie = ''
let requests = 0

beforeAll(async () => {
  place = await InsideHub.open()
  visitor = place.visitor()
  agent = await place.settled(place.agent('ann'))
  token = visitor.headers.authorization!.slice('Bearer '.length)
  cookie = agent.headers.cookie!.slice('madoguchi='.length)
})
afterAll(() => place.close())

async function ask(request: MadeRequest): Promise<{ readonly status: number; readonly body: string }> {
  // Everybody from an address of their own, or the limits for one address would answer.
  const address = `10.${(requests += 1) >> 16}.${(requests >> 8) & 255}.${requests & 255}`
  const { status, body } = await place.settled(place.http(makeRequest({ address, ...request })))
  return { status, body: String(body) }
}

/** Text with each of its bits turned once. */
const turned = (text: string): string[] =>
  Array.from({ length: text.length * 8 }, (_, bit) => {
    const bytes = Buffer.from(text, 'latin1')
    bytes[bit >> 3]! ^= 1 << (bit & 7)
    return bytes.toString('latin1')
  })
const cut = (text: string): string[] => Array.from({ length: text.length }, (_, length) => text.slice(0, length))
const longer = (text: string): string[] =>
  ['A', '=', '==', '.', ' ', '\n', '\0', '%00', '.A', `.${text}`].flatMap((more) => [text + more, more + text])

const json = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const sign = (key: string | Buffer, text: string): string => createHmac('sha256', key).update(text).digest('base64url')

/** Tokens that name their own way of being checked, as other programs have believed them. */
function ofOtherKinds(): string[] {
  const [payload, signature] = token.split('.') as [string, string]
  const claims = json({ sub: visitor.actor.session, session: visitor.actor.session, site: 'pk_shop', exp: 1e12 })
  const heads = ['none', 'None', 'nOnE', 'HS256', 'HS384', 'RS256', 'ES256'].map((alg) => json({ alg, typ: 'JWT' }))
  return [
    ...heads.flatMap((head) => [
      `${head}.${claims}.`,
      `${head}.${claims}`,
      `${head}.${payload}.${signature}`,
      `${head}.${claims}.${sign('', `${head}.${claims}`)}`,
      `${head}.${claims}.${sign('secret', `${head}.${claims}`)}`,
    ]),
    json({ alg: 'HS256', jwk: { kty: 'oct', k: 'AAAA' } }),
    `${payload}.`,
    payload,
    `.${signature}`,
    `${payload}.${sign('', payload)}`,
    `${payload}.${'A'.repeat(43)}`,
    `${payload}.${Buffer.from(signature, 'base64url').toString('hex')}`,
    `${payload}.${signature.replaceAll('-', '+').replaceAll('_', '/')}!`,
    new VisitorTokens('a secret of another hub, and long enough').issue('pk_shop').token,
    visitor.actor.session,
    '__proto__',
    'null',
  ]
}

/** The payload with something else in it, under the signature of the right one. */
function rewritten(): string[] {
  const [payload, signature] = token.split('.') as [string, string]
  const text = Buffer.from(payload, 'base64url').toString()
  const [version, site, random] = text.split('.') as [string, string, string]
  return [
    `${version}.pk_bank.${random}`,
    `2.${site}.${random}`,
    `.${site}.${random}`,
    `${text}.more`,
    `${version}.${site}`,
  ]
    .map((other) => Buffer.from(other).toString('base64url'))
    .map((other) => `${other}.${signature}`)
}

describe('a visitor’s token', () => {
  test('forged in any way is nobody’s', async () => {
    const forged = [...turned(token), ...cut(token), ...longer(token), ...ofOtherKinds(), ...rewritten()]
    const unknown = await ask({ path: '/api/attachments/att_a', headers: { authorization: 'Bearer x' } })
    expect(unknown.status).toBe(401)
    for (const other of forged) {
      expect(place.deps.visitorTokens.verify(other)).toBeNull()
      // A header cannot carry everything; what follows a blank is not read.
      if (/[^!-~]/.test(other)) continue
      const answer = await ask({ path: '/api/attachments/att_a', headers: { authorization: `Bearer ${other}` } })
      expect([other, answer]).toEqual([other, unknown])
    }
    const right = await ask({
      path: '/api/attachments/att_a',
      headers: { authorization: `Bearer ${token}` },
      origin: shopOrigin,
    })
    expect(right.status).toBe(404)
    console.log(`${forged.length} forged tokens of visitors`)
  })

  test('forged in any way makes whoever shows it somebody new', async () => {
    for (const other of [...turned(token).filter((_, at) => at % 7 === 0), ...ofOtherKinds(), ...rewritten()]) {
      const { status, body } = await ask(ticketFor('pk_shop', other, shopOrigin))
      if (status === 400) continue
      expect(status).toBe(200)
      const given = JSON.parse(body) as { token: string }
      expect(place.deps.visitorTokens.verify(given.token)!.session).not.toBe(visitor.actor.session)
    }
  })

  test('is good at its own site and from its pages only', async () => {
    const own = JSON.parse((await ask(ticketFor('pk_shop', token, shopOrigin))).body) as { token: string }
    expect(own.token).toBe(token)
    const other = JSON.parse((await ask(ticketFor('pk_bank', token, bankOrigin))).body) as { token: string }
    expect(place.deps.visitorTokens.verify(other.token)!.session).not.toBe(visitor.actor.session)
    for (const origin of [bankOrigin, 'https://evil.example', 'null', `${shopOrigin}.evil.example`]) {
      expect((await ask(ticketFor('pk_shop', token, origin))).status).toBe(403)
      const file = { path: '/api/attachments/att_a', headers: visitor.headers, origin }
      expect((await ask(file)).status).toBe(403)
    }
  })

  const ticketFor = (site: string, other: string, origin: string): MadeRequest => ({
    method: 'POST',
    path: '/api/visitor/ticket',
    origin,
    body: { site, token: other },
  })
})

describe('an agent’s cookie', () => {
  const session = (header: string) => ask({ path: '/api/agent/session', headers: { cookie: header } })

  test('forged in any way is nobody’s, also when it is made of what the hub keeps', async () => {
    expect((await session(`madoguchi=${cookie}`)).status).toBe(200)
    const kept = [...place.store.range('login', {})].flatMap(({ key, value }) => [
      String(key[0]),
      Buffer.from(value).toString('base64url').slice(0, 43),
    ])
    const forged = [
      ...turned(cookie),
      ...cut(cookie),
      ...longer(cookie),
      ...ofOtherKinds(),
      ...kept,
      agent.actor.session,
    ]
    const unknown = await session('madoguchi=x')
    expect(unknown.status).toBe(401)
    for (const other of forged) {
      // What a cookie cannot hold ends it: a browser would send no such header.
      if (/[;\s]/.test(other)) continue
      expect([other, await session(`madoguchi=${other}`)]).toEqual([other, unknown])
    }
    console.log(`${forged.length} forged cookies`)
  })

  test('counts under its own name only, and the first of several is the one', async () => {
    for (const name of [
      'Madoguchi',
      'madoguchi2',
      'xmadoguchi',
      '__Host-madoguchi',
      '__Secure-madoguchi',
      'a=b; madoguch',
    ])
      expect([name, (await session(`${name}=${cookie}`)).status]).toEqual([name, 401])
    // A neighbour on another port may add one of the name; it cannot make anybody somebody else by it.
    const other = (await place.settled(place.agent('ben'))).headers.cookie!
    const both = await session(`${other}; madoguchi=${cookie}`)
    expect(JSON.parse(both.body).name).toBe('ben')
    expect((await session(`madoguchi=x; madoguchi=${cookie}`)).status).toBe(401)
  })
})

describe('a ticket', () => {
  const helloWith = async (ticket: string, origin = shopOrigin): Promise<number | null> => {
    const line = place.knock(origin)
    line.hello(ticket)
    await place.settle()
    const { closedWith } = line
    line.cut()
    return closedWith
  }

  test('forged in any way lets nobody in, and the right one is still good once', async () => {
    const ticket = place.tickets.issue(visitor.actor, shopOrigin)!
    const forged = [...turned(ticket), ...cut(ticket), ...longer(ticket), token, cookie, ...ofOtherKinds()]
    for (const other of forged) {
      // Too long or no text at all is not even a frame.
      expect([other, [4400, 4401].includes((await helloWith(other))!)]).toEqual([other, true])
    }
    expect([await helloWith(ticket), await helloWith(ticket)]).toEqual([null, 4401])
    console.log(`${forged.length} forged tickets`)
  })

  test('of an agent is not good from a customer’s page, nor the other way round', async () => {
    expect(await helloWith(place.tickets.issue(agent.actor, '')!, shopOrigin)).toBe(4401)
    expect(await helloWith(place.tickets.issue(visitor.actor, shopOrigin)!, '')).toBe(4401)
  })
})

test('wrong passwords on many accounts lock their address, and no other one', async () => {
  const guess = (address: string, at: number) =>
    ask({
      method: 'POST',
      path: '/api/agent/sign-in',
      address,
      headers: { 'x-madoguchi': '1' },
      body: { name: `somebody${at}`, password: 'a guess' },
    })
  const { wrongPasswordsPerAddress } = place.deps.config.limits
  const statuses: number[] = []
  // The limit by minute answers with the same status; time passes, so that it is not the one.
  for (let at = 0; at <= wrongPasswordsPerAddress; at++) {
    statuses.push((await guess('203.0.113.5', at)).status)
    if (at < wrongPasswordsPerAddress) await place.pass(5_000)
  }
  expect(statuses.slice(0, wrongPasswordsPerAddress).filter((status) => status !== 401)).toEqual([])
  const locked = await guess('203.0.113.5', 1_000)
  expect([locked.status, JSON.parse(locked.body).code]).toEqual([429, 'signIn.locked'])
  expect((await guess('203.0.113.6', 1_000)).status).toBe(401)
})
