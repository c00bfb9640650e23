/** A document of the configuration: what a version holds, as it was written. Plain JSON, of which the app knows no more. */
import { beginning, hashOf } from '../audit.ts'
import { canonical, type Document } from './canonical.ts'

export type { Document } from './canonical.ts'

/** SHA-256 of the document, in hexadecimal: equal for documents that say the same. */
export const digestOf = (document: Document): string =>
  Buffer.from(hashOf(beginning.hash, Buffer.from(canonical(document)))).toString('hex')
