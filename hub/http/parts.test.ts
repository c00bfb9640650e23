/** The small parts: router, buckets, neighbours, file names and what files are. */
import { describe, expect, test } from 'vitest'
import { testClock } from '../auth/testing.ts'
import { safeFileName, saveAs } from './file-name.ts'
import { neighbour, RateLimit } from '../model/rate-limit.ts'
import { empty } from './respond.ts'
import { Router, type Route } from './router.ts'
import { Sniffer } from './sniff.ts'

const route = (method: 'GET' | 'POST', path: string): Route => ({
  method,
  // Any text: the router knows nothing of rights.
  path: path as Route['path'],
  crossOrigin: false,
  doc: { summary: path, answers: {}, problems: [] },
  handle: () => empty(200),
})

describe('the router', () => {
  const router = new Router([
    route('GET', '/a'),
    route('GET', '/a/:id'),
    route('POST', '/a/:id'),
    route('GET', '/a/:id/b'),
  ])
  const found = (method: string, path: string) => {
    const match = router.find(method, path)
    return match.kind === 'route' ? [match.route.path, match.params] : match.kind
  }

  test('finds exact paths and named parts, decoded', () => {
    expect(found('GET', '/a')).toEqual(['/a', {}])
    expect(found('GET', '/a/x%20%E7%AA%93')).toEqual(['/a/:id', { id: 'x 窓' }])
    expect(found('POST', '/a/x')).toEqual(['/a/:id', { id: 'x' }])
    expect(found('GET', '/a/x/b')).toEqual(['/a/:id/b', { id: 'x' }])
  })

  test.each(['', '/', 'a', '//a', '/a/', '/A', '/a/x/', '/a/x/b/', '/a/%E0%A4%A', '/a/%', `/a/${'x'.repeat(2_000)}`])(
    'finds nothing at %j',
    (path) => expect(found('GET', path)).toBe('none'),
  )

  test('tells another method from another path', () => {
    expect(router.find('PUT', '/a/x')).toMatchObject({ kind: 'otherMethods', methods: ['GET', 'POST'] })
    expect(found('get', '/a')).toBe('otherMethods')
  })
})

describe('a bucket', () => {
  test('holds a minute’s worth and fills evenly', () => {
    const clock = testClock()
    const limit = new RateLimit(clock, 4)
    const taken = (count: number) => Array.from({ length: count }, () => limit.take('a')).filter(Boolean).length
    expect(taken(9)).toBe(4)
    clock.move(limit.waitMs - 1)
    expect(taken(1)).toBe(0)
    clock.move(1)
    expect(taken(2)).toBe(1)
    clock.move(3_600_000)
    expect(taken(9)).toBe(4)
    expect(limit.take('b')).toBe(true)
  })

  test('is forgotten once it is full again', () => {
    const clock = testClock()
    const limit = new RateLimit(clock, 4)
    for (let n = 0; n < 100; n++) limit.take(`session ${n}`)
    expect(limit.size).toBe(100)
    clock.move(60_000)
    limit.take('another')
    expect(limit.size).toBe(1)
  })

  test('takes bounded memory', () => {
    const limit = new RateLimit(testClock(), 1, 2)
    expect(['a', 'b', 'c'].map((key) => limit.take(key))).toEqual([true, true, true])
    // `a` asked longest ago and was forgotten; `c` was not.
    expect([limit.take('c'), limit.take('a')]).toEqual([false, true])
  })
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
  ['::1', '0:0:0:0'],
  ['', ''],
])('the neighbour of %j is %j', (address, key) => expect(neighbour(address)).toBe(key))

describe('a file name', () => {
  test.each([
    ['photo.png', 'image/png', 'photo.png'],
    ['見積書 2026年.pdf', 'application/pdf', '見積書 2026年.pdf'],
    ['../../etc/passwd', 'text/plain', 'passwd.txt'],
    ['C:\\temp\\a.txt', 'text/plain', 'a.txt'],
    ['', 'image/png', 'file.png'],
    ['...', 'image/png', 'file.png'],
    ['.htaccess', 'text/plain', 'htaccess.txt'],
    ['page.html', 'text/plain', 'page.html.txt'],
    ['virus.exe', 'image/png', 'virus.exe.png'],
    ['\u202egnp.exe', 'image/png', 'gnp.exe.png'],
    ['a\u0000b\r\nc.png', 'image/png', 'abc.png'],
    ['a\u200b\u2066b\ufeff.png', 'image/png', 'ab.png'],
    ['か\u3099.png', 'image/png', 'が.png'],
    ['a   b\t.png', 'image/png', 'a b.png'],
    ['half \ud83d.png', 'image/png', 'half.png'],
    ['👩‍🚀.png', 'image/png', '👩‍🚀.png'],
    ['IMG.JPG', 'image/jpeg', 'IMG.JPG'],
    ['data.csv', 'text/csv', 'data.csv'],
    ['CON', 'image/png', '_CON.png'],
    ['lpt1.tar.png', 'image/png', '_lpt1.tar.png'],
    ['console.png', 'image/png', 'console.png'],
    ['a.png:evil.exe', 'image/png', 'a.png_evil.exe.png'],
    ['a|b<c>d*e?".png', 'image/png', 'a_b_c_d_e__.png'],
  ] as const)('%j of %s becomes %j', (given, type, name) => expect(safeFileName(given, type)).toBe(name))

  test('is at most 160 long, keeps its ending and never half a character', () => {
    for (const long of ['あ'.repeat(500), '👩'.repeat(300), `x${'👩'.repeat(300)}`]) {
      const name = safeFileName(`${long}.png`, 'image/png')
      expect(name.length).toBeLessThanOrEqual(160)
      expect(name).toMatch(/\.png$/)
      expect(name).not.toMatch(/\p{Cs}/u)
    }
  })

  test('goes into a header whole, and cannot leave it', () => {
    expect(saveAs('見積 "1".pdf')).toBe(
      `attachment; filename="__ _1_.pdf"; filename*=UTF-8''%E8%A6%8B%E7%A9%8D%20%221%22.pdf`,
    )
    expect(saveAs("a'(b)*.txt")).toContain("UTF-8''a%27%28b%29%2A.txt")
    for (const name of ['a\r\nx: y', 'a\\"b', 'a%22b']) expect(saveAs(name)).toMatch(/^[\x20-\x7e]+$/)
  })
})

describe('what a file is', () => {
  const typeOf = (content: string | readonly number[], chunkBytes = 1_000_000) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
    const sniffer = new Sniffer()
    for (let at = 0; at < bytes.length; at += chunkBytes) sniffer.take(bytes.subarray(at, at + chunkBytes))
    expect(sniffer.sizeBytes).toBe(bytes.length)
    return sniffer.type()
  }
  const latin = (text: string) => [...text].map((letter) => letter.charCodeAt(0))

  test.each([
    ['image/png', [0x89, ...latin('PNG\r\n\x1a\n'), 0, 0]],
    ['image/jpeg', [0xff, 0xd8, 0xff, 0xe0, 0]],
    ['image/gif', latin('GIF89a\x01\x00')],
    ['image/webp', latin('RIFF\x00\x00\x00\x00WEBPVP8 ')],
    ['application/pdf', latin('%PDF-1.7\n\x00')],
    ['application/zip', latin('PK\x03\x04\x14\x00')],
    ['text/plain', 'お問い合わせの内容です。\r\n\t👩‍🚀\n'],
    ['text/plain', '\ufeffname,count\n'],
    ['text/plain', 'a < b and c > d'],
  ])('%s', (type, content) => {
    expect(typeOf(content)).toBe(type)
    expect(typeOf(content, 1)).toBe(type)
  })

  test.each<[string, string | readonly number[]]>([
    ['a page', '<!DOCTYPE html><script>alert(1)</script>'],
    ['a page after blanks', ' \n\t<html>'],
    ['a page after a byte order mark', '\ufeff<html>'],
    ['a drawing with script', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
    ['XML', '<?xml version="1.0"?><x/>'],
    ['a script', '#!/bin/sh\nrm -rf /'],
    ['a program', latin('MZ\x90\x00\x03')],
    ['ELF', latin('\x7fELF\x02')],
    ['broken UTF-8', [0x61, 0xc3, 0x28]],
    ['UTF-8 cut off', [0x61, 0xe7, 0xaa]],
    ['Shift_JIS', [0x93, 0xfa, 0x96, 0x7b]],
    ['a zero in text', 'abc\0def'],
    ['a zero far behind', `${'x'.repeat(5_000)}\0`],
    ['RIFF of another kind', latin('RIFF\x00\x00\x00\x00WAVEfmt ')],
    ['half a PNG head', [0x89, 0x50, 0x4e]],
  ])('nothing we know: %s', (_what, content) => {
    expect(typeOf(content)).toBeNull()
    expect(typeOf(content, 1)).toBeNull()
  })
})
