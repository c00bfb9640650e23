/** The language model's adapter against a real server that streams well, slowly, for ever, and badly. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seconds } from '../model/time.ts'
import { reckonedTokens } from '../ports/answerer.ts'
import { OpenAiAnswerer } from './answerer-openai.ts'

const question = { instructions: 'Answer.', asked: '送料は？', tokensMax: 300 }
const piece = (content: string | null, end: string | null = null) => ({
  choices: [{ index: 0, delta: content === null ? {} : { content }, finish_reason: end }],
})
const events = (...all: object[]): string => all.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('')
const usage = { choices: [], usage: { prompt_tokens: 40, completion_tokens: 12, total_tokens: 52 } }

describe('a language model over http', () => {
  let behave: (response: ServerResponse) => void = () => {}
  const asked: { url: string; headers: IncomingHttpHeaders; body: unknown }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk as string
    asked.push({ url: request.url!, headers: request.headers, body: JSON.parse(body) })
    behave(response)
  })
  let answerer: OpenAiAnswerer
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`
    answerer = new OpenAiAnswerer({ place: () => ({ url, model: 'small' }), key: 'sk-1', privateAddresses: true })
  })
  afterAll(async () => {
    answerer.close()
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })

  const ask = (withinMs = seconds(20), signal = new AbortController().signal, writing = () => {}) =>
    answerer.ask(question, { withinMs, signal, writing })
  const streams =
    (text: string, status = 200) =>
    (response: ServerResponse): void =>
      void response.writeHead(status, { 'content-type': 'text/event-stream; charset=utf-8' }).end(text)

  test('what is asked arrives, and pieces become one text, wherever they are cut', async () => {
    const bytes = Buffer.from(
      events(piece(''), piece('送料は'), piece('550円です。'), piece(null, 'stop'), usage) + 'data: [DONE]\n\n',
    )
    behave = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.flushHeaders()
      const send = (at: number): void => {
        if (at >= bytes.length) return void response.end()
        // In the middle of a character, and of an event.
        response.write(bytes.subarray(at, at + 7), () => send(at + 7))
      }
      send(0)
    }
    let pieces = 0
    const writing = () => void (pieces += 1)
    expect(await ask(seconds(20), undefined, writing)).toEqual({ kind: 'said', text: '送料は550円です。', tokens: 52 })
    expect(pieces).toBe(2)
    const [{ url, headers, body }] = asked as [(typeof asked)[number]]
    expect([url, headers['authorization']]).toEqual(['/v1/chat/completions', 'Bearer sk-1'])
    expect(body).toMatchObject({
      model: 'small',
      max_tokens: 300,
      stream: true,
      messages: [
        { role: 'system', content: 'Answer.' },
        { role: 'user', content: '送料は？' },
      ],
    })
  })

  test('a server that does not stream is understood too', async () => {
    behave = (response) =>
      void response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ choices: [{ message: { content: 'Free.' }, finish_reason: 'stop' }] }))
    const tokens = reckonedTokens('Answer.送料は？') + reckonedTokens('Free.')
    expect(await ask()).toEqual({ kind: 'said', text: 'Free.', tokens })
  })

  test('the end is known by its reason: without the last word of the protocol it is whole as well', async () => {
    behave = streams(events(piece('Free.', 'stop')))
    expect(await ask()).toMatchObject({ kind: 'said', text: 'Free.' })
  })

  test.each([
    ['no JSON', 'data: Free.\n\n'],
    ['half of it', events(piece('Fr')) + 'data: {"choices":[{"del'],
    ['other JSON', events(piece('Fr'), { choices: [{ delta: { content: 7 } }] })],
    ['cut off at its greatest length', events(piece('Fr'), piece(null, 'length'))],
    ['stopped by a filter', events(piece(null, 'content_filter'))],
    ['nothing at all', ''],
    ['too long a text', events(piece('x'.repeat(9_000), 'stop'))],
    ['an endless comment', `: ${'x'.repeat(600_000)}`],
    ['nested too deep', `data: ${'['.repeat(5_000)}${']'.repeat(5_000)}\n\n`],
  ])('%s is no answer', async (_, text) => {
    behave = streams(text)
    expect(await ask()).toMatchObject({ kind: 'failed', why: 'malformed' })
  })

  test('what is refused costs nothing, before or within the stream', async () => {
    behave = streams('{"error":{"message":"quota"}}', 429)
    expect(await ask()).toEqual({ kind: 'failed', why: 'refused', tokens: 0 })
    behave = streams(events(piece('Fr'), { error: { message: 'overloaded' } }))
    expect(await ask()).toMatchObject({ kind: 'failed', why: 'refused' })
  })

  test('one that is slow, silent in the middle or endless is given up, and what it took is reckoned', async () => {
    behave = () => {}
    expect(await ask(seconds(0.05))).toMatchObject({ kind: 'failed', why: 'slow', tokens: 7 })
    behave = (response) => {
      const drip = (): void => {
        if (!response.destroyed) response.write(events(piece('あ')), () => setTimeout(drip, 5))
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      drip()
    }
    expect(await ask(seconds(0.3))).toMatchObject({ kind: 'failed', why: 'slow' })
  })

  test('nobody wants it any more: the connection is closed', async () => {
    const stop = new AbortController()
    const closed = new Promise<void>((resolve) => {
      behave = (response) => {
        response.on('close', resolve)
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(events(piece('Fr')), () => stop.abort())
      }
    })
    expect(await ask(seconds(20), stop.signal)).toMatchObject({ kind: 'failed', why: 'slow' })
    await closed
  })

  test('a connection that breaks is no answer', async () => {
    behave = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-length': '1000' })
      response.write(events(piece('Fr')), () => response.destroy())
    }
    expect(await ask()).toMatchObject({ kind: 'failed', why: 'unreachable' })
  })

  test('without a place nobody is asked', async () => {
    const none = new OpenAiAnswerer({ place: () => null, key: null, privateAddresses: true })
    const how = { withinMs: seconds(1), signal: new AbortController().signal }
    expect(await none.ask(question, how)).toEqual({ kind: 'failed', why: 'unreachable', tokens: 0 })
  })
})
