/**
 * Hostile files (upload-files.ts) and hostile ways of sending on the real hub. Each is refused with a code that stays, or goes
 * out again only to be saved: same bytes, one of the allowed types, a name that harms nobody, never shown as a page. What
 * is refused leaves nothing on the disk, and the hub stays the same process within its memory.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { Wire } from '../ports/transport.contract-client.ts'
import { Chance } from '../sim/chance.ts'
import { Chances, percentile, type Attack, type AttackResult } from './attack.ts'
import { memoryMbOf } from './process-facts.ts'
import { startRealHub, type RealHub } from './real-hub.ts'
import { families, fileBytesMax, hostileFiles, type HostileFile } from './upload-files.ts'
import { until } from './waiting.ts'
import { visitorTicket, welcomed, type WirePage } from './wire-page.ts'

const types = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf', 'text/plain', 'text/csv']
const office = 'application/vnd.openxmlformats-officedocument.'
const settings = {
  attachments: {
    megabytesMax: 1,
    perContactMax: 1_000,
    // Archives are not let in by default: here they are, or most attacks by archive would end at their first bytes.
    types: [...types, 'application/zip', `${office}wordprocessingml.document`, `${office}spreadsheetml.sheet`],
  },
  limits: {
    uploadsPerMinutePerAddress: 100_000,
    attachmentMegabytesPerContactMax: 10_000,
    attachmentMegabytesPerDayPerVisitor: 10_000,
  },
}

/** Refusals by status: the only ones there may be. */
const codes: Readonly<Record<number, readonly string[]>> = {
  400: ['attachment.empty', 'request.malformed'],
  413: ['attachment.tooLarge', 'attachment.tooManyPixels', 'request.tooLarge'],
  415: ['attachment.typeNotAllowed'],
}
/** Nothing that turns, hides, ends or leads elsewhere, and nothing that a file system takes for more than a name. */
const safeName =
  /^(?![.\s]|(con|prn|aux|nul|com\d|lpt\d)\.)[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff/\\:*?"<>|]{1,160}\.(png|jpe?g|jfif|gif|webp|pdf|txt|log|md|json|ya?ml|ini|tsv|csv|zip|docx|xlsx)$/iu

const ways = [
  'dripped',
  'broken off in the middle',
  'shorter than said',
  'longer than said',
  'negative length',
  'two lengths',
  'a length beyond all',
  'chunks beyond the limit',
  'twenty at once',
] as const

interface Sender {
  readonly hub: RealHub
  readonly token: string
  readonly contact: string
}

/** Sends everything `rounds` times. Throws when one was taken for something else, left something, or hurt the hub. */
export async function uploads(seed: number, rounds: number): Promise<AttackResult> {
  const place = mkdtempSync(join(tmpdir(), 'madoguchi-uploads-'))
  writeFileSync(join(place, 'hub.json'), JSON.stringify(settings))
  const hub = await startRealHub({ MADOGUCHI_CONFIG: join(place, 'hub.json') })
  const chances = new Chances([...Object.keys(families), ...ways, 'refused', 'served as a file to save'])
  try {
    const { pid } = hub
    const before = memoryMbOf(hub)
    const tookMs: number[] = []
    const chance = new Chance(seed)
    for (let round = 0; round < rounds; round++) {
      const files = hostileFiles(chance)
      const { sender, page } = await begun(hub)
      // Eight at a time: as a crowd would, and so that memory has something to hold.
      for (let at = 0; at < files.length; at += 8)
        await Promise.all(files.slice(at, at + 8).map((file) => tryFile(sender, file, chances, tookMs)))
      page.beat()
      await tryWays(sender, chances)
      page.leave()
    }
    const kept = chances.counts['served as a file to save']!
    const unanswered = chances.counts['longer than said']!
    await until(() => {
      const files = filesIn(hub)
      const nothingLeft = files.length >= kept && files.length <= kept + unanswered
      return nothingLeft && !files.some((name) => name.endsWith('.part'))
    })
    const memory = memoryMbOf(hub)
    if (hub.pid !== pid || hub.starts !== 1) throw new Error('the hub ended and was started again')
    if (memory - before > 150) throw new Error(`memory grew from ${before} MB to ${memory} MB`)
    return chances.result([
      `answers: p50 ${percentile(tookMs, 0.5)} ms, p99 ${percentile(tookMs, 0.99)} ms`,
      `memory ${before} MB before, ${memory} MB after`,
    ])
  } finally {
    await hub.stop()
    hub.remove()
    rmSync(place, { recursive: true, force: true })
  }
}

export const uploadsAttack: Attack = {
  what: 'hostile files, and hostile ways of sending them',
  run: (seed, size) => uploads(seed, size === 'long' ? 40 : 1),
}

/** Somebody new with a contact of their own. */
async function begun(hub: RealHub): Promise<{ readonly sender: Sender; readonly page: WirePage }> {
  const { ticket, token } = await visitorTicket(hub)
  const page = await welcomed(hub, ticket)
  const words = {
    name: '',
    topic: '',
    text: 'files',
    locale: 'en',
    pageUrl: '',
    pageTitle: '',
    fields: null,
    intent: null,
  } as const
  const outcome = await page.ask('contact.start', words)
  if (outcome !== 'done') throw new Error(`a contact could not be begun: ${outcome}`)
  return { sender: { hub, token, contact: page.contact! }, page }
}

const filesIn = ({ dataFolder }: RealHub): string[] =>
  readdirSync(join(dataFolder, 'attachments'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

const pathOf = ({ contact }: Sender, name: string): string =>
  `/api/attachments/${contact}?name=${encodeURIComponent(Buffer.from(name).toString())}`

/** One upload on a line of its own: a pooled one may have been cut after the refusal of another file. */
function send(
  sender: Sender,
  name: string,
  bytes: Uint8Array,
  headers: HostileFile['headers'],
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${sender.hub.origin}${pathOf(sender, name)}`, {
      method: 'POST',
      agent: false,
      headers: {
        authorization: `Bearer ${sender.token}`,
        origin: sender.hub.origin,
        'content-length': bytes.length,
        ...headers,
      },
    })
    request.once('error', reject)
    request.once('response', (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject)
    })
    request.end(bytes)
  })
}

async function tryFile(sender: Sender, file: HostileFile, chances: Chances, tookMs: number[]): Promise<void> {
  const { family, name, bytes, must, headers } = file
  const shown = `${family}: ${JSON.stringify(name.slice(0, 60))}`
  const began = performance.now()
  const answer = await send(sender, name, bytes, headers).catch((error: unknown) => {
    // The engine cuts off a request line that is too long.
    if (name.length > 500) return null
    throw new Error(`${shown} had no answer`, { cause: error })
  })
  tookMs.push(performance.now() - began)
  chances.count(family)
  if (answer === null) return chances.count('refused')
  if (answer.status === 201) {
    if (must === 'refuse') throw new Error(`${shown} was taken in`)
    return checkServed(sender, JSON.parse(answer.body) as Kept, bytes, shown, chances)
  }
  // Too long a request line is refused by the engine, in its own words.
  if (must === 'serve' || (!isRefusal(answer.status, answer.body) && name.length < 500))
    throw new Error(`${shown} was answered with ${answer.status} ${answer.body.slice(0, 100)}`)
  chances.count('refused')
}

function isRefusal(status: number, text: string): boolean {
  try {
    return codes[status]?.includes((JSON.parse(text) as { code: string }).code) === true
  } catch {
    return false
  }
}

interface Kept {
  readonly attachment: string
  readonly name: string
  readonly type: string
}

async function checkServed(
  sender: Sender,
  kept: Kept,
  bytes: Uint8Array,
  shown: string,
  chances: Chances,
): Promise<void> {
  const answer = await fetch(`${sender.hub.origin}/api/attachments/${kept.attachment}`, {
    headers: { authorization: `Bearer ${sender.token}` },
  })
  const faults: string[] = []
  const expect = (isSo: boolean, fault: string): void => void (isSo || faults.push(fault))
  const header = (name: string): string => answer.headers.get(name) ?? ''
  expect(answer.status === 200, `status ${answer.status}`)
  expect(settings.attachments.types.includes(header('content-type')), `content-type ${header('content-type')}`)
  expect(header('content-type') === kept.type, 'the type that was told is not the one that is served')
  expect(header('x-content-type-options') === 'nosniff', 'it may be sniffed')
  expect(/(^|; *)sandbox(;|$)/.test(header('content-security-policy')), 'it is not in a sandbox')
  expect(/default-src 'none'/.test(header('content-security-policy')), 'it may load')
  expect(
    /^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w.%~!#$&+^`|-]*$/.test(header('content-disposition')),
    `disposition ${header('content-disposition')}`,
  )
  expect(safeName.test(kept.name), `name ${JSON.stringify(kept.name)}`)
  const served = Buffer.from(await answer.arrayBuffer())
  expect(served.equals(bytes), 'other bytes than were sent')
  if (faults.length > 0) throw new Error(`${shown}: ${faults.join('; ')}`)
  chances.count('served as a file to save')
}

/** A request by hand, so that it can be wrong. */
const headOf = (sender: Sender, headers: readonly string[]): string =>
  [
    `POST ${pathOf(sender, 'a.txt')} HTTP/1.1`,
    'Host: hub.test',
    `Origin: ${sender.hub.origin}`,
    `Authorization: Bearer ${sender.token}`,
    ...headers,
    '\r\n',
  ].join('\r\n')

async function tryWays(sender: Sender, chances: Chances): Promise<void> {
  const open = (): Promise<Wire> => Wire.open(sender.hub.port)
  const half = 'a'.repeat(fileBytesMax / 2)
  const sent = async (head: readonly string[], ...parts: readonly string[]): Promise<Wire> => {
    const wire = await open()
    for (const part of [headOf(sender, head), ...parts]) {
      wire.write(part)
      await setImmediate()
    }
    return wire
  }
  /** What is refused is answered, or the line is ended; nothing may be taken in. */
  const refused = async (way: (typeof ways)[number], wire: Wire): Promise<void> => {
    await until(() => wire.ended || wire.receivedBytes > 0)
    if (wire.received.toString('latin1').startsWith('HTTP/1.1 201')) throw new Error(`${way}: it was taken in`)
    wire.tcp.destroy()
    chances.count(way)
  }
  const dripped = await sent(['Content-Length: 300'], ...Array.from({ length: 300 }, () => 'a'))
  if ((await dripped.response()).status !== 201) throw new Error('a slow sender was not served')
  dripped.tcp.destroy()
  chances.count('dripped')
  chances.count('served as a file to save')
  const broken = await sent([`Content-Length: ${fileBytesMax}`], half)
  broken.tcp.destroy()
  chances.count('broken off in the middle')
  const short = await sent(['Content-Length: 1000'], 'a'.repeat(500))
  short.tcp.end()
  await until(() => short.ended || short.receivedBytes > 0)
  short.tcp.destroy()
  chances.count('shorter than said')
  const longer = await sent(['Content-Length: 10'], 'a'.repeat(500))
  // What follows the said bytes is no request: the line is cut, perhaps before the file has its answer.
  await until(() => longer.ended || longer.receivedBytes > 0)
  longer.tcp.destroy()
  chances.count('longer than said')
  await refused('negative length', await sent(['Content-Length: -5'], 'aaaaa'))
  await refused('two lengths', await sent(['Content-Length: 5', 'Content-Length: 50'], 'aaaaa'))
  await refused('a length beyond all', await sent([`Content-Length: ${2 ** 52}`], half))
  const chunk = `${(fileBytesMax / 2).toString(16)}\r\n${half}\r\n`
  await refused('chunks beyond the limit', await sent(['Transfer-Encoding: chunked'], chunk, chunk, chunk))
  const many = await Promise.all(
    Array.from({ length: 20 }, () => sent([`Content-Length: ${fileBytesMax}`], half, half)),
  )
  for (const wire of many) {
    if ((await wire.response()).status !== 201) throw new Error('one of twenty at once was not served')
    wire.tcp.destroy()
    chances.count('twenty at once')
    chances.count('served as a file to save')
  }
}
