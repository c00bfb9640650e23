/** Built files: what is served, how it is cached, and what cannot be reached. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gzipSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { HttpRequest, HttpResponse } from '../ports/transport.ts'
import { staticFiles, type StaticFiles } from './static-files.ts'

let outside: string
let folder: string
let files: StaticFiles
const script = 'export const counter = 1\n'.repeat(50)

beforeAll(() => {
  outside = mkdtempSync(join(tmpdir(), 'static-files-'))
})
afterAll(() => rmSync(outside, { recursive: true }))

beforeEach(() => {
  folder = mkdtempSync(join(outside, 'built-'))
  mkdirSync(join(folder, 'assets'))
  mkdirSync(join(folder, '.secret'))
  writeFileSync(join(outside, 'outside.txt'), 'secret')
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'assets/app-3fb2a1.js'), script)
  writeFileSync(join(folder, 'assets/app-3fb2a1.js.br'), brotliCompressSync(script))
  writeFileSync(join(folder, 'assets/app-3fb2a1.js.gz'), gzipSync(script))
  writeFileSync(join(folder, 'alone.gz'), 'an archive of its own')
  writeFileSync(join(folder, 'お知らせ.txt'), 'notice')
  writeFileSync(join(folder, '.env'), 'secret')
  writeFileSync(join(folder, '.secret/key.txt'), 'secret')
  symlinkSync(join(outside, 'outside.txt'), join(folder, 'link.txt'))
  symlinkSync(outside, join(folder, 'links'))
  files = staticFiles(folder, options)
})

const options = { prefix: '/app/', immutable: /^assets\/.*-[0-9a-f]{6}\./, headers: { 'x-frame-options': 'DENY' } }

const get = (path: string, headers: Record<string, string> = {}, from: StaticFiles = files): HttpResponse | null =>
  from.handle({ method: 'GET', path, header: (name: string) => headers[name] ?? '' } as HttpRequest)
const headersOf = (response: HttpResponse | null): Record<string, string> => response!.headers as Record<string, string>
const textOf = (response: HttpResponse | null): string => Buffer.from(response!.body as Uint8Array).toString()

test('a file comes with its type, its tag and the given headers', () => {
  const response = get('/app/index.html')
  expect([response!.status, textOf(response)]).toEqual([200, '<!doctype html>'])
  expect(headersOf(response)).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  })
  expect(headersOf(response)['etag']).toMatch(/^"[\w-]{22}"$/)
})

test('a folder stands for its index, a name may be percent-encoded', () => {
  expect(textOf(get('/app/'))).toBe('<!doctype html>')
  expect(textOf(get(`/app/${encodeURIComponent('お知らせ')}.txt`))).toBe('notice')
  expect(get('/app/assets/')).toBeNull()
})

test('what carries its hash in its name is kept for a year, the rest is asked for each time', () => {
  expect(headersOf(get('/app/assets/app-3fb2a1.js'))['cache-control']).toBe('public, max-age=31536000, immutable')
  expect(headersOf(get('/app/alone.gz'))['cache-control']).toBe('no-cache')
})

test.each([
  ['', undefined],
  ['gzip', 'gzip'],
  ['gzip, deflate, br', 'br'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
  ['BR', 'br'],
  ['*', 'br'],
  ['*;q=0', undefined],
  ['gzip;q=nonsense', undefined],
  ['identity', undefined],
])('Accept-Encoding %j gets %s', (accept, encoding) => {
  const response = get('/app/assets/app-3fb2a1.js', { 'accept-encoding': accept })
  const body = response!.body as Uint8Array
  const plain = encoding === 'br' ? brotliDecompressSync(body) : encoding === 'gzip' ? gunzipSync(body) : body
  expect([headersOf(response)['content-encoding'], Buffer.from(plain).toString()]).toEqual([encoding, script])
  expect(headersOf(response)['vary']).toBe('Accept-Encoding')
  expect(headersOf(response)['content-type']).toBe('text/javascript; charset=utf-8')
})

test('compressed variants are no files of their own, an archive is', () => {
  expect(get('/app/assets/app-3fb2a1.js.br')).toBeNull()
  expect(textOf(get('/app/alone.gz'))).toBe('an archive of its own')
  expect(headersOf(get('/app/alone.gz'))).not.toHaveProperty('content-encoding')
  expect(files.count).toBe(4)
})

test('an unchanged file is 304 by its tag, of the same encoding only', () => {
  const accept = { 'accept-encoding': 'br' }
  const plain = headersOf(get('/app/assets/app-3fb2a1.js'))['etag']!
  const tag = headersOf(get('/app/assets/app-3fb2a1.js', accept))['etag']!
  expect(tag).not.toBe(plain)
  const asked = (ifNoneMatch: string): number =>
    get('/app/assets/app-3fb2a1.js', { ...accept, 'if-none-match': ifNoneMatch })!.status
  expect([tag, `W/${tag}`, `"other", ${tag}`, '*', plain, '"other"', ''].map(asked)).toEqual([
    304, 304, 304, 304, 200, 200, 200,
  ])
  const unchanged = get('/app/assets/app-3fb2a1.js', { ...accept, 'if-none-match': tag })
  expect([
    textOf({ ...unchanged!, body: Buffer.from(unchanged!.body as string) }),
    headersOf(unchanged)['etag'],
  ]).toEqual(['', tag])
})

test.each([
  '/app/.env',
  '/app/.secret/key.txt',
  '/app/link.txt',
  '/app/links/outside.txt',
  '/app/../outside.txt',
  '/app/..%2foutside.txt',
  '/app/%2e%2e/outside.txt',
  '/app/assets/../../outside.txt',
  '/app//etc/passwd',
  '/app/%00',
  '/app/%zz',
  '/app/index.html/',
  '/app',
  '/index.html',
  '/application/index.html',
  '/app/__proto__',
  '/app/constructor',
])('%s is not served', (path) => expect(get(path)).toBeNull())

test('other methods are not served', () => {
  const request = { method: 'POST', path: '/app/index.html', header: () => '' } as unknown as HttpRequest
  expect(files.handle(request)).toBeNull()
})

test('a folder that is missing has no files', () => {
  expect(staticFiles(join(folder, 'missing'), options).count).toBe(0)
})

test('fresh: changed, new and removed files are noticed; without it they are not', () => {
  const fresh = staticFiles(folder, { ...options, fresh: true })
  const before = headersOf(get('/app/index.html', {}, fresh))['etag']
  expect(get('/app/index.html', { 'if-none-match': before! }, fresh)!.status).toBe(304)
  writeFileSync(join(folder, 'index.html'), '<!doctype html><p>new</p>')
  writeFileSync(join(folder, 'added.css'), 'p {}')
  rmSync(join(folder, 'alone.gz'))
  expect(textOf(get('/app/index.html', {}, fresh))).toBe('<!doctype html><p>new</p>')
  expect(headersOf(get('/app/index.html', {}, fresh))['etag']).not.toBe(before)
  expect(headersOf(get('/app/added.css', {}, fresh))['content-type']).toBe('text/css; charset=utf-8')
  expect(get('/app/alone.gz', {}, fresh)).toBeNull()
  expect(textOf(get('/app/index.html'))).toBe('<!doctype html>')
  expect(get('/app/added.css')).toBeNull()
})
