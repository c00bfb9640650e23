/**
 * `npm run sim -- --seeds 200 --hours 1 [--from 1] [--seed N] [--same 3]`: on each seed a simulated day with every fault the
 * simulator knows (every second one with calls, every tenth one of rolling restarts) and a rehearsal of the floor alone and of a call alone. Ends
 * with 1 at the first violation, with the seed and what happened last; also when a fault never struck.
 */
import { defineCommand, runMain } from 'citty'
import { erasedByAge } from './checks.ts'
import { DayFailed, runDay, type Day, type DayPlan } from './day.ts'
import { plannedRules } from './drawn-rules.ts'
import { plannedFaults, plannedInCalls } from './faults.ts'
import { replayArguments, replayOptions } from '../replay/arguments.ts'
import { replay } from '../replay/command.ts'
import { rehearseCall } from './call-rehearsal.ts'
import { rehearse } from './rehearsal.ts'
import { RehearsalFailed } from './violation.ts'
import { meets, theoryCases, theoryWithin } from './theory.ts'

const command = defineCommand({
  meta: { name: 'sim', description: 'Simulates days at the counter, one a seed, and holds the hub to its promises.' },
  args: {
    seeds: { type: 'string', description: 'how many seeds; default 20' },
    from: { type: 'string', default: '1', description: 'the first seed' },
    seed: { type: 'string', description: 'only this seed' },
    hours: { type: 'string', default: '1', description: 'simulated hours a seed' },
    retention: { type: 'string', description: 'days that ended contacts are kept; else for ever' },
    ...replayArguments,
    theory: { type: 'boolean', description: 'instead, sets the distributor beside Erlang C and Erlang A' },
    contacts: {
      type: 'string',
      default: '1000000',
      description: 'customers of each case of --theory, up to eight times as many where chance weighs more than 2 %',
    },
    same: { type: 'string', default: '3', description: 'how many seeds are run twice, to compare their hashes' },
  },
  async run({ args }) {
    if (args.replay !== undefined) {
      process.exitCode = (await replay(replayOptions(args.replay, args))) ? 0 : 1
      return
    }
    if (args.theory) {
      process.exitCode = printTheory(positive('contacts', args.contacts), Number(args.seed ?? 1)) ? 0 : 1
      return
    }
    const hours = positive('hours', args.hours)
    const from = positive('from', args.seed ?? args.from)
    const count = args.seed === undefined ? positive('seeds', args.seeds ?? '20') : 1
    const kept = args.retention === undefined ? {} : { retentionDays: positive('retention', args.retention) }
    process.exitCode = (await simulate(from, count, { hours, ...kept }, Number(args.same))) ? 0 : 1
  },
})

function positive(name: string, text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`--${name} takes a number above 0, not ${text}`)
  return value
}

/** Prints a table, and true when every figure is where theory says. */
function printTheory(contacts: number, seed: number): boolean {
  let allMeet = true
  for (const row of theoryCases) {
    const patience = row.patienceS === null ? 'endless patience' : `${row.patienceS} s of patience`
    console.log(`${row.perHour} an hour of ${row.handleS} s, ${row.agents} agents, ${patience}:`)
    for (const figure of theoryWithin(row, contacts, seed)) {
      const good = meets(figure)
      allMeet &&= good
      const [simulated, plusMinus, exact] = [figure.simulated, figure.plusMinus, figure.theory].map((n) =>
        n.toPrecision(4),
      )
      console.log(`  ${figure.name.padEnd(10)} ${simulated} ± ${plusMinus}, theory ${exact}${good ? '' : '   APART'}`)
    }
  }
  console.log(allMeet ? 'All within 2 %, or within the interval.' : 'Some figures are apart from theory.')
  return allMeet
}

type Sum = { [kind: string]: number }

/** Every second day people call. */
const hasCalls = (seed: number): boolean => seed % 2 === 0

/** Commands of each rehearsal of the floor, and wishes of each of a call. */
const rehearsalCommands = 800
const rehearsalWishes = 400

/** Prints what was done. False when a promise was broken, a hash differed or a fault never struck. */
async function simulate(from: number, count: number, plan: Omit<DayPlan, 'seed'>, same: number): Promise<boolean> {
  const { hours, retentionDays } = plan
  const started = performance.now()
  const chances: Sum = {}
  const rehearsed: Sum = {}
  let reported = started
  const report = (line: () => string): void => {
    if (performance.now() - reported < 10_000) return
    reported = performance.now()
    console.log(`  ${line()}`)
  }
  // A seed of a month takes the better part of an hour.
  const progress = (seed: number) => (_: unknown, elapsedMs: number) => {
    if (hours >= 24) report(() => `seed ${seed}: ${Math.floor(elapsedMs / 3_600_000)} of ${hours} h`)
  }
  try {
    for (let at = 0; at < count; at++) {
      const seed = from + at
      const day = await runDay({ seed, ...plan, calls: hasCalls(seed), started: progress(seed) })
      add(chances, day.chances)
      add(rehearsed, rehearse(seed, rehearsalCommands))
      add(rehearsed, rehearseCall(seed, rehearsalWishes))
      if (at < same) await sameAgain(day, plan)
      report(() => `${at + 1} of ${count} seeds`)
    }
  } catch (error) {
    if (error instanceof RehearsalFailed) {
      console.log(`VIOLATION in a rehearsal: ${error.message}`)
      return false
    }
    if (!(error instanceof DayFailed)) throw error
    console.log(
      `VIOLATION at seed ${error.seed}: ${String(error.cause instanceof Error ? error.cause.stack : error.cause)}`,
    )
    console.log('What happened last (milliseconds since the beginning):')
    for (const line of error.recent) console.log(`  ${line}`)
    console.log(
      `Again: npm run sim -- --seed ${error.seed} --hours ${hours}${retentionDays === undefined ? '' : ` --retention ${retentionDays}`}`,
    )
    return false
  }
  const tookS = (performance.now() - started) / 1_000
  print(chances)
  console.log('In rehearsals of the floor alone, and of a call alone:')
  print(rehearsed)
  const simulated = (count + Math.min(same, count)) * hours
  console.log(
    `${count} seeds x ${hours} h: no violation; ${Math.min(same, count)} seeds gave the same hash twice; ${(simulated / tookS).toFixed(2)} simulated hours a second`,
  )
  const planned = [
    ...plannedFaults,
    ...(retentionDays === undefined ? [] : [erasedByAge]),
    ...(count < 4 ? [] : plannedInCalls),
    // Fewer days than this draw too few of the rules.
    ...(count < 20 ? [] : plannedRules),
  ]
  const missing = planned.filter((kind) => (chances[kind] ?? 0) === 0)
  for (const kind of missing)
    console.log(`A planned fault never struck: ${kind}. Nothing is proven of it; take more seeds or hours.`)
  return missing.length === 0
}

function print(sum: Sum): void {
  for (const [kind, times] of Object.entries(sum).sort()) console.log(`  ${String(times).padStart(9)}  ${kind}`)
}

function add(sum: Sum, chances: Readonly<Sum>): void {
  for (const [kind, times] of Object.entries(chances)) sum[kind] = (sum[kind] ?? 0) + times
}

async function sameAgain(day: Day, plan: Omit<DayPlan, 'seed'>): Promise<void> {
  const again = await runDay({ seed: day.seed, ...plan, calls: hasCalls(day.seed) })
  if (again.hash !== day.hash)
    throw new DayFailed(day.seed, new Error(`two runs differ: ${day.hash} and ${again.hash}`), [])
}

await runMain(command)
