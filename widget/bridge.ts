/**
 * What a page and the widget in a frame of its say to each other (attribute `isolate`), and how either end calls the other. The
 * two meet by one message each way, whose origins both check, and talk over a channel of their own from then on: nobody
 * else on the page hears it, nor can speak on it. A function that is handed over stays where it is and is asked from the other end.
 */
import type { SiteFace, VisitSite } from '#protocol'

/** The framed page says that it is there, and is given the channel. */
export const frameReady = 'madoguchi-frame'

/** What the framed page is told with the channel. */
export interface FrameBegin {
  readonly kind: typeof frameReady
  readonly attributes: Attributes
  /** Of the page around it: what the agent sees as the page that the customer is on. */
  readonly url: string
  readonly title: string
  /** From a page of the hub's own only: the site's face in place of the one that is served. */
  readonly face?: SiteFace
  /** The same: the site as a draft has it. Then nothing is asked of the hub, and nothing sent. */
  readonly draft?: VisitSite
}

/** By name; null for one that is not there. */
export type Attributes = Readonly<Record<string, string | null>>

/** What one end hears of the other without being asked. */
export interface Heard {
  /** Attributes have changed: those of the page's element, or what the chat says by attributes. */
  attributes?(changed: Attributes): void
  /** `madoguchi-<type>` was dispatched. */
  event?(type: string, detail: unknown): void
}

type Message =
  | { readonly call: number; readonly name: string; readonly args: readonly unknown[] }
  | { readonly answer: number; readonly value?: unknown; readonly code?: string }
  | { readonly tell: keyof Heard; readonly args: readonly unknown[] }

type Run = (name: string, args: readonly unknown[]) => unknown

/** One end of the channel. */
export class Bridge {
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  readonly #functions: ((...args: unknown[]) => unknown)[] = []
  #calls = 0

  /** `run` does what the other end calls by name. */
  constructor(
    private readonly port: MessagePort,
    private readonly run: Run,
    private readonly heard: Heard,
  ) {
    port.onmessage = ({ data }: MessageEvent<Message>) => void this.#take(data)
  }

  /** Calls the other end. Rejects with what it rejected with: an Error whose message is a code. */
  call(name: string, args: readonly unknown[]): Promise<unknown> {
    const call = ++this.#calls
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject })
      this.#post({ call, name, args: args.map((one) => this.#handedOver(one)) })
    })
  }

  tell<Name extends keyof Heard>(tell: Name, ...args: Parameters<NonNullable<Heard[Name]>>): void {
    this.#post({ tell, args })
  }

  /** Whoever still waits for an answer hears that there will be none. */
  close(): void {
    this.port.close()
    for (const { reject } of this.#waiting.values()) reject(new Error('unavailable'))
    this.#waiting.clear()
  }

  async #take(message: Message): Promise<void> {
    if ('tell' in message) {
      const heard = this.heard[message.tell] as ((...args: readonly unknown[]) => void) | undefined
      heard?.(...message.args)
    } else if ('call' in message) {
      const { call: answer, name, args } = message
      try {
        const value = await this.#do(
          name,
          args.map((one) => this.#taken(one)),
        )
        this.#post({ answer, value })
      } catch (error) {
        this.#post({ answer, code: error instanceof Error ? error.message : 'unavailable' })
      }
    } else {
      const asked = this.#waiting.get(message.answer)
      this.#waiting.delete(message.answer)
      if (message.code === undefined) asked?.resolve(message.value)
      else asked?.reject(new Error(message.code))
    }
  }

  /** A name that is a number is a function that was handed over. */
  #do(name: string, args: readonly unknown[]): unknown {
    return /^\d+$/.test(name) ? this.#functions[Number(name)]?.(...args) : this.run(name, args)
  }

  #handedOver(value: unknown): unknown {
    if (typeof value !== 'function') return value
    return { madoguchiFunction: this.#functions.push(value as never) - 1 }
  }

  #taken(value: unknown): unknown {
    const { madoguchiFunction: at } = (value ?? {}) as { madoguchiFunction?: number }
    return at === undefined ? value : (...args: unknown[]) => this.call(`${at}`, args)
  }

  /** What cannot be copied over is not said at all: an answer then has no value. */
  #post(message: Message): void {
    try {
      this.port.postMessage(message)
    } catch {
      if ('answer' in message) this.port.postMessage({ answer: message.answer })
      else if ('call' in message) this.#waiting.get(message.call)?.reject(new Error('command.malformed'))
    }
  }
}
