/**
 * Bots of the company's own that connect to the hub themselves, by one socket for all contacts: for programs that no address of
 * the outside leads to. Each message is JSON in UTF-8, as a binary frame; docs/BOTS.md has the words. Whose bot it is, is proven
 * by signing what the hub has just drawn, so nothing that was overheard opens a second one. Nothing of what is told is kept or logged.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { CallResult, TellBot } from '../flow/index.ts'
import { durationMs, seconds, since } from '../model/time.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { AskedFor } from '../ports/outside.ts'
import type { Socket, SocketHandler } from '../ports/transport.ts'
import { eventOf } from './bots-http.ts'
import type { CallOutcome } from './calls-http.ts'

/** Where bots connect. */
export const botSocketPath = '/bot'

/** What a bot says by itself, as it came. Resolves to a code of what became of it, '' for taken. */
export type BotSays = (
  bot: string,
  said: { readonly contact: string; readonly request: string; readonly actions: unknown },
) => Promise<string>

export interface SocketBotsOptions {
  readonly clock: Clock
  /** By the configuration in force: which bot a key is of, and its secret; null for a key that there is none of. */
  readonly keyOf: (key: string) => { readonly bot: string; readonly secret: string } | null
  readonly says: BotSays
  /** Told of every event that was sent; `tookMs` is until its answer. */
  readonly seen?: (bot: string, outcome: CallOutcome, tookMs: number) => void
}

const closes = { malformed: 4400, notProven: 4401, tooMany: 4429, tooLate: 4408 } as const
const helloWithinMs = seconds(10)
/** One bot may run on several machines. */
const socketsMax = 16
/** Events of one socket that wait for their answer. */
const eventsMax = 256

/** A bot that is connected. */
interface Line {
  readonly socket: Socket
  readonly waiting: Map<string, (result: CallResult) => void>
}

export class SocketBots {
  readonly #lines = new Map<string, Line[]>()

  constructor(private readonly options: SocketBotsOptions) {}

  /** `passed` runs once it has said who it is, or is gone. */
  accept(socket: Socket, passed: () => void): SocketHandler {
    const challenge = randomBytes(24).toString('base64url')
    const line: Line = { socket, waiting: new Map() }
    let bot: string | null = null
    let isOpen = true
    const end = (code: number, reason: string): void => {
      isOpen = false
      socket.close(code, reason)
    }
    const late: Cancel = this.options.clock.after(helloWithinMs, () => end(closes.tooLate, 'no hello'))
    send(socket, { challenge })
    return {
      message: (bytes) => {
        if (!isOpen) return
        const said = parsed(bytes)
        if (said === null) return end(closes.malformed, 'malformed')
        if (bot !== null) return this.#heard(bot, line, said) ? undefined : end(closes.malformed, 'malformed')
        late()
        passed()
        bot = this.#proven(said, challenge)
        if (bot === null) return end(closes.notProven, 'not proven')
        if (!this.#add(bot, line)) return end(closes.tooMany, 'too many')
        send(socket, { welcome: bot })
      },
      drain: () => {},
      closed: () => {
        isOpen = false
        late()
        if (bot === null) return passed()
        this.#remove(bot, line)
      },
    }
  }

  /** Null where no such bot is connected: it may have an address. Never rejects. */
  tell(told: TellBot, asked: AskedFor): Promise<CallResult> | null {
    const lines = this.#lines.get(told.bot) ?? []
    const line = lines.find(({ waiting }) => waiting.size < eventsMax)
    if (line === undefined) return null
    // Whoever has heard an event is behind those who have not.
    lines.push(...lines.splice(lines.indexOf(line), 1))
    const { clock, seen } = this.options
    const began = clock.now()
    return new Promise((resolve) => {
      const over: Cancel = clock.after(durationMs(told.timeoutMs), () => answer({ failed: 'timeout' }))
      const answer = (result: CallResult): void => {
        if (!line.waiting.delete(told.key)) return
        over()
        seen?.(told.bot, 'failed' in result ? result.failed : 'answered', since(began, clock.now()))
        resolve(result)
      }
      // The same event once more: the answer that comes is of this one.
      line.waiting.get(told.key)?.({ failed: 'timeout' })
      line.waiting.set(told.key, answer)
      send(line.socket, { tell: eventOf(told, asked) })
    })
  }

  #proven({ key, signature }: Record<string, unknown>, challenge: string): string | null {
    if (typeof key !== 'string' || typeof signature !== 'string' || !/^[0-9a-f]{64}$/.test(signature)) return null
    const known = this.options.keyOf(key)
    if (known === null) return null
    const right = createHmac('sha256', known.secret).update(challenge).digest()
    return timingSafeEqual(right, Buffer.from(signature, 'hex')) ? known.bot : null
  }

  #add(bot: string, line: Line): boolean {
    const lines = this.#lines.get(bot) ?? []
    if (lines.length >= socketsMax) return false
    this.#lines.set(bot, lines)
    lines.unshift(line)
    return true
  }

  #remove(bot: string, line: Line): void {
    const lines = this.#lines.get(bot)
    const at = lines?.indexOf(line) ?? -1
    if (at >= 0) lines!.splice(at, 1)
    // Asked again under the same key, of another line or by the address.
    for (const answer of [...line.waiting.values()]) answer({ failed: 'unreachable' })
  }

  /** False for what is no message of a bot. */
  #heard(bot: string, line: Line, said: Record<string, unknown>): boolean {
    if (typeof said.answer === 'string') {
      const { answer, actions } = said
      line.waiting.get(answer)?.({ status: 200, body: actions === undefined ? null : { actions } })
      return true
    }
    const { contact, request, actions } = said
    if (typeof contact !== 'string' || typeof request !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(request))
      return false
    void this.options
      .says(bot, { contact, request, actions })
      .catch(() => 'storage.unavailable')
      .then((code) => send(line.socket, { said: request, code }))
    return true
  }
}

function send(socket: Socket, message: object): void {
  socket.send(new TextEncoder().encode(JSON.stringify(message)))
}

function parsed(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
