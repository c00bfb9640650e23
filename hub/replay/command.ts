/**
 * `npm run sim -- --replay DATA [--policy FILE]`: opens the record in a data folder or a backup, also while a hub writes to it,
 * and decides it again; with FILE also under that configuration. Reads only.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RuleSet } from '../acd/index.ts'
import { IntlCivilTime } from '../adapters/civil-time-intl.ts'
import { japaneseHolidays } from '../adapters/holidays-japan.ts'
import { openLmdbReader, type StoreReader } from '../adapters/store-lmdb.ts'
import { floorRules } from '../app/floor-rules.ts'
import type { Organisation, Person } from '../app/organisation.ts'
import { readAccount } from '../auth/accounts.ts'
import { loadOrganisation } from '../config.ts'
import { openingBy } from '../hours/index.ts'
import type { ReplayOptions } from './arguments.ts'
import { compare, type Comparison } from './compare.ts'
import { describeDifference } from './difference.ts'
import { firstRules, recordedIn } from './record.ts'
import { plain, table, type Names } from './report.ts'
import type { Policy } from './what-if.ts'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Prints what is found. Resolves with false when the floor decides otherwise than is recorded, or there is nothing to decide. */
export async function replay(options: ReplayOptions): Promise<boolean> {
  const store = join(options.data, 'store')
  if (!existsSync(join(store, 'data.mdb'))) {
    say(`There is no record in ${options.data}. Name a data folder or a backup.`)
    return false
  }
  const reader = openLmdbReader(store)
  try {
    const rules = firstRules(recordedIn(reader))
    if (rules !== null) return tell(reader, rules, options)
    say(
      'The record does not say by which rules it was decided: it is of a version that kept none. Start this one once.',
    )
    return false
  } finally {
    await reader.close()
  }
}

function tell(
  reader: StoreReader,
  rules: RuleSet,
  { policy: file, span, goal, runs, seed, json }: ReplayOptions,
): boolean {
  const people = Array.from(reader.range('account', {}), ({ value }) => readAccount(value).person)
  const organisation = file === undefined ? null : organisationIn(file)
  const policy = organisation && policyOf(organisation, people)
  const found = compare(recordedIn(reader), rules, { span, goal, policy, runs, seed })
  if (json) say(JSON.stringify({ goal, ...found, before: plain(found.before), after: found.after.map(plain) }, null, 2))
  else for (const line of report(found, namesOf(organisation, people))) say(line)
  return found.rerun.differences.length === 0
}

/** Throws `ConfigError` with a sentence for whoever wrote the file. */
const organisationIn = (file: string): Organisation =>
  loadOrganisation({ env: { MADOGUCHI_CONFIG: file }, readFile: (path) => readFileSync(path, 'utf8') })

function policyOf(organisation: Organisation, people: readonly Person[]): Policy {
  const { queues, agents } = floorRules(organisation, people)
  const named = new Set(organisation.agents.map(({ login }) => login))
  const own = new Set(people.filter(({ login }) => named.has(login)).map(({ agent }) => agent))
  const tables = { zones: new IntlCivilTime(), holidays: japaneseHolidays }
  return {
    queues,
    agents: new Map(agents.filter(({ id }) => own.has(id)).map((rules) => [rules.id, rules])),
    openingOf: openingBy(new Map(organisation.queues.map(({ rules, calendar }) => [rules.id, calendar])), tables),
  }
}

function namesOf(organisation: Organisation | null, people: readonly Person[]): Names {
  const queues = new Map(organisation?.queues.map(({ rules, name }) => [rules.id, name.en]))
  const agents = new Map(people.map(({ agent, name }) => [agent, name]))
  return { queue: (id) => queues.get(id) ?? id.slice(4), agent: (id) => agents.get(id) ?? id.slice(4) }
}

function report({ rerun, before, after, doubts }: Comparison, names: Names): readonly string[] {
  const { events, decided, offers, differences } = rerun
  const skipped = events - decided
  return [
    ...differences.map((difference) => `The floor decides otherwise: ${describeDifference(difference)}`),
    ...(differences.length === 0 ? [`Decided again: ${decided} events, and each of ${offers} offers as it was.`] : []),
    ...(skipped > 0 ? [`${skipped} of ${events} events were not decided again, but taken as they are.`] : []),
    '',
    ...table(before, after, names),
    ...(doubts.length > 0 ? ['', ...doubts] : []),
  ]
}
