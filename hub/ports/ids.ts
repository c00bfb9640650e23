/** Where new ids come from. The real source draws 128 random bits and more; the simulator draws from its seed. */
import type { IdByKind, IdKind } from '../model/ids.ts'

export interface IdSource {
  /** A new id that nobody can guess and that was never given before. */
  next<Kind extends IdKind>(kind: Kind): IdByKind[Kind]
  /** A secret of at least 128 bits in the URL-safe alphabet, for tokens. */
  secret(): string
}
