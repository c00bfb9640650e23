/** What every transport must do with HTTP. Part of transport.contract.ts. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { benchFor, type TestResponse, type TransportRig } from './transport.contract-bench.ts'
import { BodyTooLarge, type HttpRequest, type HttpResponse } from './transport.ts'

const reply = (body: HttpResponse['body'], status = 200): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body,
})
const text = (response: TestResponse): string => new TextDecoder().decode(response.body)

/** Registers the tests; to be called within a `describe`. */
export function httpContract(rig: TransportRig): void {
  const bench = benchFor(rig)
  const serve = (http: (request: HttpRequest) => Promise<HttpResponse>): Promise<number> => bench.start({ http })

  test('GET: path, query, headers and address come in; status, headers and body go out', async () => {
    const port = await serve(async (request) => ({
      status: 201,
      headers: [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
        ['content-length', '9999'],
      ],
      body: JSON.stringify([
        request.method,
        request.path,
        request.query.getAll('q'),
        request.header('x-test'),
        request.header('x-absent'),
        request.peer.address,
      ]),
    }))
    const response = await rig.request(port, {
      method: 'GET',
      path: '/a/b%20c?q=1&q=%E7%AA%93',
      headers: { 'X-Test': 'yes' },
    })
    expect(response.status).toBe(201)
    expect(response.headers.get('set-cookie')).toEqual(['a=1', 'b=2'])
    expect(response.headers.get('content-length')).toEqual([String(response.body.byteLength)])
    expect(JSON.parse(text(response))).toEqual(['GET', '/a/b%20c', ['1', '窓'], 'yes', '', '127.0.0.1'])
  })

  test('HEAD is answered as GET without the body', async () => {
    const port = await serve(async (request) => reply(request.method))
    const response = await rig.request(port, { method: 'HEAD', path: '/' })
    expect([response.status, response.headers.get('content-length'), text(response)]).toEqual([200, ['3'], ''])
  })

  test.each(['OPTIONS', 'DELETE', 'PUT', 'PATCH'])('%s reaches the handler', async (method) => {
    const port = await serve(async (request) => reply(request.method))
    expect(text(await rig.request(port, { method, path: '/' }))).toBe(method)
  })

  test.each([204, 304])('%i has neither body nor length', async (status) => {
    const port = await serve(async () => reply('', status))
    const response = await rig.request(port, { method: 'GET', path: '/' })
    expect([response.status, response.headers.has('content-length'), text(response)]).toEqual([status, false, ''])
  })

  test('a body arrives whole, up to its limit', async () => {
    const port = await serve(async (request) => reply(sha256(await request.body(300_000))))
    const body = randomBytes(300_000)
    expect(text(await rig.request(port, { method: 'POST', path: '/', body }))).toBe(sha256(body))
    expect(text(await rig.request(port, { method: 'POST', path: '/' }))).toBe(sha256(new Uint8Array(0)))
  })

  test.each(['body', 'chunks'] as const)('%s over its limit rejects with BodyTooLarge', async (way) => {
    const port = await serve(async (request) => {
      try {
        if (way === 'body') await request.body(1_000)
        else for await (const _chunk of request.chunks(1_000));
        return reply('accepted')
      } catch (error) {
        return reply(error instanceof BodyTooLarge ? 'too large' : String(error), 413)
      }
    })
    const response = await rig.request(port, { method: 'POST', path: '/', body: new Uint8Array(1_001) })
    expect([response.status, text(response)]).toEqual([413, 'too large'])
    expect((await rig.request(port, { method: 'POST', path: '/', body: new Uint8Array(1_000) })).status).toBe(200)
  })

  test('a failing handler is a 500 that tells nothing, and the log is told', async () => {
    const port = await serve(async () => {
      throw new Error('secret detail')
    })
    const response = await rig.request(port, { method: 'GET', path: '/' })
    expect(response.status).toBe(500)
    expect(text(response)).not.toContain('secret')
    expect(bench.failures).toMatchObject([{ message: 'secret detail' }])
  })

  test('a handler that throws before it returns a promise is a 500 too', async () => {
    const port = await serve(() => {
      throw new Error('at once')
    })
    expect((await rig.request(port, { method: 'GET', path: '/' })).status).toBe(500)
  })

  test.each([
    [{ 'x-a': 'b\r\nset-cookie: evil=1' }],
    [{ 'x-a': 'b\nset-cookie: evil=1' }],
    [{ 'x-a\r\nset-cookie': 'evil=1' }],
    [{ 'x-a': 'b\0' }],
    [{ '': 'b' }],
  ] as Record<string, string>[][])('headers that would break out of their line are a 500: %j', async (headers) => {
    const port = await serve(async () => ({ status: 200, headers: headers!, body: 'x' }))
    const response = await rig.request(port, { method: 'GET', path: '/' })
    expect(response.status).toBe(500)
    expect(response.headers.has('set-cookie')).toBe(false)
  })

  test.each([0, 99, 101, 600, Number.NaN])('status %d is a 500', async (status) => {
    const port = await serve(async () => reply('x', status))
    expect((await rig.request(port, { method: 'GET', path: '/' })).status).toBe(500)
  })

  test('files: 20 MB equal by hash, with their length for HEAD; empty and missing ones', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'transport-'))
    const sizeBytes = 20 * 1024 * 1024
    const content = randomBytes(sizeBytes)
    await writeFile(join(folder, 'big'), content)
    await writeFile(join(folder, 'empty'), '')
    const port = await serve(async ({ path }) =>
      reply({ file: join(folder, path), sizeBytes: path === '/big' ? sizeBytes : 0 }),
    )
    const big = await rig.request(port, { method: 'GET', path: '/big' })
    expect(sha256(big.body)).toBe(sha256(content))
    const head = await rig.request(port, { method: 'HEAD', path: '/big' })
    expect([head.headers.get('content-length'), head.body.byteLength]).toEqual([[String(sizeBytes)], 0])
    expect((await rig.request(port, { method: 'GET', path: '/empty' })).body.byteLength).toBe(0)
    expect((await rig.request(port, { method: 'GET', path: '/missing' })).status).toBe(500)
    await rm(folder, { recursive: true })
  })

  test('bodies that are made as they are read: whole, closed at their end, and cut where they fail', async () => {
    const content = randomBytes(3_000_001)
    let closed = 0
    /** Gives what it likes at a time; fails before this byte. */
    const made = (failsAt: number) => async () => {
      let at = 0
      return {
        read: async (into: Uint8Array) => {
          const piece = content.subarray(at, Math.min(at + 70_000, at + into.length))
          if (at + piece.length > failsAt) throw new Error('not what was sealed')
          into.set(piece)
          at += piece.length
          return piece.length
        },
        close: async () => void closed++,
      }
    }
    const port = await serve(async ({ path }) => {
      if (path === '/unopened') return reply({ open: () => Promise.reject(new Error('gone')), sizeBytes: 9 })
      return reply({ open: made(path === '/failing' ? content.length - 1 : Infinity), sizeBytes: content.length })
    })
    const whole = await rig.request(port, { method: 'GET', path: '/whole' })
    expect(sha256(whole.body)).toBe(sha256(content))
    const head = await rig.request(port, { method: 'HEAD', path: '/whole' })
    expect([head.headers.get('content-length'), head.body.byteLength]).toEqual([[String(content.length)], 0])
    expect((await rig.request(port, { method: 'GET', path: '/unopened' })).status).toBe(500)
    await expect(rig.request(port, { method: 'GET', path: '/failing' })).rejects.toThrow()
    await vi.waitFor(() => expect(closed).toBe(3), { timeout: 10_000 })
  })
}

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')
