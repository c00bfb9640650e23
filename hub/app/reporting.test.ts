/** Figures are kept once for each event, through kills and while the disk refuses, and are what the whole log comes to. */
import { describe, expect, test } from 'vitest'
import { makeId } from '../model/ids.ts'
import { hours, instant, minutes, type Instant } from '../model/time.ts'
import { cellOf, cellsOf, count, noCells, Tally, type Cell, type CellKind, type Cells } from '../reports/index.ts'
import { keys, rows } from './records.ts'
import { checkReports, recountChanges } from './recount.ts'
import { flatCells, rowChange } from './report-rows.ts'
import { eventsPerTick, type Reporting } from './reporting.ts'
import { Counter, staff, visitor } from './testing.ts'

function follow({ hub: { reporting } }: Counter): Reporting {
  reporting.start()
  return reporting
}

/** Somebody comes, is answered, and ends it. */
async function served(counter: Counter, name: string): Promise<void> {
  const { contact, customer, agent } = await counter.talk(visitor(name))
  await counter.pass(4_000)
  await customer.ask('contact.end', { contact })
  await agent.ask('contact.wrapUp', { contact, disposition: 'solved', note: '' })
  customer.socket.close(1_000)
  agent.socket.close(1_000)
  await counter.pass(3_000)
}

const eventsOf = ({ store }: Counter) => [...store.range('event', {})].map(({ value }) => rows.event.read(value))

async function all(reporting: Reporting, counter: Counter): Promise<Cells> {
  const cells = noCells()
  const ever = [instant(0), instant(Math.ceil(counter.clock.now() / hours(1)) * hours(1) + hours(1))] as const
  const read = async <K extends CellKind>(kind: K): Promise<void> => {
    const into = cells[kind] as Map<Instant, Map<string, Cell<K>>>
    for await (const [quarter, within] of reporting.cells(kind, ...ever))
      for (const [name, flat] of cellsOf(within)) count(cells, kind, quarter, name, cellOf(kind, flat))
    // The same by the hour.
    const byHour = noCells()
    for (const [quarter, within] of into)
      for (const [name, cell] of within)
        count(byHour, kind, instant(Math.floor(quarter / hours(1)) * hours(1)), name, cell)
    const hourly = noCells()
    for await (const [at, within] of reporting.cells(kind, ...ever, 'hour'))
      for (const [name, flat] of cellsOf(within))
        count(hourly, kind, instant(Math.floor(at / hours(1)) * hours(1)), name, cellOf(kind, flat))
    expect(hourly).toEqual(byHour)
  }
  for (const kind of ['queue', 'agent', 'disposition'] as const) await counter.settled(read(kind))
  return cells
}

/** What the whole log comes to, counted at once. */
function again(counter: Counter): Pick<Cells, 'queue' | 'agent' | 'disposition'> {
  const tally = new Tally()
  for (const event of eventsOf(counter)) tally.happened(event)
  const { queue, disposition, agent } = tally.take().cells
  const running = tally.running(counter.clock.now()).agent
  expect([...running.values()].every((within) => within.size === 0)).toBe(true)
  return { queue, disposition, agent }
}

describe('what is counted', () => {
  test('[RP13] is kept once through kills and a disk that refuses, and is what the log comes to', async () => {
    const counter = await Counter.open()
    let reporting = follow(counter)
    await served(counter, 'yuki')
    await counter.pass(5_000)
    expect(rows.meta.get(counter.store, keys.meta('reported'))).toBe(eventsOf(counter).length)
    // Killed with events that are kept and not counted.
    await served(counter, 'ken')
    reporting.stop()
    await counter.restart()
    reporting = follow(counter)
    await counter.pass(1_000)
    counter.disk.broken = true
    await counter.pass(10_000)
    counter.disk.broken = false
    await counter.pass(60_000)
    await served(counter, 'misaki')
    await counter.pass(120_000)
    const { queue, agent, disposition } = await all(reporting, counter)
    const kept = { queue, agent, disposition }
    expect(kept).toEqual(again(counter))
    const [cell] = [...kept.queue.values()].flatMap((within) => [...within.values()])
    expect(cell).toMatchObject({ came: 3, talks: 3, wrapUps: 3 })
    const said = [...kept.disposition.values()].flatMap((within) => [...within.values()])
    expect(said.reduce((sum, { contacts }) => sum + contacts, 0)).toBe(3)
    reporting.stop()
  })

  test('[RP13] can be counted again from the log, which finds a cell that was changed and mends it', async () => {
    const counter = await Counter.open()
    follow(counter)
    await served(counter, 'yuki')
    await counter.pass(minutes(3))
    const whole = checkReports(counter.store)!
    expect(whole.differences).toEqual([])
    expect([whole.events, whole.cells > 4]).toEqual([eventsOf(counter).length, true])
    const [row] = [...counter.store.range('report', { prefix: ['queue'] })]
    const cells = flatCells('queue', row!.value)
    const changed = new Map([...cells].map(([name, [came, ...rest]]) => [name, [came! + 1, ...rest]] as const))
    await counter.settled(counter.store.commit([rowChange(row!.key, changed)]))
    expect(checkReports(counter.store)!.differences).toMatchObject([{ key: row!.key, name: 'que_orders chat' }])
    await counter.settled(counter.store.commit(recountChanges(counter.store)))
    expect(checkReports(counter.store)!.differences).toEqual([])
    // Counting goes on from there as if nothing had been.
    await counter.restart()
    follow(counter)
    await served(counter, 'ken')
    await counter.pass(minutes(3))
    expect(checkReports(counter.store)!.differences).toEqual([])
  })

  test('[RP13] goes on in rows as versions before have kept them', async () => {
    const counter = await Counter.open()
    follow(counter)
    await served(counter, 'yuki')
    await counter.pass(minutes(3))
    const older = [...counter.store.range('report', {})].map(({ key, value }, n) => {
      const kind = String(key[0]).split('.')[0] as CellKind
      const told = ([name, flat]: readonly [string, number[]]) =>
        [name, n % 2 === 0 ? flat : cellOf(kind, flat)] as const
      return rows.report.put(key, [...flatCells(kind, value)].map(told))
    })
    await counter.settled(counter.store.commit(older))
    expect(checkReports(counter.store)!.differences).toEqual([])
    await counter.restart()
    const reporting = follow(counter)
    await served(counter, 'ken')
    await counter.pass(minutes(3))
    expect(checkReports(counter.store)!.differences).toEqual([])
    expect(await all(reporting, counter)).toMatchObject(again(counter))
    reporting.stop()
  })

  test('[RP13] of data that was never counted is everything, a piece a tick', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    for (let n = 0; n < eventsPerTick; n += 2) {
      await agent.ask('presence.set', { status: 'away', reason: 'break' })
      await agent.ask('presence.set', { status: 'available', reason: '' })
    }
    agent.socket.close(1_000)
    await counter.pass(90_000)
    expect(eventsOf(counter).length).toBeGreaterThan(eventsPerTick)
    const reporting = follow(counter)
    await counter.pass(10_000)
    const { agent: kept } = await all(reporting, counter)
    expect(kept).toEqual(again(counter).agent)
    reporting.stop()
  })

  test('[RP7] time that runs on is told, and not kept twice', async () => {
    const counter = await Counter.open()
    await counter.arrive()
    const reporting = follow(counter)
    await counter.pass(minutes(40))
    const first = await all(reporting, counter)
    const ready = (cells: Cells): number =>
      [...cells.agent.values()].flatMap((within) => [...within.values()]).reduce((sum, { readyMs }) => sum + readyMs, 0)
    expect(ready(first)).toBeGreaterThan(minutes(39))
    expect(first.agent.size).toBeGreaterThanOrEqual(3)
    await counter.pass(minutes(5))
    expect(ready(await all(reporting, counter)) - ready(first)).toBeGreaterThanOrEqual(minutes(5))
    expect(ready(await all(reporting, counter)) - ready(first)).toBeLessThan(minutes(5) + 1_000)
    reporting.stop()
  })
})

describe('today', () => {
  const queue = makeId('queue', 'orders')

  test('[RP14] is what was counted since midnight, and of late, before and after a restart', async () => {
    const counter = await Counter.open()
    follow(counter)
    const quiet = { levelPermille: null, levelOf: 0, levelNowPermille: null, levelNowOf: 0 }
    expect(counter.hub.reporting.today(queue)).toEqual({ answered: 0, abandoned: 0, ...quiet })
    await served(counter, 'yuki')
    await counter.pass(5_000)
    const levels = { levelPermille: 1_000, levelOf: 1, levelNowPermille: 1_000, levelNowOf: 1 }
    const busy = { answered: 1, abandoned: 0, ...levels }
    expect(counter.hub.reporting.today(queue)).toEqual(busy)
    await counter.restart()
    follow(counter)
    expect(counter.hub.reporting.today(queue)).toEqual(busy)
    await served(counter, 'ken')
    await counter.pass(minutes(50))
    expect(counter.hub.reporting.today(queue)).toEqual({
      ...busy,
      ...{ answered: 2, levelOf: 2, levelNowPermille: null, levelNowOf: 0 },
    })
    // The next day begins at nothing.
    await counter.pass(hours(24))
    expect(counter.hub.reporting.today(queue)).toMatchObject({ answered: 0, levelPermille: null })
  })

  test('[RP14] what the disk refused was not, and what was asked in between is mended', async () => {
    const counter = await Counter.open()
    const reporting = follow(counter)
    await counter.pass(5_000)
    await served(counter, 'yuki')
    counter.disk.held = true
    await counter.pass(5_000)
    expect(reporting.today(queue).answered).toBeLessThanOrEqual(1)
    counter.disk.release()
    await counter.pass(10_000)
    expect(reporting.today(queue).answered).toBe(1)
    await served(counter, 'ken')
    counter.disk.broken = true
    await counter.pass(20_000)
    counter.disk.broken = false
    await counter.pass(60_000)
    expect(reporting.today(queue).answered).toBe(2)
  })

  test('[RP7] of an agent it runs on', async () => {
    const counter = await Counter.open()
    const { reporting } = counter.hub
    follow(counter)
    const { agent } = staff('hanako')
    await counter.talk(visitor('yuki'))
    await counter.pass(minutes(20))
    const before = reporting.busyToday(agent)
    expect(before.workMs).toBeGreaterThan(minutes(19))
    expect(before.occupancyPermille).toBeGreaterThan(900)
    await counter.pass(minutes(10))
    expect(reporting.busyToday(agent).workMs - before.workMs).toBeGreaterThanOrEqual(minutes(10))
    expect(reporting.busyToday(agent).workMs - before.workMs).toBeLessThan(minutes(10) + 1_000)
  })
})
