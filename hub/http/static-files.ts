/**
 * Built files (widget, agent app) from memory. They are few and small, so all are read at start: a request touches no
 * disk, and a path can name only what was found then; there is nothing to traverse.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { HttpRequest, HttpResponse } from '../ports/transport.ts'

export interface StaticFilesOptions {
  /** Where the folder hangs in the hub's paths: begins and ends with a slash. */
  readonly prefix: string
  /** Files, by their path in the folder, whose name changes with their content: kept by browsers for a year. */
  readonly immutable: RegExp
  /** Sent with every file, for instance a content security policy. */
  readonly headers?: Readonly<Record<string, string>>
  /** For development: files that were added, changed or removed since are noticed at each request. */
  readonly fresh?: boolean
}

export interface StaticFiles {
  /** How many files there are. 0 when the folder is missing: then nothing has been built. */
  readonly count: number
  /** The answer, also 304; null when there is no such file, or the method is not GET. */
  handle(request: HttpRequest): HttpResponse | null
}

type Encoding = 'identity' | 'br' | 'gzip'

interface StaticFile {
  readonly path: string
  readonly contentType: string
  readonly bytes: Partial<Record<Encoding, Uint8Array>> & { readonly identity: Uint8Array }
  /** Of the plain bytes; each encoding adds its name, since it is another representation. */
  readonly hash: string
  /** Changes when a file on the disk does. */
  readonly stamp: string
}

/** Best first. The suffix is that of the compressed file beside the plain one. */
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.wav': 'audio/wav',
}

const yearSeconds = 31_536_000

/** Reads `folder` and serves it under `options.prefix`. Throws when a file cannot be read. */
export function staticFiles(folder: string, options: StaticFilesOptions): StaticFiles {
  let files = load(folder, new Map())
  return {
    get count() {
      return files.size
    },
    handle(request) {
      if (request.method !== 'GET' || !request.path.startsWith(options.prefix)) return null
      if (options.fresh) files = load(folder, files)
      const file = files.get(nameOf(request.path.slice(options.prefix.length)))
      return file === undefined ? null : answer(file, request, options)
    },
  }
}

/** A folder's path stands for its index. Decoding that fails, or a name with odd characters, is simply not found. */
function nameOf(path: string): string {
  const name = path === '' || path.endsWith('/') ? `${path}index.html` : path
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

function answer(file: StaticFile, request: HttpRequest, options: StaticFilesOptions): HttpResponse {
  const encoding = pickEncoding(file, request.header('accept-encoding'))
  const etag = `"${file.hash}${encoding === 'identity' ? '' : `-${encoding}`}"`
  const lasting = options.immutable.test(file.path)
  const headers = {
    ...options.headers,
    etag,
    'cache-control': lasting ? `public, max-age=${yearSeconds}, immutable` : 'no-cache',
    ...(Object.keys(file.bytes).length > 1 ? { vary: 'Accept-Encoding' } : {}),
  }
  if (matches(request.header('if-none-match'), etag)) return { status: 304, headers, body: '' }
  return {
    status: 200,
    headers: {
      ...headers,
      'content-type': file.contentType,
      'x-content-type-options': 'nosniff',
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    },
    body: file.bytes[encoding] ?? file.bytes.identity,
  }
}

function pickEncoding(file: StaticFile, acceptEncoding: string): Encoding {
  const accepted = new Map(acceptEncoding.toLowerCase().split(',').map(weighed))
  const takes = (encoding: Encoding): boolean => (accepted.get(encoding) ?? accepted.get('*') ?? 0) > 0
  return encodings.find(([encoding]) => file.bytes[encoding] !== undefined && takes(encoding))?.[0] ?? 'identity'
}

/** `gzip;q=0.5` to its name and weight. */
function weighed(entry: string): [string, number] {
  const [name = '', ...parameters] = entry.split(';').map((part) => part.trim())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))
  return [name, weight === undefined ? 1 : Number(weight.slice(2)) || 0]
}

/** Whether a browser has it already. */
export const matches = (ifNoneMatch: string, etag: string): boolean =>
  ifNoneMatch.split(',').some((entry) => ['*', etag, `W/${etag}`].includes(entry.trim()))

/** All files below `folder` by their path in it. Takes over from `known` what has not changed on the disk. */
function load(folder: string, known: ReadonlyMap<string, StaticFile>): Map<string, StaticFile> {
  const paths = new Set(existsSync(folder) ? listFiles(folder, '') : [])
  const files = new Map<string, StaticFile>()
  for (const path of paths) {
    const isVariant = encodings.some(([, suffix]) => path.endsWith(suffix) && paths.has(path.slice(0, -suffix.length)))
    if (isVariant) continue
    const suffixes = ['', ...encodings.map(([, suffix]) => suffix).filter((suffix) => paths.has(path + suffix))]
    const stamp = suffixes.map((suffix) => stampOf(join(folder, path + suffix)) + suffix).join()
    const before = known.get(path)
    files.set(path, before?.stamp === stamp ? before : readStatic(folder, path, paths, stamp))
  }
  return files
}

/** Regular files alone: neither links, which may lead out of the folder, nor anything whose name begins with a dot. */
function listFiles(folder: string, below: string): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name.startsWith('.')) return []
    if (entry.isDirectory()) return listFiles(folder, `${below}${entry.name}/`)
    return entry.isFile() ? [`${below}${entry.name}`] : []
  })
}

function stampOf(file: string): string {
  const { mtimeMs, size, ino } = statSync(file)
  return `${mtimeMs}:${size}:${ino}`
}

function readStatic(folder: string, path: string, paths: ReadonlySet<string>, stamp: string): StaticFile {
  const identity = readFileSync(join(folder, path))
  const variants = encodings
    .filter(([, suffix]) => paths.has(path + suffix))
    .map(([encoding, suffix]) => [encoding, readFileSync(join(folder, path + suffix))])
  return {
    path,
    contentType: contentTypes[extname(path).toLowerCase()] ?? 'application/octet-stream',
    bytes: { identity, ...Object.fromEntries(variants) },
    hash: createHash('sha256').update(identity).digest('base64url').slice(0, 22),
    stamp,
  }
}
