/**
 * How the hub is, for who looks after it: what is live, what is used of its limits, and when the data was copied last, which the
 * record of privileged acts tells. That is read from where the last look ended, so asking again costs nothing.
 */
import type { Vitals } from '../http/door.ts'
import type { Instant } from '../model/time.ts'
import type { Store } from '../ports/store.ts'
import { partsOf, readRecord, type Act } from './audit.ts'
import type { Audience } from './audience.ts'
import type { Live } from './live.ts'
import type { Quotas } from './quotas.ts'

interface VitalParts {
  readonly live: Live
  readonly audience: Audience
  readonly quotas: Quotas
}

/** A copy that is further back than this many records was not made lately. */
const recordsLookedAtMax = 5_000

export class Vitality {
  readonly #copiedAt = new Map<Act, Instant>()
  /** Number of the newest record that was looked at. */
  #seen = 0

  now(store: Pick<Store, 'range'>, begunAt: Instant, { live, audience, quotas }: VitalParts): Vitals {
    this.#lookForCopies(store)
    return {
      begunAt,
      contacts: live.files.size,
      sockets: [...audience.connections()].length,
      calls: [...live.calls.all()].filter(({ phase }) => phase === 'running').length,
      used: quotas.used(),
      backupAt: this.#copiedAt.get('backup.made') ?? null,
      keysCopiedAt: this.#copiedAt.get('keys.copied') ?? null,
    }
  }

  #lookForCopies(store: Pick<Store, 'range'>): void {
    const range = { after: [this.#seen], reverse: true, limit: recordsLookedAtMax }
    for (const { key, value } of store.range('audit', range)) {
      this.#seen = Math.max(this.#seen, Number(key[0]))
      const record = readRecord(partsOf(value).body)
      if (record?.act !== 'backup.made' && record?.act !== 'keys.copied') continue
      if (record.at > (this.#copiedAt.get(record.act) ?? 0)) this.#copiedAt.set(record.act, record.at)
    }
  }
}
