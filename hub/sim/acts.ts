/** P24 in simulated days: what a supervisor did and the record of it came to the store together, and the chain of records is whole. */
import type { Store } from '../ports/store.ts'
import { verifyChain } from '../app/audit-chain.ts'
import { rows } from '../app/records.ts'

/** What is wrong, or null. `count` is told of each record of these acts. */
export function actsWithoutRecord(store: Store, count: (what: string) => void): string | null {
  const recorded = new Map<string, number>()
  const add = (to: Map<string, number>, what: string): void => void to.set(what, (to.get(what) ?? 0) + 1)
  const { findings } = verifyChain(store, {
    each: ({ actor, act, object }) => {
      if (act === 'contact.takenOver' || act === 'agent.forced') add(recorded, `${act} ${object} by ${actor}`)
    },
  })
  if (findings.length > 0) return `the audit chain is broken in ${findings.length} places`
  const done = new Map<string, number>()
  for (const { value } of store.range('event', {})) {
    const event = rows.event.read(value)
    if (event.type === 'contactAssigned' && event.how === 'takenOver')
      add(done, `contact.takenOver ${event.contact} by ${event.by}`)
    if (event.type === 'presenceChanged' && event.by !== undefined)
      add(done, `agent.forced ${event.agent} by ${event.by}`)
  }
  for (const what of new Set([...recorded.keys(), ...done.keys()])) {
    count('acts found with their record')
    if (recorded.get(what) !== done.get(what))
      return `${what}: done ${done.get(what) ?? 0} times and recorded ${recorded.get(what) ?? 0} times`
  }
  return null
}
