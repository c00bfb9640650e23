/** A file that the customer sent. The hub has looked at it and keeps it; here is only whether it is one that was asked for. */
import { formed, list, maybe, whole } from '../shape.ts'
import type { FileValue, Read, ValueKind } from './kind.ts'

export interface DeclaredFile {
  /** Media types, `image/*` for all of a kind. Default: what the hub takes. */
  readonly types?: readonly string[]
  readonly megabytesMax?: number
}

const megabyte = 1_048_576

/** Whether this file is one that was asked for. */
export function readFile(file: FileValue, { types, megabytesMax }: DeclaredFile): Read {
  const wanted = (type: string): boolean =>
    type.endsWith('/*') ? file.type.startsWith(type.slice(0, -1)) : type === file.type
  if (types !== undefined && !types.some(wanted))
    return { problem: (sentences) => sentences.fileType(types.join(', ')) }
  if (megabytesMax !== undefined && file.bytes > megabytesMax * megabyte)
    return { problem: (sentences) => sentences.fileSize(megabytesMax) }
  return { value: file }
}

export const file: ValueKind<DeclaredFile> = {
  properties: {
    types: maybe(list(formed(/^[a-z]+\/([a-z0-9.+-]{1,100}|\*)$/, 'a media type such as image/png or image/*'), 1, 20)),
    megabytesMax: maybe(whole(1, 100, 'megabytes')),
  },
  read: () => ({ problem: (sentences) => sentences.askFile }),
  // Neither a page nor a server can give one: only what the customer sent through the hub was looked at.
  fit: () => null,
  show: (value) => (value as FileValue).name,
}
