/** Another configuration for a whole hub that runs: what is planned, what everybody sees, what a restart and a bad disk leave. */
import { describe, expect, test } from 'vitest'
import { contactOf, queueRecordOf } from '../../acd/index.ts'
import { small } from '../../config-testing.ts'
import { demoDocument, demoPeople, demoSiteKey } from '../../demo.ts'
import type { Refusable } from '../../http/door.ts'
import { headOf, partsOf, readRecord } from '../audit.ts'
import type { HubOptions } from '../hub.ts'
import type { OpeningOf } from '../opening.ts'
import { Counter, staff, visitor } from '../testing.ts'

type Document = typeof demoDocument & { readonly [setting: string]: unknown }
type Queue = { readonly id: string; readonly [setting: string]: unknown }

/** The demo with other settings of its first queue. */
const withOrders = (change: object, document: object = demoDocument): Document => {
  const [orders, ...others] = (document as Document).queues as unknown as readonly Queue[]
  return { ...(document as Document), queues: [{ ...orders!, ...change }, ...others] as never }
}
const steps = [{ prefer: ['misaki'], for: '1m' }]
const [orders] = ['que_orders' as never]

const wish = (document: unknown, more: object = {}) => ({
  document,
  name: 'a file',
  replan: false,
  note: '',
  from: null,
  request: '',
  ...more,
})

async function opened(file: () => object = () => demoDocument, also: Partial<Pick<HubOptions, 'openingOf'>> = {}) {
  const counter = await Counter.open({ file: file as never, also })
  const door = () => counter.hub.door.configuration!
  return {
    counter,
    door,
    apply: (document: unknown, more: object = {}) =>
      counter.settled(door().apply(wish(document, more), 'command line')),
    rollback: (to: number | null = null, request = '') =>
      counter.settled(door().rollback({ to, replan: false, note: '', from: null, request }, demoPeople[3]!.agent)),
    versions: () =>
      door()
        .versions()
        .map(({ n, source, of }) => [n, source, of]),
    rules: () => counter.hub.live.floor.queues.get(orders)!.rules,
  }
}

const done = <Done>(answer: Refusable<Done>): Done => {
  if (typeof answer === 'object' && answer !== null && 'refused' in answer) throw new Error(answer.refused)
  return answer as Done
}

function lastRecord(counter: Counter): string {
  const row = counter.store.get('audit', [headOf(counter.store).n])!
  const { actor, act, object, detail } = readRecord(partsOf(row).body)!
  return `${actor} ${act} ${object} ${detail}`.trim()
}

describe('a hub that runs', () => {
  test('serves another configuration at once: rules, topics, reasons, queues, and nobody is cut off', async () => {
    const { counter, apply, rules } = await opened()
    const page = await counter.page(visitor())
    const desk = await counter.arrive(staff('hanako'))
    const [site] = demoDocument.sites
    const next = {
      ...withOrders({ offerTimeoutSeconds: 7 }),
      queues: [...withOrders({ offerTimeoutSeconds: 7 }).queues, { id: 'gifts', name: { en: 'Gifts', ja: '贈り物' } }],
      sites: [
        {
          ...site!,
          origins: ['https://shop.example'],
          topics: [{ key: 'gift', label: { en: 'Gift', ja: '贈り物' }, queue: 'gifts' }],
        },
      ],
      reasons: [{ key: 'nap', label: { en: 'Nap', ja: '昼寝' } }],
    }
    expect(done(await apply(next, { note: 'gifts' }))).toMatchObject({ version: 2, isNew: true, replanned: 0 })
    await counter.pass(20)
    expect(rules().offerTimeoutMs).toBe(7_000)
    expect(page.item('visit', 'site')?.topics.map(({ key }) => key)).toEqual(['gift'])
    expect(desk.item('desk', 'me')?.reasons.map(({ key }) => key)).toEqual(['nap', 'missedOffer'])
    expect(desk.items('floor', 'queue').map(({ queue }) => queue)).toContain('que_gifts')
    expect(counter.hub.organisation.sites[0]!.origins).toEqual(['https://shop.example'])
    await desk.ask('presence.set', { status: 'away', reason: 'nap' })
    const { contact } = await page.ask('contact.start', {
      name: '',
      topic: 'gift',
      text: 'a gift',
      locale: 'en',
      pageUrl: '',
      pageTitle: '',
      fields: null,
      intent: null,
    })
    expect(contactOf(counter.hub.live.floor, contact)?.queue).toBe('que_gifts')
    expect([page.closedWith, desk.closedWith]).toEqual([null, null])
    expect(lastRecord(counter)).toBe('command line configuration.applied version 2')
  })

  test('opens and closes queues by a new calendar at once', async () => {
    const also = {
      openingOf: (...[, , calendar]: Parameters<OpeningOf>) => (calendar ? { open: false, changesAt: null } : null),
    }
    const { counter, apply, rollback } = await opened(() => demoDocument, also)
    const isOpen = () => queueRecordOf(counter.hub.live.floor, orders)?.open
    const never = { id: 'never', zone: 'UTC', week: {} }
    done(await apply({ ...withOrders({ calendar: 'never' }), calendars: [never] }))
    expect(isOpen()).toBe(false)
    done(await rollback())
    expect(isOpen()).toBe(true)
  })

  test('refuses a whole file for one bad setting, or when somebody was quicker, and nothing has changed', async () => {
    const { counter, apply, versions, rules } = await opened()
    const before = rules()
    const head = headOf(counter.store).n
    const bad = withOrders({ offerTimeoutSeconds: 7, strategy: 'nonsense' })
    expect(await apply(bad)).toEqual({
      refused: expect.stringContaining('"queues/0/strategy" in a file is "nonsense"'),
    })
    expect(await apply(withOrders({ offerTimeoutSeconds: 7 }), { from: 4 })).toEqual({
      refused: 'Version 1 is in force by now, not 4. Look at the plan again.',
    })
    expect([versions(), rules(), headOf(counter.store).n]).toEqual([[[1, 'file', null]], before, head])
  })

  test('a disk that refuses leaves what was served, also in memory', async () => {
    const { counter, door, versions, rules } = await opened()
    const before = rules()
    counter.disk.broken = true
    const applying = door().apply(wish(withOrders({ offerTimeoutSeconds: 7 })), 'command line')
    await expect(counter.settled(applying)).rejects.toThrow('nothing can be kept')
    expect(rules()).toEqual(before)
    expect(counter.hub.directory.organisation).toBe(counter.hub.organisation)
    counter.disk.broken = false
    await counter.until(() => !counter.hub.storageDown)
    expect([versions(), rules()]).toEqual([[[1, 'file', null]], before])
    expect(counter.fatal).toEqual([])
  })
})

describe('waiting contacts', () => {
  test('[ST2] [ST8] keep the steps they joined under, unless they are re-planned; the plan says which', async () => {
    const { counter, door, apply } = await opened()
    const { contact } = await counter.begin()
    const planned = (replan: boolean) =>
      done(door().plan(wish(withOrders({ steps, offerTimeoutSeconds: 7 }), { replan }) as never))
    const touched = { queue: 'orders', waiting: 1, losesQueue: 0, newRules: 1, keepsSteps: 1, newSteps: 0 }
    expect(planned(false).touched).toEqual([touched])
    expect(planned(true).touched).toEqual([{ ...touched, keepsSteps: 0, newSteps: 1 }])
    const record = () => contactOf(counter.hub.live.floor, contact)!
    done(await apply(withOrders({ steps })))
    expect(record().plan).toBeNull()
    // The same document once more, for those who wait.
    expect(done(await apply(withOrders({ steps }), { replan: true }))).toMatchObject({
      version: 2,
      isNew: false,
      replanned: 1,
    })
    expect(record().plan?.steps[0]?.prefer).toEqual([demoPeople[2]!.agent])
    expect(lastRecord(counter)).toBe('command line configuration.applied version 2 1 waiting contacts re-planned')
    await counter.restart()
    expect(record().plan?.steps).toHaveLength(1)
  })

  test('[CQ6] of a queue that is removed go on waiting for its agents, and the plan says so', async () => {
    const { counter, door, apply } = await opened()
    const { contact } = await counter.begin()
    const [, ...others] = demoDocument.queues
    const [site] = demoDocument.sites
    const next = { queues: others, sites: [{ ...site!, origins: ['https://shop.example'], topics: [] }] }
    const { touched, changes } = done(door().plan(wish(next)))
    expect(touched).toMatchObject([{ queue: 'orders', waiting: 1, losesQueue: 1 }])
    expect(changes).toContainEqual({ what: 'queue', name: 'orders', change: 'removed', setting: '' })
    done(await apply(next))
    expect(contactOf(counter.hub.live.floor, contact)?.state.phase).toBe('queued')
    const hanako = await counter.arrive(staff('hanako'))
    expect(await counter.accept(hanako)).toBe(contact)
  })

  test('the plan warns of a queue that nobody serves, and of names without an account', async () => {
    const { door } = await opened()
    const next = { ...small, agents: [{ login: 'nobody' }] }
    expect(done(door().plan(wish(next))).warnings).toEqual(['nobody is named, but has no account.'])
    const unserved = { ...small, agents: [], queues: [...small.queues, { ...small.queues[0], id: 'vip' }] }
    expect(done(door().plan(wish(unserved))).warnings).toEqual(['Nobody serves the queue vip.'])
  })
})

describe('versions', () => {
  test('a rollback is a version of its own, equal to the one before; history stays', async () => {
    const { counter, apply, rollback, versions, rules } = await opened()
    const before = rules()
    done(await apply(withOrders({ offerTimeoutSeconds: 7 })))
    expect(done(await rollback(null, 'the first'))).toMatchObject({ version: 3, isNew: true })
    expect(rules()).toEqual(before)
    expect(versions()).toEqual([
      [1, 'file', null],
      [2, 'apply', null],
      [3, 'rollback', 1],
    ])
    // After a kill the same order comes again, and is not carried out twice.
    expect(done(await rollback(null, 'the first'))).toMatchObject({ version: 3 })
    expect(lastRecord(counter)).toBe(`${demoPeople[3]!.agent} configuration.rolledBack version 3 as version 1`)
    done(await rollback(2))
    expect([rules().offerTimeoutMs, versions().at(-1)]).toEqual([7_000, [4, 'rollback', 2]])
    expect(await rollback(9)).toEqual({ refused: 'There is no version 9.' })
  })

  test('what was applied is served after a restart, until somebody changes the file', async () => {
    let file = demoDocument as Document
    const { counter, apply, versions, rules } = await opened(() => file)
    done(await apply(withOrders({ offerTimeoutSeconds: 7 })))
    await counter.restart()
    expect([rules().offerTimeoutMs, versions().length]).toEqual([7_000, 2])
    file = withOrders({ offerTimeoutSeconds: 9 })
    await counter.restart()
    expect([rules().offerTimeoutMs, versions().at(-1)]).toEqual([9_000, [3, 'file', null]])
    expect(counter.hub.directory.site(demoSiteKey)).toBeDefined()
  })

  test('a file that was applied and then rolled back does not come back by a restart', async () => {
    let file = demoDocument as Document
    const { counter, apply, rollback, versions, rules } = await opened(() => file)
    file = withOrders({ offerTimeoutSeconds: 7 })
    done(await apply(file))
    done(await rollback())
    await counter.restart()
    expect([rules().offerTimeoutMs, versions().length]).toEqual([20_000, 3])
  })

  test('what is served already makes no version', async () => {
    const { apply, versions } = await opened()
    expect(done((await apply(demoDocument as never).catch(() => ({ refused: '' }))) as never)).toBeDefined()
    expect(versions()).toHaveLength(1)
  })
})

describe('a hub that begins with nobody to serve', () => {
  const blank = { sites: [], queues: [] }

  test('takes its first queue and its first site while it runs, and a customer by them', async () => {
    const { counter, apply } = await opened(() => blank)
    const desk = await counter.arrive(staff('hanako'))
    const queues = demoDocument.queues.slice(0, 1)
    expect(done(await apply({ sites: [], queues })).version).toBe(2)
    const [site] = demoDocument.sites
    const topics = [{ key: 'orders', label: { en: 'Order', ja: '注文' }, queue: 'orders' }]
    done(await apply({ queues, sites: [{ ...site, topics, defaultQueue: 'orders' }] }))
    const { contact } = await counter.begin()
    expect(await counter.accept(desk)).toBe(contact)
  })

  test('keeps its last site and its last queue', async () => {
    const { apply, rollback, door } = await opened(() => blank)
    done(await apply(demoDocument))
    expect(await apply({ ...demoDocument, sites: [] })).toEqual({
      refused: '"sites" is empty; the last of them must stay.',
    })
    expect(door().plan(wish(blank))).toHaveProperty('refused')
    expect(await rollback(1)).toHaveProperty('refused')
  })
})
