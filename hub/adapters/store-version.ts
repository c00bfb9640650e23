/**
 * The version of the data's shape, kept with the data. Older data is brought up to date when the hub starts; newer data is
 * refused, because this program would misread it. To change a shape: a step at the end of `migrations` in hub/app/.
 */
import { assert } from '../model/assert.ts'
import { tables } from '../ports/store.ts'
import type { Change, Store } from '../ports/store.ts'

/** One step of the data's shape. `changes` only reads; what it yields is committed in one batch with the new version. */
export interface Migration {
  /** The version that the data has afterwards; the one before is exactly one less. */
  readonly to: number
  /** What it does, for the log, as the end of a sentence: "Data: …". */
  readonly what: string
  changes(store: Store): Iterable<Change>
}

const firstVersion = 1
const versionKey = ['dataVersion']

/** A newer program wrote this data. */
export class DataTooNew extends Error {
  override name = 'DataTooNew'
}

/** There are rows but no version that makes sense: not our data, or damaged. */
export class DataUnknown extends Error {
  override name = 'DataUnknown'
}

/** The version of the data in the store; `undefined` for a store without one. Throws `DataUnknown` for nonsense. */
export function dataVersionOf(store: Pick<Store, 'get'>): number | undefined {
  const value = store.get('meta', versionKey)
  if (!value) return undefined
  const version = Number(new TextDecoder().decode(value))
  if (!Number.isSafeInteger(version) || version < firstVersion)
    throw new DataUnknown('The data has a version that makes no sense. It is damaged: restore a backup.')
  return version
}

const versionChange = (version: number): Change => ({
  table: 'meta',
  key: versionKey,
  value: new TextEncoder().encode(String(version)),
})

/**
 * Call once after opening, before anything else reads the store. An empty store gets the newest version; older data goes
 * through its migrations, each kept as a whole or not at all, so that a kill in between is made good by the next start.
 * `steps` are all since version 1, in order. Resolves with those taken. Throws `DataTooNew` or `DataUnknown`; then nothing was changed.
 */
export async function bringUpToDate(store: Store, steps: readonly Migration[]): Promise<readonly Migration[]> {
  steps.forEach((step, index) => assert(step.to === firstVersion + index + 1, 'migrations are numbered without a gap'))
  const newest = firstVersion + steps.length
  const found = dataVersionOf(store) ?? (await beginNewData(store, newest))
  if (found > newest)
    throw new DataTooNew(
      `The data was written by a newer Madoguchi (data version ${found}, this program knows ${newest}): install that version, or restore a backup made before the upgrade.`,
    )
  const due = steps.filter((step) => step.to > found)
  for (const step of due) await store.commit([...step.changes(store), versionChange(step.to)])
  return due
}

async function beginNewData(store: Store, version: number): Promise<number> {
  for (const table of tables)
    for (const _ of store.range(table, { limit: 1 }))
      throw new DataUnknown(
        'The store holds rows but no data version. It is not Madoguchi data, or damaged: restore a backup.',
      )
  await store.commit([versionChange(version)])
  return version
}
