/** Simulated days counted event by event, beside the same figures looked up in how the floor stood (naive-testing.ts). */
import { beforeAll, describe, expect, test } from 'vitest'
import { recordedIn } from '../replay/record.ts'
import { rerun, type Recorded } from '../replay/rerun.ts'
import { runDay } from '../sim/day.ts'
import { addCell, count, emptyCell, kindNames, noCells, partsOfCell, quarterMs, type Cells } from './cells.ts'
import { Naive } from './naive-testing.ts'
import { Tally } from './tally.ts'

/** A bad day, one of drawn rules with hours and call-backs, and one with calls. */
const days = [
  { seed: 4, hours: 0.4 },
  { seed: 9, hours: 0.4 },
  { seed: 22, hours: 0.4, calls: true, isDrawn: true },
]

function add(all: Cells, more: Cells): void {
  for (const kind of kindNames)
    for (const [quarter, within] of more[kind])
      for (const [name, cell] of within) count(all, kind, quarter, name, cell as never)
}

describe.each(days)('day of seed $seed', (day) => {
  let record: readonly Recorded[] = []
  const naive = new Naive()
  const tally = new Tally()
  let cells: Cells = noCells()

  beforeAll(async () => {
    await runDay({ ...day, kept: (store) => void (record = [...recordedIn(store)]) })
    const { differences } = rerun(record, naive, null)
    expect(differences).toEqual([])
    for (const { event } of record) tally.happened(event)
    cells = tally.take().cells
    // What runs on is counted for who looks.
    const { agent, away } = tally.running(record.at(-1)!.event.at)
    add(cells, { ...noCells(), agent, away })
  }, 120_000)

  test('[RP1] [RP2] [RP3] [RP4] [RP5] [RP6] each cell of a queue is what the floor shows', () => {
    let compared = 0
    for (const [quarter, within] of cells.queue)
      for (const [name, cell] of within) {
        const [queue = '', channel = ''] = partsOfCell(name)
        expect({ name, quarter, ...cell, calledBack: 0, missed: 0 }).toEqual({
          name,
          quarter,
          ...naive.queueCell(quarter, queue, channel),
        })
        compared += 1
      }
    expect(compared).toBeGreaterThan(5)
  })

  test('[RP6] [RP7] [RP8] [RP9] so is each cell of an agent, and nobody is in two places at once', () => {
    let compared = 0
    for (const [quarter, within] of cells.agent)
      for (const [agent, cell] of within) {
        expect({ agent, quarter, ...cell }).toEqual({ agent, quarter, ...naive.agentCell(quarter, agent) })
        expect(cell.signedOnMs).toBe(cell.atWorkMs + cell.readyMs + cell.awayMs)
        expect(cell.signedOnMs).toBeLessThanOrEqual(quarterMs)
        compared += 1
      }
    expect(compared).toBeGreaterThan(5)
  })

  test('[RP3] waits that began are those that ended and those that go on', () => {
    const all = emptyCell('queue')
    for (const within of cells.queue.values()) for (const cell of within.values()) addCell(all, cell)
    const began = all.came + all.handedIn + all.sentIn + all.returned + all.resumed
    const sum = (classes: readonly number[]): number => classes.reduce((total, one) => total + one, 0)
    const ended = sum(all.answered) + sum(all.abandoned) + all.handedOut + all.sentOut + all.kept + all.endedOtherwise
    const goOn = [...tally.contacts.values()].filter(({ waitsSince }) => waitsSince !== null).length
    expect(began).toBe(ended + goOn)
    expect(began).toBeGreaterThan(30)
  })

  test('[RP7] reasons to be away are all of the time away', () => {
    const away = (of: 'agent' | 'away'): number => {
      let sum = 0
      for (const within of cells[of].values()) for (const { awayMs } of within.values()) sum += awayMs
      return sum
    }
    expect(away('away')).toBe(away('agent'))
  })

  test('[RP10] each wrap-up that an agent or its time finished says one disposition', () => {
    let said = 0
    for (const within of cells.disposition.values()) for (const { contacts } of within.values()) said += contacts
    expect(said).toBe(record.filter(({ event }) => event.type === 'wrapUpFinished').length)
    expect(said).toBeGreaterThan(5)
  })

  test('[RP13] counted piece by piece, with its state written and read between, it is the same', () => {
    const pieces = noCells()
    let next = new Tally()
    for (const [at, { event }] of record.entries()) {
      next.happened(event)
      if (at % 97 !== 0 && at !== record.length - 1) continue
      add(pieces, next.take().cells)
      const kept = JSON.parse(JSON.stringify([[...next.contacts], [...next.agents]]))
      next = new Tally({ contacts: kept[0], agents: kept[1] })
    }
    const { agent, away } = next.running(record.at(-1)!.event.at)
    add(pieces, { ...noCells(), agent, away })
    expect(pieces).toEqual(cells)
  })
})
