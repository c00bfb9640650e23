/** Calls through the whole hub in memory, with a media process in memory too: who is in them, who hears whom, and what is left of them. */
import { describe, expect, test } from 'vitest'
import { FakeMedia } from '../../media/fake-media.ts'
import { contactOf } from '../acd/index.ts'
import { callDoor } from '../client/index.ts'
import { durationMs } from '../model/time.ts'
import type { ContactId, LegId } from '../model/ids.ts'
import type { MediaEvent } from '../ports/media-event.ts'
import type { LegRequest } from '../ports/media-request.ts'
import { hints } from '../protocol/index.ts'
import { verifyChain } from './audit-chain.ts'
import type { Page } from './page-testing.ts'
import { Counter, firstWords, staff, visitor } from './testing.ts'

const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':')
const dtls = { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: fingerprint }] }
const voice = (ssrc: number): object => ({
  codecs: [{ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, payloadType: 111, parameters: { usedtx: 1 } }],
  encodings: [{ ssrc }],
  rtcp: { cname: 'voice' },
})

let media!: FakeMedia

async function open(): Promise<Counter> {
  const counter = await Counter.open({
    media: (clock) => {
      media = new FakeMedia(clock)
      media.start()
      return media
    },
  })
  await counter.until(() => counter.hub.directory.carriesCalls)
  await counter.pass(50)
  return counter
}

/** What a page does in a call, and whom it hears. */
class Ear {
  readonly news: (MediaEvent | { readonly type: 'moved' })[] = []
  readonly #answers = new Map<number, { ok: boolean; answer?: never; code?: string }>()
  readonly #tracks = new Map<string, LegId | null>()
  #read = 0
  #n = 0

  constructor(
    private readonly counter: Counter,
    readonly page: Page,
    private readonly contact: ContactId,
  ) {}

  async ask(request: LegRequest): Promise<{ ok: boolean; answer?: never; code?: string }> {
    const n = this.#n++
    this.page.hint('call.ask', { contact: this.contact, n, request: JSON.stringify(request) })
    await this.counter.until(() => (this.#listen(), this.#answers.has(n)))
    return this.#answers.get(n)!
  }

  async join(ssrc: number): Promise<void> {
    await this.ready()
    const { capabilities } = await this.#done({ verb: 'capabilities' })
    await this.#done({ verb: 'open', direction: 'receive', capabilities: capabilities as never })
    const { transport } = await this.#done({ verb: 'open', direction: 'send' })
    await this.#done({ verb: 'connect', transport: transport as string, parameters: dtls })
    await this.#done({ verb: 'produce', source: 'microphone', parameters: voice(ssrc) as never })
  }

  async ready(): Promise<void> {
    for (;;) {
      const { code } = await this.ask({ verb: 'capabilities' })
      if (code !== 'call.waiting') return
      await this.counter.pass(20)
    }
  }

  async #done(request: LegRequest): Promise<Record<string, unknown>> {
    const { ok, answer, code } = await this.ask(request)
    if (!ok) throw new Error(`${request.verb}: ${code}`)
    return answer as never
  }

  /** Names of those heard, by the legs that lists show; `music` for music. */
  heard(): string[] {
    this.#listen()
    const parties = [...this.page.items('desk', 'call'), ...this.page.items('visit', 'call')].flatMap((c) => c.parties)
    const nameOf = (leg: LegId | null): string =>
      leg === null ? 'music' : (parties.find((party) => party.leg === leg)?.role ?? 'somebody')
    return [...this.#tracks.values()].map(nameOf).sort()
  }

  #listen(): void {
    const told = this.page.of('hinted').slice(this.#read)
    this.#read += told.length
    for (const [, verb, wire] of told) {
      if (verb !== 'call.told') continue
      const { contact, n, body } = hints['call.told'].read(wire)
      if (contact !== this.contact) continue
      if (n !== null) this.#answers.set(n, JSON.parse(body) as never)
      else this.#happened(JSON.parse(body) as MediaEvent)
    }
  }

  #happened(event: MediaEvent): void {
    this.news.push(event)
    if (event.type === 'trackOffered') this.#tracks.set(event.track, event.from)
    if (event.type === 'trackEnded') this.#tracks.delete(event.track)
    if (event.type === 'tracksKept')
      for (const track of this.#tracks.keys()) if (!event.tracks.includes(track)) this.#tracks.delete(track)
  }
}

const call = (page: Page) => page.item('desk', 'call') ?? page.item('visit', 'call')
const channelOf = (counter: Counter, contact: ContactId) => contactOf(counter.hub.live.floor, contact)?.channel
const kindsOf = (page: Page, contact: ContactId): string[] =>
  page.entries(contact).flatMap(({ entry }) => (entry.kind.startsWith('call') ? [entry.kind] : []))

/** A customer who calls, and waits. */
async function calling(counter: Counter, mediaWanted: 'audio' | 'video' = 'audio') {
  const customer = await counter.page(visitor())
  const { contact } = await customer.ask('contact.call', { ...firstWords, text: '', media: mediaWanted })
  await counter.pass(50)
  return { customer, contact, carl: new Ear(counter, customer, contact) }
}

/** A call that an agent has taken; both have joined. */
async function talking(counter: Counter) {
  const agent = await counter.arrive()
  const begun = await calling(counter)
  await counter.accept(agent)
  const ann = new Ear(counter, agent, begun.contact)
  await begun.carl.join(1_001)
  await ann.join(1_002)
  await counter.until(() => begun.carl.heard().join() === 'agent' && ann.heard().join() === 'customer')
  return { ...begun, agent, ann }
}

describe('a contact that begins as a call', () => {
  test('[CC16] has music until an agent comes, then both hear each other; hanging up ends the contact', async () => {
    const counter = await open()
    const { customer, contact, carl } = await calling(counter)
    expect(call(customer)).toMatchObject({ phase: 'running', answeredAt: null, parties: [{ held: true }] })
    expect(channelOf(counter, contact)).toBe('voice')
    await carl.join(1_001)
    await counter.until(() => carl.heard().join() === 'music')
    const agent = await counter.arrive()
    await counter.accept(agent)
    const ann = new Ear(counter, agent, contact)
    await ann.join(1_002)
    await counter.until(() => carl.heard().join() === 'agent' && ann.heard().join() === 'customer')
    expect(call(agent)).toMatchObject({ part: 'owner', customerName: 'Yuki', invited: [] })
    await customer.ask('call.end', { contact })
    await counter.pass(50)
    expect(customer.item('visit', 'contact')!.phase).toBe('closed')
    expect(agent.item('desk', 'contact')!.phase).toBe('wrapUp')
    expect([call(customer), call(agent)]).toEqual([undefined, undefined])
    expect(kindsOf(customer, contact)).toEqual(['callBegan', 'callEnded'])
    expect(media.engine.calls().length).toBe(0)
  })

  test('is refused while no call can be carried, and nothing is begun', async () => {
    const counter = await Counter.open()
    const customer = await counter.page(visitor())
    expect(await customer.refusal('contact.call', { ...firstWords, media: 'audio' })).toBe('call.unavailable')
    expect(customer.item('visit', 'contact')).toBeUndefined()
    expect(customer.item('visit', 'site')!.calls).toBe('none')
  })

  test('everybody is told when calls can no longer be had, and when they can again', async () => {
    const counter = await open()
    const customer = await counter.page(visitor())
    expect(customer.item('visit', 'site')!.calls).toBe('video')
    media.kill()
    await counter.until(() => customer.item('visit', 'site')!.calls === 'none')
    media.start()
    await counter.until(() => customer.item('visit', 'site')!.calls === 'video')
  })
})

describe('a chat', () => {
  test.each(['customer', 'agent'] as const)(
    'grows to a call that the %s proposes, and goes on as a chat after it',
    async (by) => {
      const counter = await open()
      const { customer, agent, contact } = await counter.talk()
      const [asks, answers] = by === 'customer' ? [customer, agent] : [agent, customer]
      await asks.ask('call.propose', { contact, media: 'audio' })
      await counter.pass(50)
      expect([call(customer)!.phase, call(agent)!.by, channelOf(counter, contact)]).toEqual(['proposed', by, 'chat'])
      expect(await asks.refusal('call.answer', { contact, accept: true })).toBe('call.gone')
      await answers.ask('call.answer', { contact, accept: true })
      await counter.pass(50)
      expect(channelOf(counter, contact)).toBe('voice')
      const [carl, ann] = [new Ear(counter, customer, contact), new Ear(counter, agent, contact)]
      await carl.join(1_001)
      await ann.join(1_002)
      await counter.until(() => carl.heard().join() === 'agent' && ann.heard().join() === 'customer')
      await customer.ask('call.set', { contact, muted: null, cameraOff: false, sharing: null })
      expect(channelOf(counter, contact)).toBe('video')
      await agent.ask('call.end', { contact })
      await counter.pass(50)
      expect([channelOf(counter, contact), agent.item('desk', 'contact')!.phase]).toEqual(['chat', 'active'])
      expect(kindsOf(customer, contact)).toEqual(['callBegan', 'callEnded'])
    },
  )

  test('[CC3] whose customer waits becomes a call at once', async () => {
    const counter = await open()
    const { customer, contact } = await counter.begin()
    await customer.ask('call.propose', { contact, media: 'video' })
    await counter.pass(50)
    expect(call(customer)).toMatchObject({ phase: 'running', media: 'video' })
    expect(channelOf(counter, contact)).toBe('video')
    expect(await customer.refusal('call.propose', { contact, media: 'audio' })).toBe('call.running')
  })

  test('a proposal is declined or taken back, and the log says so', async () => {
    const counter = await open()
    const { customer, agent, contact } = await counter.talk()
    await agent.ask('call.propose', { contact, media: 'audio' })
    await customer.ask('call.answer', { contact, accept: false })
    await customer.ask('call.propose', { contact, media: 'audio' })
    await customer.ask('call.end', { contact })
    await counter.pass(50)
    expect(kindsOf(customer, contact)).toEqual(['callDeclined', 'callDeclined'])
    expect(call(customer)).toBeUndefined()
  })
})

describe('in a call', () => {
  test('hold gives music and takes the agent away; only the agent who has it may', async () => {
    const counter = await open()
    const { carl, ann, agent, customer, contact } = await talking(counter)
    expect(await customer.refusal('call.hold', { contact, held: true })).toBe('request.forbidden')
    await agent.ask('call.hold', { contact, held: true })
    await counter.until(() => carl.heard().join() === 'music' && ann.heard().length === 0)
    await agent.ask('call.hold', { contact, held: false })
    await counter.until(() => carl.heard().join() === 'agent')
  })

  test('a transfer keeps the customer in, with music, until the next agent has it; the first is out', async () => {
    const counter = await open()
    const { carl, ann, agent, contact } = await talking(counter)
    const second = await counter.page(staff('misaki'))
    await second.ask('presence.set', { status: 'available', reason: '' })
    await agent.ask('contact.transfer', { contact, queue: null, agent: staff('misaki').agent, note: '' })
    await counter.until(() => carl.heard().join() === 'music')
    expect((await ann.ask({ verb: 'capabilities' })).code).toBe('leg.unknown')
    expect(call(agent)).toBeUndefined()
    await counter.accept(second)
    const ben = new Ear(counter, second, contact)
    await ben.join(1_003)
    await counter.until(() => ben.heard().join() === 'customer' && carl.heard().length === 1)
    expect(ann.heard()).toEqual([])
  })

  test('a colleague consults while the customer hears music, then takes over', async () => {
    const counter = await open()
    const { carl, ann, agent, contact } = await talking(counter)
    const second = await counter.page(staff('misaki'))
    await second.ask('presence.set', { status: 'available', reason: '' })
    const ben = new Ear(counter, second, contact)
    await agent.ask('call.invite', { contact, agent: staff('misaki').agent, mode: 'consult' })
    await counter.pass(50)
    expect(call(second)).toMatchObject({ part: 'asked', leg: null, invited: [{ by: staff().name, mode: 'consult' }] })
    await second.ask('call.answer', { contact, accept: true })
    await ben.join(1_003)
    await counter.until(() => ben.heard().length === 1 && carl.heard().join() === 'music')
    expect(ann.heard()).toEqual(['agent'])
    expect(second.item('desk', 'me')!.usedUnits).toBe(100)
    const leg = call(second)!.leg
    // The customer is not to know of it.
    expect(carl.page.item('visit', 'call')!.parties).toHaveLength(2)
    await agent.ask('call.handOver', { contact, agent: staff('misaki').agent })
    await counter.until(() => carl.heard().join() === 'agent' && ben.heard().join() === 'customer')
    await counter.pass(50)
    expect(call(second)).toMatchObject({ part: 'owner', leg })
    expect([agent, second].map((page) => page.item('desk', 'me')!.usedUnits)).toEqual([0, 100])
    expect(call(agent)).toBeUndefined()
  })

  test('three talk together, and one of them leaves', async () => {
    const counter = await open()
    const { carl, agent, contact } = await talking(counter)
    const second = await counter.page(staff('misaki'))
    const ben = new Ear(counter, second, contact)
    await agent.ask('call.invite', { contact, agent: staff('misaki').agent, mode: 'talk' })
    await second.ask('call.answer', { contact, accept: true })
    await ben.join(1_003)
    await counter.until(() => carl.heard().length === 2 && ben.heard().length === 2)
    await second.ask('call.end', { contact })
    await counter.until(() => carl.heard().length === 1)
    await counter.pass(50)
    expect(call(agent)).toMatchObject({ parties: [{ role: 'customer' }, { role: 'agent' }] })
  })

  test('a supervisor listens unseen, whispers to the agent alone, barges in; each is on record', async () => {
    const counter = await open()
    const { carl, ann, agent, contact } = await talking(counter)
    const boss = await counter.page(staff('misaki'))
    expect(await agent.refusal('call.listen', { contact, mode: 'monitor' })).toBe('request.forbidden')
    await boss.ask('call.listen', { contact, mode: 'monitor' })
    const sue = new Ear(counter, boss, contact)
    await sue.join(1_003)
    await counter.until(() => sue.heard().length === 2)
    expect([carl.heard(), ann.heard()]).toEqual([['agent'], ['customer']])
    expect(call(agent)!.parties).toHaveLength(2)
    await boss.ask('call.listen', { contact, mode: 'whisper' })
    await counter.until(() => ann.heard().length === 2)
    expect(carl.heard()).toEqual(['agent'])
    await boss.ask('call.listen', { contact, mode: 'barge' })
    await counter.until(() => carl.heard().length === 2)
    expect(boss.item('desk', 'me')!.usedUnits).toBe(100)
    await boss.ask('call.end', { contact })
    await counter.until(() => carl.heard().length === 1)
    await counter.pass(50)
    expect(boss.item('desk', 'me')!.usedUnits).toBe(0)
    const acts: string[] = []
    verifyChain(counter.store, { each: ({ act, detail }) => acts.push(`${act} ${detail}`) })
    expect(acts.filter((act) => act.startsWith('call.'))).toEqual([
      'call.listened monitor',
      'call.listened whisper',
      'call.listened barge',
    ])
  })

  test('a supervisor who takes over is in it by the leg they listened with', async () => {
    const counter = await open()
    const { carl, contact, agent } = await talking(counter)
    const boss = await counter.page(staff('misaki'))
    await boss.ask('presence.set', { status: 'available', reason: '' })
    await boss.ask('call.listen', { contact, mode: 'monitor' })
    const sue = new Ear(counter, boss, contact)
    await sue.join(1_003)
    await boss.ask('contact.takeOver', { contact })
    await counter.until(() => carl.heard().join() === 'supervisor' && sue.heard().join() === 'customer')
    await counter.pass(50)
    expect(call(agent)).toBeUndefined()
  })
})

describe('when something dies', () => {
  test('a colleague whose line is gone for good is out of the call, and the customer is back', async () => {
    const counter = await open()
    const { carl, agent, contact } = await talking(counter)
    const second = await counter.arrive(staff('misaki'))
    const ben = new Ear(counter, second, contact)
    await agent.ask('call.invite', { contact, agent: staff('misaki').agent, mode: 'consult' })
    await second.ask('call.answer', { contact, accept: true })
    await ben.join(1_003)
    await second.vanish()
    await counter.until(() => carl.heard().join() === 'agent', 300_000)
    await counter.pass(50)
    expect(call(agent)!.parties).toHaveLength(2)
  })

  test('[P14] a hub that is killed finds its calls again, and who was in them hears the same voices', async () => {
    const counter = await open()
    const { contact, carl: first } = await talking(counter)
    const offered = first.news.find((event) => event.type === 'trackOffered')
    await first.ask({ verb: 'resume', track: offered?.track ?? '' })
    const before = counter.hub.live.calls.of(contact)!
    await counter.restart()
    expect(counter.hub.live.calls.of(contact)).toEqual(before)
    expect(media.engine.calls().length).toBe(1)
    const [customer, agent] = [await counter.page(visitor()), await counter.page(staff('hanako', 2))]
    const [carl, ann] = [new Ear(counter, customer, contact), new Ear(counter, agent, contact)]
    expect((await carl.ask({ verb: 'capabilities' })).ok).toBe(true)
    expect((await ann.ask({ verb: 'capabilities' })).ok).toBe(true)
    // What a page took already it keeps, and what it did not it is offered again.
    await counter.until(() => ann.heard().join() === 'customer')
    carl.heard()
    const kept = carl.news.filter((event) => event.type === 'tracksKept')
    expect(kept.map(({ tracks }) => tracks)).toEqual([[offered?.track]])
  })

  test('[P11] the agent who is lost is out after the grace; the customer stays and is never hung up', async () => {
    const counter = await open()
    const { carl, agent, contact } = await talking(counter)
    await agent.vanish()
    await counter.until(() => counter.hub.live.calls.of(contact)!.owner === null, 300_000)
    await counter.until(() => carl.heard().join() === 'music')
    expect(counter.hub.live.calls.of(contact)!.phase).toBe('running')
    expect(call(carl.page)).toBeDefined()
  })

  test('[CC18] a customer whose agent cannot be reached has music meanwhile, and the agent back with their page or voice', async () => {
    const counter = await open()
    const { carl, agent } = await talking(counter)
    const { transports } = media.engine.calls()[0]!
    for (const transport of transports) transport.state('connected')
    await counter.until(() => counter.hub.live.calls.cut.size === 0)
    // The page is gone, and its voice is not: the two talk on.
    await agent.vanish()
    await counter.pass(15_000)
    expect(carl.heard()).toEqual(['agent'])
    transports[3]!.state('failed')
    await counter.until(() => carl.heard().join() === 'music')
    expect(call(carl.page)!.parties.map(({ held }) => held)).toEqual([true, false])
    await counter.page(staff('hanako', 2))
    await counter.until(() => carl.heard().join() === 'agent')
  })

  test('a tick that cannot be kept changes no call, and the media process hears nothing of it', async () => {
    const counter = await open()
    const { ann, agent, contact } = await talking(counter)
    counter.disk.broken = true
    agent.put('call.hold', { contact, held: true })
    await counter.until(() => counter.hub.storageDown)
    expect(ann.heard()).toEqual(['customer'])
    counter.disk.broken = false
    await counter.until(() => !counter.hub.storageDown)
    expect(counter.hub.live.calls.of(contact)!.parts[0]!.held).toBe(false)
  })

  test('another window of the same person takes the call, and the first is told', async () => {
    const counter = await open()
    const { carl, ann, contact } = await talking(counter)
    const again = new Ear(counter, await counter.page(visitor()), contact)
    await again.join(1_004)
    await counter.until(() => again.heard().join() === 'agent' && ann.heard().join() === 'customer')
    carl.heard()
    expect(carl.news.at(-1)).toEqual({ type: 'moved' })
  })
})

test('who is not in a call may ask nothing of it', async () => {
  const counter = await open()
  const { contact } = await talking(counter)
  const stranger = new Ear(counter, await counter.page(visitor('stranger')), contact)
  const colleague = new Ear(counter, await counter.page(staff('james')), contact)
  expect([await stranger.ask({ verb: 'capabilities' }), await colleague.ask({ verb: 'capabilities' })]).toEqual([
    { ok: false, code: 'leg.unknown' },
    { ok: false, code: 'leg.unknown' },
  ])
})

test('the apps’ client asks through a door, which tells when the line is lost and when it is back', async () => {
  const counter = await open()
  const { contact } = await talking(counter)
  const { client, cut } = counter.client(visitor())
  await counter.until(() => client.state.kind === 'online')
  const clock = {
    now: () => counter.clock.now(),
    after: (ms: number, act: () => void) => counter.clock.after(durationMs(ms), act),
  }
  const door = callDoor(client, contact, clock)
  const told: string[] = []
  door.onEvent(({ type }) => told.push(type))
  door.onBack(() => told.push('back'))
  expect(await counter.settled(door.ask({ verb: 'capabilities' }))).toMatchObject({ ok: true })
  expect(told).toEqual(['tracksKept', 'trackOffered'])
  const asked = door.ask({ verb: 'capabilities' })
  cut()
  expect(await counter.settled(asked)).toEqual({ ok: false, code: 'media.unreachable' })
  await counter.until(() => told.includes('back'))
  expect(await counter.settled(door.ask({ verb: 'capabilities' }))).toMatchObject({ ok: true })
  const left = door.ask({ verb: 'capabilities' })
  door.close()
  expect(await left).toEqual({ ok: false, code: 'media.unreachable' })
})
