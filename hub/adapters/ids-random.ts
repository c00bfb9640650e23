/** Ids and secrets nobody can guess: the operating system's randomness, in the URL-safe alphabet. */
import { randomBytes } from 'node:crypto'
import { makeId } from '../model/ids.ts'
import type { IdSource } from '../ports/ids.ts'

/** 144 bits: over the 128 that are asked for, and 24 characters without padding. */
const idBytes = 18
/** 256 bits, 43 characters. */
const secretBytes = 32

export const randomIds: IdSource = {
  next: (kind) => makeId(kind, randomBytes(idBytes).toString('base64url')),
  secret: () => randomBytes(secretBytes).toString('base64url'),
}
