/**
 * The file of keys: 32 bytes of head, then key after key; key n begins at byte 32 * (n + 1). The head says whose file it
 * is: a stamp, the version of the format, and the vault's id, which its copies share.
 */
import { randomFillSync } from 'node:crypto'
import { keyBytes, type KeySlot } from '../ports/keys.ts'
import { keysPerBlock } from './keys-ready.ts'

export const headBytes = 32
const stamp = Buffer.from('MADOKEYS')
const version = 1
const idAt = 16

/** The file of keys is missing, damaged or not the one of the data; the message is a sentence for a person. */
export class KeysUnusable extends Error {
  override name = 'KeysUnusable'
}

/** Where this key begins in the file. */
export const offsetOf = (slot: KeySlot): number => headBytes + slot * keyBytes

/** How many keys a file of this many bytes holds, in whole blocks: what is beyond was never handed out. */
export const keysIn = (fileBytes: number): number =>
  Math.max(0, Math.floor((fileBytes - headBytes) / (keyBytes * keysPerBlock))) * keysPerBlock

/** The head of a new vault. */
export function newHead(): Buffer {
  const head = randomFillSync(Buffer.alloc(headBytes))
  stamp.copy(head)
  head.writeUInt32LE(version, stamp.length)
  head.writeUInt32LE(0, stamp.length + 4)
  return head
}

/** The vault's id. Throws `KeysUnusable` for what is not the head of a file of keys. */
export function idIn(head: Buffer, path: string): string {
  if (head.length < headBytes || !head.subarray(0, stamp.length).equals(stamp))
    throw new KeysUnusable(
      `${path} is not a file of keys, or its head is damaged: restore it from the copy of the keys.`,
    )
  if (head.readUInt32LE(stamp.length) !== version)
    throw new KeysUnusable(`${path} was written by a newer Madoguchi: install that version.`)
  return head.toString('hex', idAt, headBytes)
}
