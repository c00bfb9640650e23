/**
 * Files of a contact, in and out. A file is on the disk, flushed, before the app hears of it, and the app has kept it
 * before whoever sent it does. What it is, its content says. It goes out only to be saved, never to be shown as a page.
 */
import { randomBytes } from 'node:crypto'
import Type from 'typebox'
import type { RecognisedType } from '../config-schema.ts'
import { isId, makeId, type AttachmentId, type ContactId } from '../model/ids.ts'
import { BodyTooLarge, type HttpRequest, type HttpResponse } from '../ports/transport.ts'
import type { AttachmentInfo } from '../protocol/index.ts'
import { known, type Asker } from './admission.ts'
import { AttachmentFiles } from './attachment-files.ts'
import { turns, type HttpDeps } from './deps.ts'
import type { Actor } from './door.ts'
import { safeFileName, saveAs } from './file-name.ts'
import { Problem } from './problems.ts'
import { json } from './respond.ts'
import { sealBytes } from './sealed-file.ts'
import type { Params, Route } from './router.ts'

const info = Type.Object(
  { attachment: Type.String(), name: Type.String(), type: Type.String(), sizeBytes: Type.Integer() },
  { additionalProperties: false },
)
/** A longer name is cut anyway; this is against a name that only costs time. */
const givenNameMax = 1_000

export function attachmentRoutes(deps: HttpDeps): Route[] {
  const files = new AttachmentFiles(deps.config.dataFolder)
  const upload = uploader(deps, files)
  return [
    {
      method: 'POST',
      path: '/api/attachments/:id',
      crossOrigin: true,
      doc: {
        summary: 'Add a file to a contact; a message then names it',
        query: { name: Type.String({ description: 'The file’s name.' }) },
        body: 'application/octet-stream',
        answers: { 201: info },
        problems: [
          'attachment.empty',
          'signIn.needed',
          'request.forbidden',
          'site.forbidden',
          'contact.notYours',
          'attachment.tooLarge',
          'attachment.tooManyPixels',
          'attachment.typeNotAllowed',
          'attachment.tooMany',
          'attachment.tooMuch',
          'request.tooMany',
          'hub.draining',
          'storage.unavailable',
          'storage.full',
        ],
      },
      handle: upload,
    },
    {
      method: 'GET',
      path: '/api/attachments/:id',
      crossOrigin: true,
      doc: {
        summary: 'A file of a contact',
        answers: { 200: 'application/octet-stream' },
        problems: ['signIn.needed', 'site.forbidden', 'attachment.unknown', 'storage.unavailable'],
      },
      async handle(_, { id = '' }, asker) {
        const actor = known(asker)
        const kept = isId('attachment', id) ? deps.door.attachment(id) : null
        // Foreign and missing are answered alike.
        if (kept === null || !deps.door.mayReadFiles(actor, kept.contact)) throw new Problem('attachment.unknown')
        await deps.door.looksAtFile(actor, kept.contact)
        return served(deps, files, kept)
      },
    },
  ]
}

type Kept = NonNullable<ReturnType<HttpDeps['door']['attachment']>>

async function served(
  { door, log }: HttpDeps,
  files: AttachmentFiles,
  { contact, info: kept, isSealed }: Kept,
): Promise<HttpResponse> {
  const { attachment, sizeBytes } = kept
  const key = door.fileKey(contact)
  // Erased is answered as missing.
  if (key === null) throw new Problem('attachment.unknown')
  if ((await files.sizeOf(attachment)) !== sizeBytes + (isSealed ? sealBytes : 0)) {
    log.error({ attachment }, 'the file of an attachment is missing or damaged')
    throw new Problem('attachment.unknown')
  }
  return {
    status: 200,
    headers: {
      'content-type': kept.type,
      'content-disposition': saveAs(kept.name),
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      // Nothing stays in the browser of somebody who signs out.
      'cache-control': 'private, no-store',
    },
    body: isSealed
      ? { open: () => files.open(attachment, key, sizeBytes), sizeBytes }
      : { file: files.pathOf(attachment), sizeBytes },
  }
}

const tooManyCodes = {
  perContactMax: 'attachment.tooMany',
  megabytesMax: 'attachment.tooLarge',
  megapixelsMax: 'attachment.tooManyPixels',
} as const

function uploader(deps: HttpDeps, files: AttachmentFiles) {
  const { door } = deps
  const policy = () => deps.organisation().attachments
  const takeTurn = turns(deps, 'uploadsPerMinutePerAddress')
  /** Uploads under way by contact: they count, or many at once would pass the bound together. */
  const underWay = new Map<ContactId, number>()
  const cleaned = removeLeft(deps, files)

  function tooMany(limit: keyof typeof tooManyCodes): Problem {
    deps.refusedBy(limit)
    return new Problem(tooManyCodes[limit])
  }

  /** Bytes that the file may have: what the request says, or as many as any may. */
  function announced(request: HttpRequest): number {
    const text = request.header('content-length')
    const said = /^\d{1,15}$/.test(text) ? Number(text) : policy().bytesMax
    if (said > policy().bytesMax) throw tooMany('megabytesMax')
    return said
  }

  async function take(
    request: HttpRequest,
    actor: Actor,
    contact: ContactId,
    bytesMax: number,
  ): Promise<AttachmentInfo> {
    const attachment = makeId('attachment', randomBytes(18).toString('base64url'))
    const key = door.fileKey(contact)
    if (key === null) throw new Problem('contact.notYours')
    const { sizeBytes, type, pixels } = await files.receive(attachment, key, request.chunks(bytesMax))
    const name = (request.query.get('name') ?? '').slice(0, givenNameMax)
    try {
      const found = accepted(sizeBytes, asNamed(type, name))
      if (pixels !== null && pixels > policy().megapixelsMax * 1_000_000) throw tooMany('megapixelsMax')
      // The contact may have ended, or gone to somebody else, while the file came in.
      if (!door.mayAttach(actor, contact)) throw new Problem('contact.notYours')
      deps.passed?.('upload.received')
      await files.keep(attachment)
      deps.passed?.('upload.named')
      const kept: AttachmentInfo = { attachment, name: safeFileName(name, found), type: found, sizeBytes }
      // It may have been erased in this very instant: answered as one that is gone.
      if ((await door.addAttachment(contact, kept)) === null) throw new Problem('contact.notYours')
      deps.passed?.('upload.kept')
      return kept
    } catch (error) {
      await discard(attachment)
      throw error
    }
  }

  function accepted(sizeBytes: number, type: RecognisedType | null): RecognisedType {
    if (sizeBytes === 0) throw new Problem('attachment.empty')
    if (type === null || !policy().types.includes(type)) throw new Problem('attachment.typeNotAllowed')
    return type
  }

  /** A file that cannot be removed is named in the log and is no reason to answer otherwise. */
  async function discard(attachment: AttachmentId): Promise<void> {
    await files.discard(attachment).catch((error: unknown) => {
      deps.log.error({ attachment, error: String(error) }, 'a refused file could not be removed')
    })
  }

  return async (request: HttpRequest, { id: contact = '' }: Params, asker: Asker): Promise<HttpResponse> => {
    const actor = known(asker)
    takeTurn(request)
    if (door.draining) throw new Problem('hub.draining', 2_000)
    if (!isId('contact', contact) || !door.mayAttach(actor, contact)) throw new Problem('contact.notYours')
    const bytesMax = announced(request)
    const open = underWay.get(contact) ?? 0
    if (door.attachmentCount(contact) + open >= policy().perContactMax) throw tooMany('perContactMax')
    const room = door.fileRoom(actor, contact, bytesMax)
    if (room.kind === 'refused') throw new Problem(room.code, room.retryAfterMs)
    underWay.set(contact, open + 1)
    let keptBytes = 0
    try {
      await cleaned
      const kept = await take(request, actor, contact, bytesMax)
      keptBytes = kept.sizeBytes
      return json(201, kept)
    } catch (error) {
      throw error instanceof BodyTooLarge ? tooMany('megabytesMax') : error
    } finally {
      room.release(keptBytes)
      const left = (underWay.get(contact) ?? 1) - 1
      if (left === 0) underWay.delete(contact)
      else underWay.set(contact, left)
    }
  }
}

/** What a kill in the middle of an upload left goes before anything new is taken in. Never rejects. */
async function removeLeft({ log, door }: HttpDeps, files: AttachmentFiles): Promise<void> {
  try {
    const count = await files.removeLeft((id) => door.attachment(id) !== null)
    if (count > 0) log.info({ count }, 'removed uploads that a stop had cut off')
  } catch (error) {
    log.warn({ error: String(error) }, 'uploads that a stop had cut off could not be looked for')
  }
}

/** A table and a text look alike inside; there, and only there, the name says which. Both are harmless. */
const asNamed = (type: RecognisedType | null, name: string): RecognisedType | null =>
  type === 'text/plain' && /\.csv$/i.test(name) ? 'text/csv' : type
