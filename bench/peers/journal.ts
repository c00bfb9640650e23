/** The least that durability takes: one file that only grows, a write and an fdatasync for all records that came together. */
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Keeper } from './keeper.ts'

const lengthBytes = 4

export async function openJournal(folder: string): Promise<Keeper> {
  const file = await open(join(folder, 'journal'), 'w+')
  /** Where each record begins, and behind the last one. */
  const starts = [0]
  return {
    async keep(records) {
      const end = starts.at(-1)!
      const bytes = framed(records)
      await file.write(bytes, 0, bytes.length, end)
      await file.datasync()
      for (const record of records) starts.push(starts.at(-1)! + lengthBytes + record.length)
    },
    async read(at) {
      const length = starts[at + 1]! - starts[at]! - lengthBytes
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, starts[at]! + lengthBytes)
      return buffer
    },
    close: () => file.close(),
  }
}

/** Each record behind its length. */
function framed(records: readonly Uint8Array[]): Buffer {
  let length = 0
  for (const record of records) length += lengthBytes + record.length
  const bytes = Buffer.allocUnsafe(length)
  let at = 0
  for (const record of records) {
    at = bytes.writeUInt32BE(record.length, at)
    bytes.set(record, at)
    at += record.length
  }
  return bytes
}
