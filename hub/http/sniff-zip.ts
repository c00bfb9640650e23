/**
 * Office documents are zip archives. Which one it is stands in the archive's directory, at its end: that is read, with
 * bounds, and nothing is unpacked. A document with macros is none of those we know, and stays what it is not allowed as.
 */
import type { RecognisedType } from '../config-schema.ts'

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const endBytes = 22
/** The end record may be followed by a comment of 64 kB; none of the programs writes one, so a short one must do. */
const tailBytes = 4_096
const directoryBytesMax = 1024 * 1024

const documents: readonly { readonly part: string; readonly type: RecognisedType }[] = [
  { part: 'word/document.xml', type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  { part: 'xl/workbook.xml', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  { part: 'ppt/presentation.xml', type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation' },
]

/** Reads so many bytes of the archive from this place on, fewer where it ends before. */
export type ReadAt = (at: number, length: number) => Promise<Buffer>

/** What an archive is: a document, another archive, or null for a broken one and for a document with macros. */
export async function typeOfZip(read: ReadAt, sizeBytes: number): Promise<RecognisedType | null> {
  const names = await entryNames(read, sizeBytes)
  if (names === null) return null
  if (!names.includes('[Content_Types].xml')) return 'application/zip'
  if (names.some((name) => name.toLowerCase().endsWith('vbaproject.bin'))) return null
  return documents.find(({ part }) => names.includes(part))?.type ?? 'application/zip'
}

async function entryNames(read: ReadAt, sizeBytes: number): Promise<string[] | null> {
  const from = Math.max(0, sizeBytes - tailBytes)
  const tail = await read(from, sizeBytes - from)
  const end = lastEnd(tail)
  if (end === null) return null
  const length = tail.readUInt32LE(end + 12)
  const at = tail.readUInt32LE(end + 16)
  if (length > directoryBytesMax || at + length > sizeBytes) return null
  return namesIn(await read(at, length))
}

function lastEnd(tail: Buffer): number | null {
  for (let at = tail.length - endBytes; at >= 0; at -= 1) if (tail.readUInt32LE(at) === endSignature) return at
  return null
}

function namesIn(directory: Buffer): string[] | null {
  const names: string[] = []
  let at = 0
  while (at + 46 <= directory.length) {
    if (directory.readUInt32LE(at) !== entrySignature) return null
    const nameBytes = directory.readUInt16LE(at + 28)
    const skipped = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    names.push(directory.toString('utf8', at + 46, at + 46 + nameBytes))
    at += 46 + nameBytes + skipped
  }
  return at === directory.length ? names : null
}
