/** Files in and out, on a real folder. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testPerson } from '../auth/testing.ts'
import { makeId, type AttachmentId } from '../model/ids.ts'
import type { BodyReader, HttpResponse } from '../ports/transport.ts'
import { makeZip } from './make-zip.ts'
import { headerOf, jsonOf, shopOrigin, testConfig, testHttp, type MadeRequest } from './testing.ts'

const contact = makeId('contact', 'one')
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3, 4])
const megabyte = 1024 * 1024

let folder: string
let hub: ReturnType<typeof testHttp>
let token: string

function begin(attachments: object = {}, limits: object = { uploadsPerMinutePerAddress: 1_000 }): void {
  hub = testHttp(testConfig({ MADOGUCHI_DATA: folder }, { attachments, limits }))
  const issued = hub.visitorTokens.issue('pk_shop')
  token = issued.token
  hub.door.open(contact, issued.actor)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-files-'))
  begin()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const upload = (body: readonly (Uint8Array | 'abort')[], name = 'photo.png', more: Partial<MadeRequest> = {}) =>
  hub.ask({
    method: 'POST',
    path: `/api/attachments/${contact}?name=${encodeURIComponent(name)}`,
    origin: shopOrigin,
    headers: { authorization: `Bearer ${token}` },
    body,
    ...more,
  })
const fetchFile = (id: string, more: Partial<MadeRequest> = {}) =>
  hub.ask({
    path: `/api/attachments/${id}`,
    origin: shopOrigin,
    headers: { authorization: `Bearer ${token}` },
    ...more,
  })
const filesOnDisk = (): string[] => {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  return names.filter((entry) => entry.isFile()).map((entry) => entry.name)
}
const pathOf = (id: string): string => join(folder, 'attachments', id.slice(4, 6), id.slice(4))

/** A body that is made as it is read, read by pieces of this size. Rejects where a transport would cut the connection. */
async function bytesOf({ body }: HttpResponse, pieceBytes = 1_000): Promise<Buffer> {
  const { open, sizeBytes } = body as { open(): Promise<BodyReader>; sizeBytes: number }
  const reader = await open()
  const pieces: Buffer[] = []
  try {
    for (let left = sizeBytes; left > 0;) {
      const piece = Buffer.alloc(Math.min(pieceBytes, left))
      const length = await reader.read(piece)
      pieces.push(piece.subarray(0, length))
      left -= length
    }
  } finally {
    await reader.close()
  }
  return Buffer.concat(pieces)
}

const answer = (response: HttpResponse) => [response.status, jsonOf(response).code]

describe('a file', () => {
  test('comes in, is on the disk, and goes out as it was, to be saved', async () => {
    const name = '領収書 2026年.png'
    const response = await upload([png.subarray(0, 5), png.subarray(5)], name)
    expect(response.status).toBe(201)
    const info = jsonOf(response)
    expect(info).toEqual({ attachment: expect.stringMatching(/^att_/), name, type: 'image/png', sizeBytes: png.length })
    expect(headerOf(response, 'access-control-allow-origin')).toBe(shopOrigin)
    expect(hub.door.attachment(info.attachment)).toEqual({ contact, info, isSealed: true })
    expect(filesOnDisk()).toEqual([info.attachment.slice(4)])

    const out = await fetchFile(info.attachment)
    expect(out.status).toBe(200)
    expect(await bytesOf(out)).toEqual(Buffer.from(png))
    expect(statSync(pathOf(info.attachment)).mode & 0o077).toBe(0)
    expect(headerOf(out, 'content-type')).toBe('image/png')
    expect(headerOf(out, 'content-disposition')).toMatch(/^attachment; .*filename\*=UTF-8''%E9%A0%98/)
    expect(headerOf(out, 'content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
    expect(headerOf(out, 'x-content-type-options')).toBe('nosniff')
    expect(headerOf(out, 'cache-control')).toContain('private')
  })

  test('is what its content is, whatever it is called', async () => {
    const text = new TextEncoder().encode('name,count\nコーヒー,2\n')
    expect(jsonOf(await upload([text], 'photo.png'))).toMatchObject({ type: 'text/plain', name: 'photo.png.txt' })
    expect(jsonOf(await upload([text], 'orders.csv'))).toMatchObject({ type: 'text/csv', name: 'orders.csv' })
    expect(jsonOf(await upload([png], 'a.html'))).toMatchObject({ type: 'image/png', name: 'a.html.png' })
  })

  test.each([
    [
      'a letter',
      { '[Content_Types].xml': '', 'word/document.xml': 'x' },
      'letter.docx',
      'letter.docx',
      'wordprocessingml.document',
    ],
    ['a table', { 'xl/workbook.xml': 'x', '[Content_Types].xml': '' }, 'a', 'a.xlsx', 'spreadsheetml.sheet'],
    [
      'slides',
      { '[Content_Types].xml': '', 'ppt/presentation.xml': 'x' },
      'a.pptx',
      'a.pptx',
      'presentationml.presentation',
    ],
  ])('may be %s of an office program', async (_what, parts, given, name, type) => {
    const response = await upload([makeZip(parts)], given)
    expect(jsonOf(response)).toMatchObject({ name, type: `application/vnd.openxmlformats-officedocument.${type}` })
  })

  test.each<[string, Uint8Array | string, string]>([
    ['a page', '<!doctype html><script>alert(1)</script>', 'a.html'],
    ['a page called a picture', '<html>', 'a.png'],
    ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'a.svg'],
    ['a program', new Uint8Array([0x4d, 0x5a, 0x90, 0]), 'a.exe'],
    ['an archive', makeZip({ 'a.txt': 'x' }), 'a.zip'],
    [
      'a document with macros',
      makeZip({ '[Content_Types].xml': '', 'word/document.xml': '', 'word/vbaProject.bin': '' }),
      'a.docm',
    ],
    ['a broken archive', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), 'a.docx'],
  ])('is not let in when it is %s, and leaves nothing', async (_what, content, name) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
    expect(answer(await upload([bytes], name))).toEqual([415, 'attachment.typeNotAllowed'])
    expect(filesOnDisk()).toEqual([])
    expect(hub.door.files.size).toBe(0)
  })

  test('is let in only when its type is on the list', async () => {
    begin({ types: ['application/pdf'] })
    expect(answer(await upload([png]))).toEqual([415, 'attachment.typeNotAllowed'])
    expect((await upload([new TextEncoder().encode('%PDF-1.7\n')])).status).toBe(201)
  })

  test('may be as large as the limit and not one byte larger, said or unsaid', async () => {
    begin({ megabytesMax: 1 })
    const chunk = new Uint8Array(megabyte / 4).fill(0x61)
    const full = [chunk, chunk, chunk, chunk]
    expect((await upload(full, 'a.txt')).status).toBe(201)
    expect(answer(await upload([...full, chunk.subarray(0, 1)], 'a.txt'))).toEqual([413, 'attachment.tooLarge'])
    const said = { authorization: `Bearer ${token}`, 'content-length': String(megabyte + 1) }
    expect(answer(await upload([png], 'a.png', { headers: said }))).toEqual([413, 'attachment.tooLarge'])
    expect(filesOnDisk()).toHaveLength(1)
  })

  test('that is empty or breaks off leaves nothing', async () => {
    expect(answer(await upload([]))).toEqual([400, 'attachment.empty'])
    expect((await upload([png, 'abort'])).status).toBe(400)
    expect(filesOnDisk()).toEqual([])
  })

  test('is one of so many of a contact, also when all come at once', async () => {
    begin({ perContactMax: 3 })
    const all = await Promise.all(Array.from({ length: 6 }, () => upload([png])))
    expect(all.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 429, 429, 429])
    expect(answer(await upload([png]))).toEqual([429, 'attachment.tooMany'])
    expect(filesOnDisk()).toHaveLength(3)
  })

  test('is one of so many a minute from one address', async () => {
    begin({}, { uploadsPerMinutePerAddress: 2 })
    const statuses = []
    for (let count = 0; count < 3; count += 1) statuses.push((await upload([png])).status)
    expect(statuses).toEqual([201, 201, 429])
  })

  test('that cannot be kept is not there: the store is down', async () => {
    hub.door.storageDown = true
    expect(answer(await upload([png]))).toEqual([503, 'storage.unavailable'])
    expect(filesOnDisk()).toEqual([])
  })

  test('that cannot be written is refused as storage, and the hub goes on', async () => {
    writeFileSync(join(folder, 'attachments'), 'in the way')
    begin()
    expect(answer(await upload([png]))).toEqual([503, 'storage.unavailable'])
    rmSync(join(folder, 'attachments'))
    expect((await upload([png])).status).toBe(201)
  })

  test('whose contact ended while it came in is not kept', async () => {
    async function* slowly() {
      yield png
      hub.door.close(contact)
    }
    const { makeRequest } = await import('./testing.ts')
    const request = makeRequest({
      method: 'POST',
      path: `/api/attachments/${contact}?name=a.png`,
      origin: shopOrigin,
      headers: { authorization: `Bearer ${token}` },
    })
    expect(answer(await hub.http({ ...request, chunks: slowly }))).toEqual([404, 'contact.notYours'])
    expect(filesOnDisk()).toEqual([])
  })

  test('whose contact is erased in the instant it is kept is answered as one of nobody, and leaves nothing', async () => {
    async function* slowly() {
      yield png
      hub.door.fileKeys.set(contact, null)
    }
    const { makeRequest } = await import('./testing.ts')
    const request = makeRequest({
      method: 'POST',
      path: `/api/attachments/${contact}?name=a.png`,
      origin: shopOrigin,
      headers: { authorization: `Bearer ${token}` },
    })
    expect(answer(await hub.http({ ...request, chunks: slowly }))).toEqual([404, 'contact.notYours'])
    expect(filesOnDisk()).toEqual([])
  })
})

describe('a file on the disk', () => {
  const said = Buffer.from('the customer’s own words, 窓口 '.repeat(40_000))
  const keep = async (content: Buffer = said): Promise<string> => jsonOf(await upload([content], 'a.txt')).attachment
  const flip = (path: string, at: number): void => {
    const bytes = readFileSync(path)
    bytes[at]! ^= 1
    writeFileSync(path, bytes)
  }

  test('is sealed: nothing of it stands there, nor twice the same', async () => {
    const [one, other] = [await keep(), await keep()].map((id) => readFileSync(pathOf(id)))
    for (const bytes of [one!, other!]) {
      expect(bytes.length).toBe(said.length + 28)
      expect(bytes.includes('words')).toBe(false)
    }
    expect(one!.subarray(0, 64).equals(other!.subarray(0, 64))).toBe(false)
  })

  test.each([1, 15, 16, 17, 1_000, 65_536, 1_500_000])('goes out as it was, read %d bytes at a time', async (bytes) => {
    const out = await fetchFile(await keep())
    if (bytes > 10) expect(Buffer.compare(await bytesOf(out, bytes), said)).toBe(0)
    const small = said.subarray(0, 31)
    expect(await bytesOf(await fetchFile(await keep(small)), bytes)).toEqual(small)
  })

  test('of which one bit was changed is cut before its end, and nothing is taken for whole', async () => {
    const id = await keep()
    const { size } = statSync(pathOf(id))
    for (const at of [0, 11, 12, Math.floor(size / 2), size - 17, size - 16, size - 1]) {
      flip(pathOf(id), at)
      await expect(bytesOf(await fetchFile(id))).rejects.toThrow()
      flip(pathOf(id), at)
    }
    expect(Buffer.compare(await bytesOf(await fetchFile(id)), said)).toBe(0)
  })

  test('in the place of another does not open', async () => {
    const [one, other] = [await keep(), await keep()]
    writeFileSync(pathOf(one), readFileSync(pathOf(other)))
    await expect(bytesOf(await fetchFile(one))).rejects.toThrow()
  })

  test('that is shorter or longer than it was kept, or missing, is answered as missing', async () => {
    for (const change of [
      (path: string) => writeFileSync(path, readFileSync(path).subarray(1)),
      (path: string) => writeFileSync(path, Buffer.concat([readFileSync(path), png])),
      (path: string) => rmSync(path),
    ]) {
      const id = await keep()
      change(pathOf(id))
      expect(answer(await fetchFile(id))).toEqual([404, 'attachment.unknown'])
    }
  })

  test('whose key is destroyed is answered as missing, and nothing more comes to its contact', async () => {
    const id = await keep()
    hub.door.fileKeys.set(contact, null)
    expect(answer(await fetchFile(id))).toEqual([404, 'attachment.unknown'])
    expect(answer(await upload([png]))).toEqual([404, 'contact.notYours'])
    expect(filesOnDisk()).toHaveLength(1)
  })

  test('from before there were keys goes out as it lies there', async () => {
    const id = await keep()
    const kept = hub.door.files.get(id as AttachmentId)!
    hub.door.files.set(id as AttachmentId, { ...kept, isSealed: false })
    writeFileSync(pathOf(id), said)
    expect((await fetchFile(id)).body).toEqual({ file: pathOf(id), sizeBytes: said.length })
  })

  test('that is an archive with its directory far behind is told by it', async () => {
    const large = makeZip({ '[Content_Types].xml': '', 'word/document.xml': 'x'.repeat(300_001) })
    const pieces = Array.from({ length: Math.ceil(large.length / 777) }, (_, at) =>
      large.subarray(at * 777, (at + 1) * 777),
    )
    expect(jsonOf(await upload(pieces, 'a')).name).toBe('a.docx')
  })
})

describe('a stranger', () => {
  const foreign = [404, 'contact.notYours']

  test('hears the same of another’s contact, a missing one and no contact at all', async () => {
    const other = hub.visitorTokens.issue('pk_shop').token
    expect(answer(await upload([png], 'a.png', { headers: { authorization: `Bearer ${other}` } }))).toEqual(foreign)
    for (const id of ['cnt_none', 'agt_x', 'x', '..%2f..%2fetc', 'cnt_'])
      expect(answer(await upload([png], 'a.png', { path: `/api/attachments/${id}?name=a.png` }))).toEqual(foreign)
  })

  test('hears the same of another’s file, a missing one and no file at all', async () => {
    const { attachment } = jsonOf(await upload([png]))
    const other = { headers: { authorization: `Bearer ${hub.visitorTokens.issue('pk_shop').token}` } }
    for (const [id, more] of [
      [attachment, other],
      ['att_none', {}],
      ['att_..', {}],
      ['..%2f..%2fsecret', {}],
      [contact, {}],
    ] as const)
      expect(answer(await fetchFile(id, more))).toEqual([404, 'attachment.unknown'])
  })

  test.each([
    ['no token', {}],
    ['a made-up token', { authorization: 'Bearer x.y' }],
    ['another scheme', { authorization: 'Basic eDp5' }],
  ])('with %s is nobody', async (_what, headers) => {
    const { attachment } = jsonOf(await upload([png]))
    expect(answer(await fetchFile(attachment, { headers }))).toEqual([401, 'signIn.needed'])
    const refused = await upload([png], 'a.png', { headers: { 'x-madoguchi': '1', ...headers }, origin: '' })
    expect(answer(refused)).toEqual([401, 'signIn.needed'])
  })

  test('cannot use a visitor’s token from another origin', async () => {
    const { attachment } = jsonOf(await upload([png]))
    for (const origin of ['https://evil.example', 'https://bank.example.jp', 'null']) {
      expect(answer(await fetchFile(attachment, { origin }))).toEqual([403, 'site.forbidden'])
      expect(answer(await upload([png], 'a.png', { origin }))).toEqual([403, 'site.forbidden'])
    }
  })
})

describe('an agent', () => {
  const password = 'correct horse battery'
  const cookieOf = async (login: string) => {
    await hub.accounts.save(testPerson(login), password)
    const { token: value, actor } = await hub.logins.begin(testPerson(login))
    return { headers: { cookie: `madoguchi=${value}`, 'x-madoguchi': '1' }, actor }
  }

  test('adds and reads files of a contact they hold, by cookie, from the hub’s own page', async () => {
    const { headers, actor } = await cookieOf('hanako')
    hub.door.open(contact, actor)
    const own = { headers, origin: 'http://hub.test' }
    const { attachment } = jsonOf(await upload([png], 'a.png', own))
    expect((await fetchFile(attachment, { headers: { cookie: headers.cookie }, origin: '' })).status).toBe(200)
    expect(answer(await upload([png], 'a.png', { headers: { cookie: headers.cookie } }))).toEqual([
      403,
      'request.forbidden',
    ])
    expect(answer(await upload([png], 'a.png', { headers, origin: shopOrigin }))).toEqual([403, 'request.forbidden'])
  })

  test('hears of a colleague’s contact what they hear of none', async () => {
    const { attachment } = jsonOf(await upload([png]))
    const { headers } = await cookieOf('james')
    expect(answer(await upload([png], 'a.png', { headers, origin: '' }))).toEqual([404, 'contact.notYours'])
    expect(answer(await fetchFile(attachment, { headers, origin: '' }))).toEqual([404, 'attachment.unknown'])
  })
})

describe('the start', () => {
  test('removes what a kill left half written, or whole and unknown, and nothing else', async () => {
    const { attachment } = jsonOf(await upload([png]))
    const below = join(folder, 'attachments', 'xy')
    mkdirSync(below, { recursive: true })
    writeFileSync(join(below, 'xyz.part'), 'half')
    writeFileSync(join(below, 'xyAZ09_-'), 'moved into its place, and then the hub died')
    writeFileSync(join(below, 'README.txt'), 'somebody else put this here')
    const before = hub.door.files
    begin()
    for (const [id, file] of before) hub.door.files.set(id, file)
    const { attachment: second } = jsonOf(await upload([png]))
    const names = [attachment, second].map((id: string) => id.slice(4)).toSorted()
    expect(filesOnDisk().toSorted()).toEqual([...names, 'README.txt'].toSorted())
    expect(hub.lines).toContain('info: removed uploads that a stop had cut off')
  })

  test('finds a file gone from the disk: it is unknown, and the log says so', async () => {
    const { attachment } = jsonOf(await upload([png]))
    rmSync(join(folder, 'attachments'), { recursive: true })
    expect(answer(await fetchFile(attachment as AttachmentId))).toEqual([404, 'attachment.unknown'])
    expect(hub.lines).toContain('error: the file of an attachment is missing or damaged')
  })
})
