/**
 * A stranger's file name, made fit to be shown and to be saved under: no path, no control characters, nothing that turns
 * the reading direction (`gpj.exe` shown as `exe.jpg`), and an ending that belongs to what the file really is.
 */
import type { RecognisedType } from '../config-schema.ts'
import { limits } from '../protocol/index.ts'

/** Endings that belong to a type; the first is added where none of them is there. */
const endings: Readonly<Record<RecognisedType, readonly string[]>> = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg', 'jfif'],
  'image/gif': ['gif'],
  'image/webp': ['webp'],
  'application/pdf': ['pdf'],
  'text/plain': ['txt', 'log', 'md', 'json', 'yaml', 'yml', 'ini', 'tsv'],
  'text/csv': ['csv'],
  'application/zip': ['zip'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
}

/** Controls, line and paragraph separators, marks of direction, and characters of no width but the joiners that scripts and emoji need. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu
/** What a file system keeps for itself: paths, streams, patterns and quotes. */
const notInNames = /[<>:"|?*]/g
/** Names that are devices on Windows, whatever ending they carry. */
const device = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)/i
/** Half of a pair: no text. */
const loneSurrogate = /\p{Cs}/gu

/** The name to keep, 1 to 160 UTF-16 code units, for a file of this type. */
export function safeFileName(given: string, type: RecognisedType): string {
  const last = given.normalize('NFC').replace(loneSurrogate, '').split(/[/\\]/).at(-1) ?? ''
  const seen = last.replace(unseen, '').replace(notInNames, '_').replace(/\s+/gu, ' ')
  const bare = seen.replace(/^[.\s]+/u, '').replace(/[.\s]+$/u, '')
  const plain = bare.replace(device, '_$1')
  const ending = /\.([A-Za-z0-9]{1,8})$/.exec(plain)?.[1]
  const fits = ending !== undefined && endings[type].includes(ending.toLowerCase())
  const tail = `.${fits ? ending : endings[type][0]}`
  const stem = fits ? plain.slice(0, -tail.length) : plain
  return shortened(stem || 'file', limits.fileNameMax - tail.length) + tail
}

/** At most `max` code units, never half of a pair. */
const shortened = (text: string, max: number): string => text.slice(0, max).replace(loneSurrogate, '').trimEnd()

/** Value of `Content-Disposition` that saves the file under this name (RFC 6266), with a plain one for old programs. */
export function saveAs(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
