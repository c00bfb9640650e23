/**
 * After an attack on a real hub that has ended: what is on its disk, held against what people were told, were shown and were
 * sent. The one checker of all attacks; its rules are those of the simulator (sim/checks.ts, sim/history.ts) and, for what
 * goes over a line, lines.ts. `kept.test.ts` plants what it must find.
 */
import { randomFillSync } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { openFileKeys } from '../adapters/keys-file.ts'
import { openLmdbStore } from '../adapters/store-lmdb.ts'
import { attachmentOf, closedOf, keys, rows } from '../app/records.ts'
import { Sealing } from '../app/sealing.ts'
import { openSealed } from '../http/sealed-file.ts'
import type { AttachmentId } from '../model/ids.ts'
import type { Store } from '../ports/store.ts'
import { Checks, Violation } from '../sim/checks.ts'
import type { Rules } from '../sim/history.ts'
import type { Record } from '../sim/record.ts'
import type { Talker } from '../sim/talker.ts'
import type { Lines } from './lines.ts'

/** What more can be held against what is kept. */
export interface Stood {
  /** What agents may have and do. Default: everybody everything, four talks at a time. */
  readonly rules?: Rules
  /** What was sent on each line. */
  readonly lines?: Lines
}

/** What a hub left on its disk. */
export interface Kept {
  readonly store: Store
  readonly sealing: Sealing
}

/** Opens what a stopped hub left, with its keys, for as long as `look` looks. */
export async function lookAtKept<Found>(
  dataFolder: string,
  look: (kept: Kept) => Found | Promise<Found>,
): Promise<Found> {
  const store = await openLmdbStore(join(dataFolder, 'store'))
  try {
    const vault = await openFileKeys(join(dataFolder, 'keys'))
    try {
      return await look({ store, sealing: new Sealing({ vault, fill: randomFillSync }) })
    } finally {
      await vault.close()
    }
  } finally {
    await store.close()
  }
}

/** Throws `Violation` when anything was lost, doubled, out of order, or shown otherwise than it is kept. */
export const checkKept = (
  dataFolder: string,
  record: Record,
  talkers: readonly Talker[],
  stood: Stood = {},
): Promise<void> => lookAtKept(dataFolder, (kept) => checkAll(kept, record, talkers, stood))

export function checkAll(
  { store, sealing }: Kept,
  record: Record,
  talkers: readonly Pick<Talker, 'client'>[],
  { rules, lines }: Stood = {},
): void {
  if (lines !== undefined) {
    if (lines.broken !== null) throw new Violation(lines.broken)
    for (const [kind, times] of Object.entries(lines.chances)) record.chances[kind] = times
  }
  const checks = new Checks(record, () => sealing)
  checks.ofStore(store)
  checks.ofHistory(store, rules && (() => rules))
  checks.ofScreens(store, talkers)
  checks.ofReplay(store)
}

/** The content of a file that somebody sent, opened; null when the hub does not know it, or it is not there. */
export async function fileKept(dataFolder: string, { store, sealing }: Kept, id: AttachmentId): Promise<Buffer | null> {
  const known = attachmentOf(store, sealing, id)
  if (known === undefined) return null
  const { contact, info } = known
  const file = rows.contact.get(store, keys.contact(contact))?.file ?? closedOf(store, sealing, contact)?.file
  const key = file === undefined ? null : sealing.vault.key(file.slot)
  const name = id.slice('att_'.length)
  const handle = await open(join(dataFolder, 'attachments', name.slice(0, 2), name), 'r').catch(() => null)
  if (key === null || handle === null) return null
  try {
    const content = Buffer.alloc(info.sizeBytes)
    const reader = await openSealed(handle, key, id, info.sizeBytes)
    return (await reader.read(content)) === content.length ? content : null
  } finally {
    await handle.close()
  }
}
