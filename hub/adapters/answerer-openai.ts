/**
 * A language model behind the `chat/completions` that many servers speak, asked for a stream; a server that answers in one
 * piece is understood as well. The clock that ends it covers everything to the last piece. Nothing of it is kept or logged.
 */
import {
  answerTextMax,
  reckonedTokens,
  type Answerer,
  type AnswererFailure,
  type AnswererHow,
  type AnswererQuestion,
  type AnswererReply,
} from '../ports/answerer.ts'
import { foreignJson } from './foreign-json.ts'
import { Outgoing, type Answering } from './outgoing.ts'
import { serverEvents, TooMuch } from './server-events.ts'

export interface OpenAiPlace {
  /** Up to `/chat/completions`, such as `https://llm.example.jp/v1`. */
  readonly url: string
  readonly model: string
}

export interface OpenAiOptions {
  /** By the configuration in force; null for none. */
  readonly place: () => OpenAiPlace | null
  /** Sent as bearer; null for none. */
  readonly key: string | null
  /** Also http, and servers on private networks. */
  readonly privateAddresses: boolean
}

const answerBytesMax = 512 * 1_024
const socketsMax = 8

export class OpenAiAnswerer implements Answerer {
  readonly #outgoing: Outgoing

  constructor(private readonly options: OpenAiOptions) {
    this.#outgoing = new Outgoing({ privateAddresses: options.privateAddresses, socketsMax })
  }

  async ask(question: AnswererQuestion, how: AnswererHow): Promise<AnswererReply> {
    const place = this.options.place()
    if (place === null) return { kind: 'failed', why: 'unreachable', tokens: 0 }
    const signal = AbortSignal.any([how.signal, AbortSignal.timeout(how.withinMs)])
    const prompted = reckonedTokens(question.instructions + question.asked)
    const answer = await this.#opened(place, question, signal)
    if (typeof answer === 'string') return { kind: 'failed', why: answer, tokens: answer === 'slow' ? prompted : 0 }
    const reading = new Reading(how.writing)
    const why = await reading.read(answer, signal)
    answer.destroy()
    const { text, tokens = prompted + reckonedTokens(text) } = reading
    return why === null ? { kind: 'said', text, tokens } : { kind: 'failed', why, tokens }
  }

  /** Closes the connections that are kept. */
  close(): void {
    this.#outgoing.close()
  }

  async #opened(
    { url, model }: OpenAiPlace,
    question: AnswererQuestion,
    signal: AbortSignal,
  ): Promise<Answering | AnswererFailure> {
    const { key } = this.options
    try {
      const answer = await this.#outgoing.open({
        method: 'POST',
        url: `${url.replace(/\/$/, '')}/chat/completions`,
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream, application/json',
          'accept-encoding': 'identity',
          'user-agent': 'Madoguchi',
          ...(key !== null && { authorization: `Bearer ${key}` }),
        },
        body: JSON.stringify(bodyOf(model, question)),
        signal,
      })
      if (answer.statusCode === 200) return answer
      answer.destroy()
      return 'refused'
    } catch {
      return signal.aborted ? 'slow' : 'unreachable'
    }
  }
}

const bodyOf = (model: string, { instructions, asked, tokensMax }: AnswererQuestion): object => ({
  model,
  messages: [
    { role: 'system', content: instructions },
    { role: 'user', content: asked },
  ],
  temperature: 0,
  max_tokens: tokensMax,
  stream: true,
  stream_options: { include_usage: true },
})

/** One answer, as far as it has come. */
class Reading {
  text = ''
  /** As the server says. */
  tokens: number | undefined
  #isWhole = false

  constructor(private readonly writing: (() => void) | undefined) {}

  /** Null once it is whole, else why it never will be. */
  async read(answer: Answering, signal: AbortSignal): Promise<AnswererFailure | null> {
    try {
      const isStream = answer.headers['content-type']?.startsWith('text/event-stream') === true
      for await (const data of isStream ? serverEvents(answer, answerBytesMax) : whole(answer)) {
        if (data === '[DONE]') break
        const why = this.#take(data)
        if (why !== null) return why
      }
      return this.#isWhole ? null : 'malformed'
    } catch (error) {
      if (error instanceof TooMuch) return 'malformed'
      return signal.aborted ? 'slow' : 'unreachable'
    }
  }

  #take(data: string): AnswererFailure | null {
    const read = foreignJson(data)
    if (read === null) return 'malformed'
    const said = at(read.value, 'choices', '0')
    if (at(read.value, 'error') !== undefined) return 'refused'
    const spent = at(read.value, 'usage', 'total_tokens')
    if (Number.isInteger(spent) && (spent as number) >= 0 && (spent as number) < 1e7) this.tokens = spent as number
    // The last event of a stream may hold nothing but what it has cost.
    const piece = at(said, 'delta', 'content') ?? at(said, 'message', 'content') ?? ''
    if (typeof piece !== 'string') return 'malformed'
    this.text += piece
    if (this.text.length > answerTextMax) return 'malformed'
    if (piece !== '') this.writing?.()
    const end = at(said, 'finish_reason') ?? null
    if (end === 'stop') this.#isWhole = true
    // Cut off at its greatest length, or by a filter.
    return end === null || end === 'stop' ? null : 'malformed'
  }
}

async function* whole(answer: Answering): AsyncGenerator<string, void> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of answer as AsyncIterable<Buffer>) {
    bytes += piece.byteLength
    if (bytes > answerBytesMax) throw new TooMuch('an answer in one piece')
    pieces.push(piece)
  }
  yield Buffer.concat(pieces).toString('utf8')
}

/** What stands there in foreign data, or nothing. */
function at(value: unknown, ...names: readonly string[]): unknown {
  let found = value
  for (const name of names) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined
    found = (found as Record<string, unknown>)[name]
  }
  return found ?? undefined
}
