import { afterEach, describe, expect, test, vi } from 'vitest'
import { browserRequestId, openBrowserSocket, sessionOutbox } from './browser.ts'
import type { StoredRequest } from './options.ts'

afterEach(() => vi.unstubAllGlobals())

const one: StoredRequest = { id: 'r1', verb: 'contact.end', body: ['cnt_1'] }

/** A tab's storage, with what a browser does when it is full or forbidden. */
function tabStorage(texts: Map<string, string>, forbidden = false) {
  const guarded = <T>(action: () => T): T => {
    if (forbidden) throw new Error('SecurityError')
    return action()
  }
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => guarded(() => texts.get(key) ?? null),
    setItem: (key: string, text: string) => guarded(() => texts.set(key, text)),
    removeItem: (key: string) => guarded(() => texts.delete(key)),
  })
}

describe('the outbox in the storage of a tab', () => {
  test('keeps requests by key and leaves nothing behind when empty', () => {
    const texts = new Map<string, string>()
    tabStorage(texts)
    sessionOutbox('ann').save([one])
    expect(sessionOutbox('ann').load()).toEqual([one])
    expect(sessionOutbox('bob').load()).toEqual([])
    sessionOutbox('ann').save([])
    expect(texts.size).toBe(0)
  })

  test.each(['', '{', '{}', '7', 'null'])('reads %j as empty', (text) => {
    tabStorage(new Map([['ann', text]]))
    expect(sessionOutbox('ann').load()).toEqual([])
  })

  test('does without storage where there is none or none allowed', () => {
    sessionOutbox('ann').save([one])
    expect(sessionOutbox('ann').load()).toEqual([])
    tabStorage(new Map(), true)
    sessionOutbox('ann').save([one])
    expect(sessionOutbox('ann').load()).toEqual([])
  })
})

test('request ids are well formed and differ', () => {
  const ids = new Set(Array.from({ length: 100 }, browserRequestId))
  expect(ids.size).toBe(100)
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/)
})

test('a socket tells of bytes only, and is not written to unless it is open', () => {
  const sent: unknown[] = []
  class PageSocket {
    static readonly OPEN = 1
    static latest: PageSocket
    readyState = 0
    binaryType = 'blob'
    onopen = () => {}
    onmessage = (_event: { data: unknown }) => {}
    onclose = (_event: { code: number }) => {}
    constructor(readonly url: string) {
      PageSocket.latest = this
    }
    send(bytes: unknown) {
      sent.push(bytes)
    }
    close(code: number) {
      sent.push(code)
    }
  }
  vi.stubGlobal('WebSocket', PageSocket)
  const told: unknown[] = []
  const socket = openBrowserSocket('wss://hub.example/socket')({
    opened: () => told.push('opened'),
    message: (bytes) => told.push(bytes),
    closed: (code) => told.push(code),
  })
  const page = PageSocket.latest
  socket.send(new Uint8Array([1]))
  page.readyState = PageSocket.OPEN
  page.onopen()
  socket.send(new Uint8Array([2]))
  page.onmessage({ data: 'text' })
  page.onmessage({ data: new Uint8Array([3]).buffer })
  socket.close(4900)
  page.onclose({ code: 4900 })
  expect(page.binaryType).toBe('arraybuffer')
  expect(sent).toEqual([new Uint8Array([2]), 4900])
  expect(told).toEqual(['opened', new Uint8Array([3]), 4900])
})
