/**
 * PURE: who serves which queues and has which skills, as rows of one table, and what a change of a cell makes of the list of
 * agents. Whoever has an account but no entry works as the account says; the first change makes an entry of their own.
 */

export interface AgentEntry {
  readonly login: string
  readonly queues?: readonly string[]
  readonly skills?: Readonly<Record<string, number>>
  readonly [setting: string]: unknown
}

/** Somebody who signs in, as the hub's accounts tell. */
export interface Account {
  readonly login: string
  readonly name: string
  /** May not sign in any more. */
  readonly disabled?: boolean
}

export interface Row {
  readonly login: string
  /** '' where no account is known. */
  readonly name: string
  /** Null: works as the account says. */
  readonly entry: AgentEntry | null
}

/** Everybody with an entry or an account, in the order of their names. */
export function rowsOf(entries: readonly AgentEntry[], accounts: readonly Account[], lang: string): readonly Row[] {
  const names = new Map(accounts.map(({ login, name }) => [login, name]))
  const own = new Set(entries.map(({ login }) => login.toLowerCase()))
  const rows: Row[] = [
    ...entries.map((entry) => ({ login: entry.login, name: names.get(entry.login.toLowerCase()) ?? '', entry })),
    ...accounts
      .filter(({ login, disabled }) => !own.has(login) && disabled !== true)
      .map(({ login, name }) => ({ login, name, entry: null })),
  ]
  const { compare } = new Intl.Collator(lang, { numeric: true })
  return rows.toSorted((a, b) => compare(a.name || a.login, b.name || b.login))
}

/** What is wanted of some rows. */
export type Change =
  | { readonly kind: 'queue'; readonly queue: string; readonly on: boolean }
  | { readonly kind: 'allQueues'; readonly on: boolean }
  | { readonly kind: 'skill'; readonly skill: string; readonly level: number }

/** The list with the change made to these logins. `queues`: keys of all of them, which an entry without queues serves. */
export function changed(
  entries: readonly AgentEntry[],
  logins: ReadonlySet<string>,
  change: Change,
  queues: readonly string[],
): readonly AgentEntry[] {
  const known = new Set(entries.map(({ login }) => login))
  const fresh = [...logins].filter((login) => !known.has(login)).map((login) => beginning(login, change))
  return [...entries, ...fresh].map((entry) => (logins.has(entry.login) ? withChange(entry, change, queues) : entry))
}

/** Whoever is given a first queue serves that one; without any word of queues it would be all of them. */
const beginning = (login: string, change: Change): AgentEntry =>
  change.kind === 'queue' && change.on ? { login, queues: [] } : { login }

function withChange(entry: AgentEntry, change: Change, all: readonly string[]): AgentEntry {
  switch (change.kind) {
    case 'queue': {
      const served = entry.queues ?? all
      const others = served.filter((key) => key !== change.queue)
      // In the order of the queues, whatever order they were chosen in.
      const next = change.on ? all.filter((key) => key === change.queue || others.includes(key)) : others
      return { ...entry, queues: next }
    }
    case 'allQueues': {
      const { queues: _, ...rest } = entry
      return change.on ? rest : { ...entry, queues: entry.queues ?? all }
    }
    case 'skill': {
      const { [change.skill]: _, ...others } = entry.skills ?? {}
      const skills = change.level === 0 ? others : { ...entry.skills, [change.skill]: change.level }
      const { skills: __, ...rest } = entry
      return Object.keys(skills).length === 0 ? rest : { ...entry, skills }
    }
  }
}

/** What a skill may be called. */
export const skillForm = /^[a-z0-9][A-Za-z0-9_.-]{0,39}$/
