/**
 * Flows by version: a contact goes on with the version it began with, so whatever was served once stays. What is served now
 * is in memory; an older one is read from its row when a contact that began with it comes along.
 */
import type { Declarations, Flow, FlowState } from '../flow/index.ts'
import type { Change, Store } from '../ports/store.ts'
import { keys, rows } from './records.ts'
import type { Tick } from './tick.ts'

/** Older versions that are at hand at a time, longest known first. */
const olderMax = 50

type Which = Pick<FlowState, 'flow' | 'version'>

export class FlowShelf {
  readonly #older = new Map<string, Flow>()

  constructor(
    private readonly store: Pick<Store, 'get'>,
    private readonly served: () => readonly Flow[],
  ) {}

  /** What a new contact of a site begins with; undefined where configuration has no flow of this key any more. */
  newest(id: string): Flow | undefined {
    return this.served().find((flow) => flow.id === id)
  }

  /** The version that a contact began with. Undefined only when its row is lost. */
  of({ flow: id, version }: Which): Flow | undefined {
    const served = this.newest(id)
    if (served?.version === version) return served
    const name = `${id} ${version}`
    const flow = this.#older.get(name) ?? rows.flow.get(this.store, keys.flow(id, version))
    if (flow === undefined) return undefined
    this.#older.set(name, flow)
    if (this.#older.size > olderMax) this.#older.delete(this.#older.keys().next().value!)
    return flow
  }

  /** What the contact's flow says of its fields; nothing of a contact in no flow. */
  declarations(state: Which | null): Declarations {
    return (state === null ? undefined : this.of(state)?.fields) ?? {}
  }
}

/** Rows for the versions that have none yet. To be kept with the transaction that serves them first. */
export const keptFlows = (tick: Tick, flows: readonly Flow[]): readonly Change[] =>
  flows
    .filter(({ id, version }) => tick.get('flow', keys.flow(id, version)) === undefined)
    .map((flow) => rows.flow.put(keys.flow(flow.id, flow.version), flow))
