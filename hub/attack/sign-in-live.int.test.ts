/**
 * What somebody may do changes while their pages are open on the real hub: role and what it may, queues and skills, being disabled, another
 * password, signing out everywhere. Where they are no longer who they were, their lines are closed; where they only serve
 * others, the line stays and what is new holds. The hub promises a second, from the moment the change is asked for.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { realClock } from '../adapters/clock-real.ts'
import { openLmdbReader } from '../adapters/store-lmdb.ts'
import type { Person } from '../app/organisation.ts'
import { leaveAccount } from '../auth/account-inbox.ts'
import { readAccount } from '../auth/accounts.ts'
import { demoSiteKey } from '../demo.ts'
import { makeId, type ContactId, type QueueId } from '../model/ids.ts'
import type { Right } from '../model/rights.ts'
import { instant } from '../model/time.ts'
import { closeCodes, frameKinds, itemShape, type Item, type ItemKind, type Topic } from '../protocol/index.ts'
import { demoPassword, freePort, startRealHub, type RealHub } from './real-hub.ts'
import { admin } from './storage-admin.ts'
import { until } from './waiting.ts'
import { agentPage, cookieOf, post, signIn, visitorTicket, welcomed, type WirePage } from './wire-page.ts'

/** On a machine that does other things as well. The measured time is printed. */
const seenWithinMs = 5_000

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-sign-in-live-'))
const [orders, other] = ['orders', 'other'].map((key) => makeId('queue', key)) as [QueueId, QueueId]
let hub: RealHub
/** A role of the company's own, with these rights. */
const trainer = (...rights: readonly Right[]) => ({ id: 'trainer', name: { en: 'Trainer', ja: 'トレーナー' }, rights })
/** What the hub serves at first. */
let served: { readonly roles: readonly object[] }

beforeAll(async () => {
  const port = await freePort()
  const words = (text: string) => ({ en: text, ja: text })
  const settings = {
    limits: {
      socketsBeforeHelloPerAddress: 1_000,
      ticketsPerMinutePerAddress: 10_000,
      signInsPerMinutePerAddress: 10_000,
    },
    queues: [
      { id: 'orders', name: words('Orders'), requirements: ['lang.ja>=4'] },
      { id: 'other', name: words('Other') },
    ],
    sites: [
      {
        id: 'demo',
        key: demoSiteKey,
        name: words('Shop'),
        origins: [`http://127.0.0.1:${port}`],
        topics: ['orders', 'other'].map((key) => ({ key, label: words(key), queue: key })),
        defaultQueue: 'other',
      },
    ],
    roles: [trainer('floor.read')],
  }
  served = settings
  writeFileSync(join(folder, 'hub.json'), JSON.stringify(settings))
  hub = await startRealHub({ MADOGUCHI_CONFIG: join(folder, 'hub.json'), MADOGUCHI_PORT: String(port) })
})
afterAll(async () => {
  await hub?.stop()
  hub?.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** Waits until the hub has done so, and prints how long it took since `began`. */
async function seen(what: string, isSo: () => boolean, began: number): Promise<void> {
  await until(isSo, seenWithinMs)
  console.log(`${Math.round(performance.now() - began)} ms: ${what}`)
}

/** Changes a person as the administrator's command does: beside the running hub. Tells when that was. */
function change(login: string, changed: Partial<Person>): number {
  const reader = openLmdbReader(join(hub.dataFolder, 'store'))
  const account = [...reader.range('account', {})]
    .map(({ value }) => readAccount(value))
    .find(({ person }) => person.login === login)!
  void reader.close()
  const began = performance.now()
  const now = realClock({ notBefore: instant(0) }).now()
  leaveAccount(hub.dataFolder, { ...account, person: { ...account.person, ...changed } }, now)
  return began
}

/** A live list as a page was told it. */
function items<T extends Topic, K extends ItemKind<T>>(page: WirePage, topic: T, kind: K): Item<T, K>[] {
  const found = new Map<string, Item<T, K>>()
  for (const frame of page.frames) {
    if ((frame[0] !== frameKinds.snapshot && frame[0] !== frameKinds.delta) || frame[1] !== topic) continue
    if (frame[0] === frameKinds.snapshot) found.clear()
    for (const [item, id, value] of frame[3])
      if (item !== kind) continue
      else if (value === null) found.delete(id)
      else found.set(id, itemShape(topic, kind)!.read(value) as Item<T, K>)
  }
  return [...found.values()]
}
const offersOf = (page: WirePage) => items(page, 'desk', 'offer')
const meOf = (page: WirePage) => items(page, 'desk', 'me')[0]

const available = (page: WirePage, yes = true): Promise<string> =>
  page.ask('presence.set', { status: yes ? 'available' : 'away', reason: '' })

const sessionStatus = async (cookie: string): Promise<number> =>
  (await fetch(`${hub.origin}/api/agent/session`, { headers: { cookie } })).status

async function unusedTicket(cookie: string): Promise<string> {
  const { body } = await post(hub, '/api/agent/ticket', {}, { cookie })
  return (JSON.parse(body) as { ticket: string }).ticket
}

/** Two sign-ins of one person, the second with two windows, and a ticket that was not used yet. */
async function atTwoPlaces(login: string, password = demoPassword) {
  const cookies = [cookieOf(await signIn(hub, login, password)), cookieOf(await signIn(hub, login, password))] as const
  const pages = [
    await agentPage(hub, cookies[0]),
    await agentPage(hub, cookies[1]),
    await agentPage(hub, cookies[1]),
  ] as const
  return { cookies, pages, ticket: await unusedTicket(cookies[0]) }
}
type Places = Awaited<ReturnType<typeof atTwoPlaces>>

/** All of them are closed, and nothing of what they had is worth anything. */
async function areOut({ cookies, pages, ticket }: Places, what: string, began: number): Promise<void> {
  await seen(what, () => pages.every((page) => page.closedWith !== null), began)
  expect(pages.map((page) => page.closedWith)).toEqual(pages.map(() => closeCodes.signedOut))
  for (const cookie of cookies) expect(await sessionStatus(cookie)).toBe(401)
  expect((await welcomed(hub, ticket)).closedWith).toBe(4401)
}

interface Guest {
  readonly page: WirePage
  readonly token: string
  readonly contact: ContactId
}

async function guest(topic: 'orders' | 'other'): Promise<Guest> {
  const { ticket, token } = await visitorTicket(hub)
  const page = await welcomed(hub, ticket)
  const begun = {
    name: 'Yuki',
    topic,
    text: 'Hello',
    locale: 'en',
    pageUrl: '',
    pageTitle: '',
    fields: null,
    intent: null,
  } as const
  expect(await page.ask('contact.start', begun)).toBe('done')
  return { page, token, contact: page.contact! }
}

/** Takes the contact off the floor again. */
async function gone({ page, contact }: Guest): Promise<void> {
  await page.ask('contact.end', { contact })
  page.leave()
}

test('another role closes every line of its owner and nobody else’s; signed in again they have the rights of the new one', async () => {
  const james = await agentPage(hub, cookieOf(await signIn(hub, 'james')))
  const { token, contact, ...visitor } = await guest('other')
  await available(james)
  await until(() => offersOf(james).length === 1)
  const { offer, epoch } = offersOf(james)[0]!
  expect(await james.ask('offer.accept', { offer, epoch })).toBe('done')
  const uploaded = await fetch(`${hub.origin}/api/attachments/${contact}?name=receipt.txt`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, origin: hub.origin },
    body: 'a receipt',
  })
  const { attachment } = (await uploaded.json()) as { attachment: string }
  /** A file of a colleague's contact: for supervisors. */
  const mayReadOthers = async (cookie: string): Promise<number> => {
    const path = `/api/attachments/${attachment}`
    return (await fetch(`${hub.origin}${path}`, { headers: { cookie, 'x-madoguchi': '1' } })).status
  }
  for (const [before, role, after] of [
    [404, 'supervisor', 200],
    [200, 'agent', 404],
  ] as const) {
    const places = await atTwoPlaces('hanako')
    expect(await mayReadOthers(places.cookies[0])).toBe(before)
    const began = change('hanako', { role })
    await areOut(places, `an agent became ${role}, and their lines were closed`, began)
    const cookie = cookieOf(await signIn(hub, 'hanako'))
    const page = await agentPage(hub, cookie)
    await until(() => meOf(page) !== undefined)
    expect([meOf(page)!.role, await mayReadOthers(cookie)]).toEqual([role, after])
    page.leave()
  }
  expect([james.closedWith, visitor.page.closedWith]).toEqual([null, null])
  expect(await james.ask('contact.close', { contact })).toBe('done')
  expect(await james.ask('contact.wrapUp', { contact, disposition: '', note: '' })).toBe('done')
  for (const page of [james, visitor.page]) page.leave()
})

test('other queues and other skills hold on the open line, which stays', async () => {
  const cookie = cookieOf(await signIn(hub, 'hanako'))
  const page = await agentPage(hub, cookie)
  const { session } = page
  await available(page)
  /** Nothing of the contact was offered: what the hub says comes in order, and this answer comes after it. */
  const isNotAsked = async (): Promise<void> => {
    expect(await available(page)).toBe('done')
    expect(offersOf(page)).toEqual([])
  }
  const told = async (what: string, changed: Partial<Person>, capacityUnits: number): Promise<void> => {
    const began = change('hanako', { ...changed, capacityUnits })
    await seen(what, () => meOf(page)?.capacityUnits === capacityUnits, began)
  }
  const isAsked = async (what: string, contact: ContactId, began: number): Promise<void> => {
    await seen(what, () => offersOf(page).length === 1, began)
    const [{ offer, epoch, contact: offered }] = offersOf(page) as [ReturnType<typeof offersOf>[0]]
    expect(offered).toBe(contact)
    expect(await page.ask('offer.accept', { offer, epoch })).toBe('done')
  }

  await told('an agent who serves another queue was told so', { queues: [other] }, 90)
  const first = await guest('orders')
  await isNotAsked()
  await isAsked('an agent of a new queue was asked', first.contact, change('hanako', { queues: [orders] }))

  await told('an agent with less of a skill was told so', { skills: { 'lang.ja': 3 } }, 80)
  const second = await guest('orders')
  await isNotAsked()
  await isAsked('an agent with a new skill was asked', second.contact, change('hanako', { skills: { 'lang.ja': 4 } }))

  // What they serve already stays theirs, whatever they serve from now on.
  await told('an agent of no queue was told so', { queues: [], skills: {} }, 70)
  for (const { contact } of [first, second])
    expect(await page.ask('message.send', { contact, text: 'Yes', attachments: [] })).toBe('done')
  expect([page.closedWith, page.session, await sessionStatus(cookie)]).toEqual([null, session, 200])
  for (const one of [first, second]) await gone(one)
  page.leave()
})

test('whoever is disabled is out at once, and what rang at their place rings at another', async () => {
  const everything = { queues: [orders, other], skills: { 'lang.ja': 5 }, capacityUnits: 100 }
  change('hanako', everything)
  const places = await atTwoPlaces('hanako')
  await until(() => meOf(places.pages[0])?.capacityUnits === 100)
  const misaki = await agentPage(hub, cookieOf(await signIn(hub, 'misaki')))
  await available(places.pages[0])
  const waiting = await guest('orders')
  await until(() => offersOf(places.pages[0]).length === 1)
  await available(misaki)
  expect(offersOf(misaki)).toEqual([])
  const began = change('hanako', { disabled: true })
  await seen('an offer of somebody who is disabled rang elsewhere', () => offersOf(misaki).length === 1, began)
  expect(offersOf(misaki)[0]!.contact).toBe(waiting.contact)
  await areOut(places, 'somebody was disabled, and their lines were closed', began)
  expect((await signIn(hub, 'hanako')).status).toBe(401)
  // Enabled again they may sign in; what they had then stays worth nothing.
  expect((await admin(['user', 'enable', 'hanako', '--data', hub.dataFolder])).out).toBe('hanako can sign in now.\n')
  expect((await signIn(hub, 'hanako')).status).toBe(200)
  for (const cookie of places.cookies) expect(await sessionStatus(cookie)).toBe(401)
  await gone(waiting)
  misaki.leave()
})

test('another password ends all that was open by the old one', async () => {
  const places = await atTwoPlaces('james')
  const bystander = await agentPage(hub, cookieOf(await signIn(hub, 'admin')))
  const { code, out } = await admin(['user', 'password', 'james', '--generate', '--data', hub.dataFolder])
  const began = performance.now()
  const password = /^Password: (.+)\njames has another password now\.\n$/.exec(out)?.[1]
  expect([code, password]).toEqual([0, expect.any(String)])
  await areOut(places, 'after the command has said that there is another password, all lines were closed', began)
  expect((await signIn(hub, 'james')).status).toBe(401)
  expect((await signIn(hub, 'james', password)).status).toBe(200)
  expect([bystander.closedWith, await available(bystander, false)]).toEqual([null, 'done'])
  bystander.leave()
})

test('signing out everywhere closes all lines of that person, wherever they are signed in, and nobody else’s', async () => {
  const places = await atTwoPlaces('misaki')
  const bystander = await agentPage(hub, cookieOf(await signIn(hub, 'admin')))
  const began = performance.now()
  const answer = await post(hub, '/api/agent/sign-out?everywhere=yes', {}, { cookie: places.cookies[1] })
  expect(answer.status).toBe(204)
  await areOut(places, 'somebody signed out everywhere, and their lines were closed', began)
  expect([bystander.closedWith, await available(bystander, false)]).toEqual([null, 'done'])
  expect((await signIn(hub, 'misaki')).status).toBe(200)
  bystander.leave()
})

test('a role of one’s own that may do something else closes the lines of whoever has it, who come back with what is new', async () => {
  change('misaki', { role: 'trainer' })
  // Whoever signs in before the hub has the new role is out with it, and signs in again.
  let page = await agentPage(hub, cookieOf(await signIn(hub, 'misaki')))
  await until(() => meOf(page)?.role === 'trainer' || page.closedWith !== null)
  const cookie = cookieOf(await signIn(hub, 'misaki'))
  page = await agentPage(hub, cookie)
  await until(() => meOf(page)?.role === 'trainer')
  expect(meOf(page)!.rights).toEqual(['floor.read'])
  expect(await available(page)).toBe('request.forbidden')
  const boss = cookieOf(await signIn(hub, 'admin'))
  const bystander = await agentPage(hub, boss)
  const versions = async (): Promise<number> => {
    const headers = { cookie, 'x-madoguchi': '1' }
    return (await fetch(`${hub.origin}/api/configuration`, { headers })).status
  }
  expect(await versions()).toBe(403)
  const document = { ...served, roles: [trainer('floor.read', 'configuration.read')] }
  const began = performance.now()
  expect((await post(hub, '/api/configuration/apply', { document }, { cookie: boss })).status).toBe(200)
  await seen('a role may do more, and the line of whoever has it was closed', () => page.closedWith !== null, began)
  expect([page.closedWith, bystander.closedWith]).toEqual([closeCodes.goingAway, null])
  // They are signed in as before, and are proved by what is served now.
  expect([await sessionStatus(cookie), await versions()]).toEqual([200, 200])
  const back = await agentPage(hub, cookie)
  await until(() => meOf(back) !== undefined)
  expect(meOf(back)!.rights).toEqual(['floor.read', 'configuration.read'])
  for (const one of [back, bystander]) one.leave()
})
