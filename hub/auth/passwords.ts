/**
 * Passwords: argon2id with OWASP's settings, off the main thread. Hashing is dear on purpose, so a flood of sign-ins
 * must not take the machine: two run at once, a bounded number wait, the rest are refused at once.
 */
import { hash, verify } from '@node-rs/argon2'

/** 19 MiB, two passes, one lane; 2 is argon2id (the library's enum has no value at run time). */
const settings = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Of every password that is set; what is too short by now goes on working. */
export const passwordLength = { min: 12, max: 200 } as const

/** More sign-ins at once than the hub takes on. Nothing was tried. */
export class TooBusy extends Error {
  override name = 'TooBusy'
}

/** Full-width letters of a Japanese keyboard are the same password as plain ones. */
const plain = (password: string): string => password.normalize('NFKC')

export class Passwords {
  #running = 0
  readonly #waiting: (() => void)[] = []
  /** What an unknown login is checked against, so that it takes as long as a known one. */
  readonly #decoy: Promise<string>

  constructor(
    private readonly bounds: { readonly atOnce: number; readonly waitingMax: number } = { atOnce: 2, waitingMax: 40 },
  ) {
    this.#decoy = hash('a password that nobody has', settings)
    // Reported by whoever needs it; alone it must not end the process.
    this.#decoy.catch(() => undefined)
  }

  /** The text to keep. Rejects with `TooBusy`. */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(plain(password), settings))
  }

  /** Whether the password belongs to the hash. Null, for a login that nobody has, costs the same and is false. Rejects with `TooBusy`. */
  verify(kept: string | null, password: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const right = await verify(kept ?? (await this.#decoy), plain(password))
      return right && kept !== null
    })
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.bounds.atOnce) {
      if (this.#waiting.length >= this.bounds.waitingMax) throw new TooBusy()
      // Whoever ends hands its place on, so that nobody who comes later takes it first.
      await new Promise<void>((go) => this.#waiting.push(go))
    } else this.#running += 1
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#running -= 1
      else next()
    }
  }
}
