/**
 * Hubs that are broken on purpose, at run time: the simulator must find each mistake within 200 small days, or it does not
 * try what it claims. One test for each of the mistakes that such programs are known for.
 */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { contactOf, evolve, liveContacts, type Command } from '../acd/index.ts'
import type { ContactRecord } from '../acd/state.ts'
import { Connection } from '../app/connection.ts'
import { Directory } from '../app/directory.ts'
import { Hub } from '../app/hub.ts'
import { Live } from '../app/live.ts'
import { keys, rows } from '../app/records.ts'
import { Repeats } from '../app/repeats.ts'
import { Rhythm } from '../app/rhythm.ts'
import { Tick } from '../app/tick.ts'
import { Turns } from '../app/turns.ts'
import { Work } from '../app/work.ts'
import type { ContactId } from '../model/ids.ts'
import { instant, seconds, type Instant } from '../model/time.ts'
import type { Change } from '../ports/store.ts'
import { busyDay, dayOf, firstViolation, smallDay } from './testing.ts'

/** Runs `instead` for every command; `go` carries out the real thing. */
function commands(
  instead: (work: Work, command: Command, go: typeof Work.prototype.command) => ReturnType<Work['command']>,
) {
  const { command: real } = Work.prototype
  vi.spyOn(Work.prototype, 'command').mockImplementation(function (this: Work, command, circumstance) {
    return instead(this, command, (which, how) => real.call(this, which, how ?? circumstance))
  })
}

/** Lets only those changes into the store that `keep` is true for. */
function kept(keep: (change: Change) => boolean): void {
  const { put } = Tick.prototype
  vi.spyOn(Tick.prototype, 'put').mockImplementation(function (this: Tick, ...changes: readonly Change[]) {
    put.call(this, ...changes.filter(keep))
  })
}

/** Runs `begin` whenever a hub starts on what is kept, as a process that has forgotten everything. */
function atStart(begin: () => void): void {
  const { load } = Live
  vi.spyOn(Live, 'load').mockImplementation((...args) => {
    begin()
    return load.call(Live, ...args)
  })
}

const meant = (record: ContactRecord | undefined) =>
  record as { -readonly [K in keyof ContactRecord]: ContactRecord[K] }

describe('a hub that is broken on purpose is caught', () => {
  afterEach(() => vi.restoreAllMocks())

  test('acknowledged before the flush (P1)', async () => {
    const { afterwards } = Tick.prototype
    vi.spyOn(Tick.prototype, 'afterwards').mockImplementation(function (this: Tick, action) {
      action({} as never)
      afterwards.call(this, () => {})
    })
    expect(await firstViolation(smallDay)).toMatch(/P[13467]/)
  }, 60_000)

  test('deduplication left out: a repeat is kept twice (P2)', async () => {
    kept((change) => change.table !== 'dedup')
    vi.spyOn(Repeats.prototype, 'find').mockReturnValue(null)
    expect(await firstViolation(smallDay)).toContain('P2')
  }, 60_000)

  test('deduplication in memory only: a repeat after a kill is kept twice (P2)', async () => {
    const memory = new Map<string, ReturnType<typeof rows.dedup.get>>()
    const messages = new Set<string>()
    atStart(() => {
      memory.clear()
      messages.clear()
    })
    const { note, find } = Repeats.prototype
    vi.spyOn(Repeats.prototype, 'note').mockImplementation(function (this: Repeats, contact, seq, entry) {
      messages.add(`${contact} ${seq}`)
      note.call(this, contact, seq, entry)
    })
    vi.spyOn(Repeats.prototype, 'find').mockImplementation(function (this: Repeats, ...args) {
      const found = find.apply(this, args)
      return found !== null && messages.has(`${args[1].id} ${found.seq}`) ? found : null
    })
    kept((change) => {
      if (change.table === 'dedup' && change.value !== null)
        memory.set(change.key.join(), rows.dedup.read(change.value))
      return change.table !== 'dedup'
    })
    vi.spyOn(rows.dedup, 'get').mockImplementation((_, key) => memory.get(key.join()))
    expect(await firstViolation(smallDay)).toMatch(/P2/)
  }, 60_000)

  test('numbers of entries from a counter in memory: they begin anew after a kill (P1, P3)', async () => {
    const counters = new Map<ContactId, number>()
    atStart(() => counters.clear())
    const { append } = Work.prototype
    vi.spyOn(Work.prototype, 'append').mockImplementation(function (this: Work, contact, entry) {
      const last = counters.get(contact) ?? 0
      counters.set(contact, last + 1)
      this.live.file(contact)!.head = last
      return append.call(this, contact, entry)
    })
    expect(await firstViolation(smallDay)).toMatch(/P[134]/)
  }, 60_000)

  test('an entry left out of the log: there is a hole (P3)', async () => {
    const { append } = Work.prototype
    let entries = 0
    vi.spyOn(Work.prototype, 'append').mockImplementation(function (this: Work, contact, entry) {
      if (++entries % 50 === 0) this.live.file(contact)!.head += 1
      return append.call(this, contact, entry)
    })
    expect(await firstViolation(smallDay)).toMatch(/P[134]/)
  }, 60_000)

  test('done in another order than asked (P3)', async () => {
    const { submit } = Hub.prototype
    let waiting: Parameters<Hub['submit']>[] = []
    vi.spyOn(Hub.prototype, 'submit').mockImplementation(function (this: Hub, ...job) {
      waiting.push(job)
      if (waiting.length > 1) return
      queueMicrotask(() => {
        const jobs = waiting.reverse()
        waiting = []
        for (const one of jobs) submit.call(this, ...one)
      })
    })
    expect(await firstViolation(busyDay)).toContain('P3')
  }, 60_000)

  test('a message overtakes one that was put off (P3)', async () => {
    vi.spyOn(Turns.prototype, 'take').mockReturnValue(null)
    expect(await firstViolation(dayOf({ diskFaultEveryMs: seconds(15), lateMessages: true }))).toContain('P3')
  }, 60_000)

  test('what is put off and never asked again holds up everything (P1)', async () => {
    const { take } = Turns.prototype
    const asked = new Map<string, number>()
    vi.spyOn(Turns.prototype, 'take').mockImplementation(function (this: Turns, requestId, now) {
      // Always as if it came for the first time.
      const at = asked.get(requestId) ?? now
      asked.set(requestId, at as Instant)
      return take.call(this, requestId, at as Instant)
    })
    // Repeats of what was answered long ago, while the disk keeps nothing.
    expect(await firstViolation(dayOf({ diskFaultEveryMs: seconds(10), meddling: true }))).toContain('P1')
  }, 60_000)

  test('resumed by what was sent lately instead of the cursor: entries are skipped (P4)', async () => {
    const { claim } = Connection.prototype
    vi.spyOn(Connection.prototype, 'claim').mockImplementation(function (this: Connection, logs, lists) {
      claim.call(
        this,
        logs.map(([contact, seq]) => [contact, seq > 0 ? seq + 1 : seq] as const),
        lists,
      )
    })
    expect(await firstViolation(smallDay)).toMatch(/P[14]/)
  }, 60_000)

  test('rows of contacts forgotten: after a kill a contact is nowhere, or in two places (P6)', async () => {
    kept((change) => change.table !== 'contact' || change.value !== null)
    expect(await firstViolation(smallDay)).toContain('P6')
  }, 60_000)

  test('accepted without asking which offer it is: an old answer takes a new contact (P7)', async () => {
    commands((work, command, go) => {
      if (command.type !== 'acceptOffer') return go(command)
      for (const { state } of liveContacts(work.live.floor))
        for (const { agent, offer, epoch } of state.phase === 'offered' ? state.rings : [])
          if (agent === command.agent) return go({ ...command, offer, epoch })
      return go(command)
    })
    expect(await firstViolation(smallDay)).toContain('P7')
  }, 60_000)

  test('capacity not looked at (P8)', async () => {
    const real = Directory.prototype.rules
    vi.spyOn(Directory.prototype, 'rules').mockImplementation(function (this: Directory) {
      const { queues, agents } = real.call(this)
      return { queues, agents: agents.map((rules) => ({ ...rules, capacityUnits: 1_000 })) }
    })
    expect(await firstViolation(busyDay)).toContain('P8')
  }, 60_000)

  test('offers that outlive their epoch (P9)', async () => {
    commands((work, command, go) => {
      if (command.type !== 'startEpoch') return go(command)
      const { floor } = work.live
      const ringing = [...liveContacts(floor)].map(({ id, attempts, state }) => ({ id, attempts, state }))
      const events = go(command)
      for (const { id, attempts, state } of ringing) {
        if (state.phase !== 'offered') continue
        const { offer, agent, epoch, deadline } = state.rings[0]!
        evolve(floor, {
          type: 'offerMade',
          at: work.now,
          offer,
          contact: id,
          agent,
          epoch,
          attempt: attempts,
          deadline,
        })
      }
      return events
    })
    expect(await firstViolation(smallDay)).toMatch(/P[79]/)
  }, 60_000)

  test('a contact that comes back goes to the end of its queue (P9)', async () => {
    commands((work, command, go) => {
      const events = go(command)
      const { floor } = work.live
      const back = events.filter((event) => event.type === 'contactRequeued')
      for (const { contact } of back) meant(contactOf(floor, contact)).enqueuedAt = work.now
      // Everything in its new order, so that only the promise itself is broken.
      const queues = [...floor.queues.values()].map((queue) => queue.rules)
      const agents = [...floor.agents.values()].flatMap((agent) => agent.rules ?? [])
      if (back.length > 0) evolve(floor, { type: 'configured', at: work.now, queues, agents })
      return events
    })
    expect(await firstViolation(smallDay)).toContain('P9')
  }, 60_000)

  test('somebody waits although an agent is ready: offers are made now and then (P9)', async () => {
    let asked = 0
    commands((_, command, go) => (command.type === 'distribute' && ++asked % 3 === 0 ? [] : go(command)))
    expect(await firstViolation(smallDay)).toMatch(/P9 .* waits although/)
  }, 60_000)

  test('time-outs looked at when something else happens (P10)', async () => {
    const { arm } = Rhythm.prototype
    let asked = 0
    vi.spyOn(Rhythm.prototype, 'arm').mockImplementation(function (this: Rhythm) {
      if (++asked % 10 === 0) arm.call(this)
    })
    expect(await firstViolation(smallDay)).toMatch(/P1[01]/)
  }, 60_000)

  test('a lost agent goes unnoticed (P11)', async () => {
    commands((_, command, go) => (command.type === 'loseAgent' ? [] : go(command)))
    // Few restarts: after each of them everybody counts as lost anyway.
    expect(await firstViolation(dayOf({ partitionEveryMs: seconds(60) }, 0.3))).toContain('P11')
  }, 60_000)

  test('a customer who is gone for a moment is given up (P12)', async () => {
    commands((_, command, go) =>
      command.type === 'loseCustomer'
        ? go({ type: 'closeContact', contact: command.contact, by: 'system' })
        : go(command),
    )
    expect(await firstViolation(smallDay)).toContain('P12')
  }, 60_000)

  test('after a failed write the grace of an earlier epoch is taken for today’s (P12)', async () => {
    const { load } = Live
    vi.spyOn(Live, 'load').mockImplementation((store, directory, sealing, within) =>
      load.call(Live, store, directory, sealing, within && { ...within, begunAt: instant(0) }),
    )
    const faults = { diskFaultEveryMs: seconds(8), killEveryMs: seconds(25), partitionEveryMs: seconds(5) }
    expect(await firstViolation(dayOf(faults))).toContain('P12')
  }, 60_000)

  test('the wall clock is believed where an event of the floor is older (P17)', async () => {
    const now = keys.meta('now').join()
    kept((change) => change.table !== 'meta' || change.key.join() !== now)
    expect(await firstViolation(smallDay)).toMatch(/P17/)
  }, 60_000)

  test('the wall clock is believed while the hub runs (P17)', async () => {
    let at = 0
    const { settle } = Work.prototype
    vi.spyOn(Work.prototype, 'settle').mockImplementation(function (this: Work) {
      if (++at % 500 === 0) (this.tick as { now: Instant }).now = (this.now - 3_600_000) as Instant
      settle.call(this)
    })
    expect(await firstViolation(smallDay)).toMatch(/P17|P9|P10/)
  }, 60_000)
})
