/**
 * What is done with data that is being restored, before it takes its place. It is given its keys: those that the
 * administrator names, else those of the data folder. Whatever they no longer open is removed from it, so that an old
 * backup brings nobody back who was erased. And its audit says that it was restored (P24).
 */
import { randomFillSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { copyKeys, destroyAlso } from '../adapters/keys-copy.ts'
import { openFileKeys } from '../adapters/keys-file.ts'
import { KeysUnusable } from '../adapters/keys-format.ts'
import { openLmdbStore } from '../adapters/store-lmdb.ts'
import { objectMax, recorded } from '../app/audit.ts'
import { nothingPurged, unreadable } from '../app/purge.ts'
import { keys as rowKeys, rows, type KeysRow } from '../app/records.ts'
import { Sealing } from '../app/sealing.ts'
import { AttachmentFiles } from '../http/attachment-files.ts'
import { instant } from '../model/time.ts'
import type { Change, Store } from '../ports/store.ts'
import { keysOf, storeOf } from './data-folder.ts'
import { AdminError } from './say.ts'

/** Changes kept in one transaction. */
const batchRows = 5_000

/** Where what is restored comes from and is to go. */
export interface Restoring {
  readonly backup: string
  /** The copy that takes the place of the data. */
  readonly restored: string
  /** The data folder as it is. */
  readonly own: string
  /** The copy of the keys that was named, or null. */
  readonly named: string | null
}

/**
 * Puts the keys into the restored folder, removes from it what they do not open, and records that it was restored.
 * Resolves with how many contacts were removed. Throws `AdminError` when the keys are missing or do not fit.
 */
export async function makeReady({ backup, restored, own, named }: Restoring): Promise<number> {
  const store = await openLmdbStore(storeOf(restored))
  try {
    const erased = await bringKeys(store, restored, own, named)
    const deed = { by: 'command line', act: 'backup.restored', object: backup.slice(-objectMax) } as const
    await store.commit(recorded(store, instant(Date.now()), [deed]))
    return erased
  } finally {
    await store.close()
  }
}

async function bringKeys(store: Store, restored: string, own: string, named: string | null): Promise<number> {
  const noted = rows.keys.get(store, rowKeys.meta('keys'))
  const from = named ?? (existsSync(keysOf(own)) ? keysOf(own) : null)
  // Data from before there were keys: the hub seals it when it starts.
  if (from === null && noted === undefined) return 0
  if (from === null)
    throw new AdminError('The keys of this backup are not here. Name the copy of the keys with --keys FILE.')
  await putKeys(from, restored, own)
  return await removeUnreadable(restored, store, noted, from)
}

async function putKeys(from: string, restored: string, own: string): Promise<void> {
  try {
    await copyKeys(from, keysOf(restored))
  } catch (error) {
    if (error instanceof KeysUnusable) throw new AdminError(error.message)
    throw new AdminError(`The keys cannot be read from ${from}: ${error instanceof Error ? error.message : error}`)
  }
  // The copy may be older than the folder: what is destroyed here stays destroyed.
  if (from !== keysOf(own) && existsSync(keysOf(own)))
    await destroyAlso(keysOf(restored), keysOf(own)).catch((error: unknown) => {
      // Keys that cannot be read any more are no reason not to go back to a copy.
      if (!(error instanceof KeysUnusable)) throw error
    })
}

async function removeUnreadable(
  restored: string,
  store: Store,
  noted: KeysRow | undefined,
  from: string,
): Promise<number> {
  const vault = await openFileKeys(keysOf(restored), { noted }).catch((error: unknown) => {
    if (!(error instanceof KeysUnusable)) throw error
    throw new AdminError(
      `The keys in ${from} are those of other data, or older than this backup. Name the newest copy with --keys FILE.`,
    )
  })
  try {
    if (noted === undefined) return 0
    const purged = nothingPurged()
    let batch: Change[] = []
    // Read to its end before anything is removed: a range is one view of the store.
    for (const change of [...unreadable(store, new Sealing({ vault, fill: randomFillSync }), purged)]) {
      batch.push(change)
      if (batch.length < batchRows) continue
      await store.commit(batch)
      batch = []
    }
    await store.commit(batch)
    const files = new AttachmentFiles(restored)
    for (const file of purged.files) await rm(files.pathOf(file), { force: true })
    return purged.contacts.size
  } finally {
    await vault.close()
  }
}
