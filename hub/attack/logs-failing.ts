/** For the attack on the log: everything that a stranger, a browser or a file can do wrong, with words in it. */
import { appendFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encode, frameKinds } from '../protocol/index.ts'
import { Wire } from '../ports/transport.contract-client.ts'
import { addresses, begin, sendFile, type Talker } from './logs-talk.ts'
import { until } from './waiting.ts'
import { signIn, visitorTicket, welcomed } from './wire-page.ts'

export async function failures(talker: Talker): Promise<void> {
  const { hub, canaries, chances } = talker
  const { page, token } = await begin(talker)
  const contact = page.contact!
  for (const made of [
    () => encode([frameKinds.request, 'r1', canaries.make('unknown verb'), canaries.make('unknown body')]),
    () => encode([frameKinds.request, 'r2', 'message.send', [canaries.make('malformed body'), 7]]),
    () => Buffer.from(canaries.make('bytes that are no frame')),
    () => encode([frameKinds.hello, [1], canaries.make('ticket that is none'), [], []]),
  ])
    await rawFrame(talker, made())
  const refused = await page.ask('message.send', {
    contact: 'cnt_strangersstrangersxxxx' as never,
    text: canaries.make('words to nobody'),
    attachments: [],
  })
  if (refused === 'done') throw new Error('a message went to nobody')
  chances.count('requests that are refused')
  for (let times = 0; times < 7; times++) {
    const { status } = await signIn(
      hub,
      times < 3 ? canaries.make('login that is none') : 'james',
      canaries.make(`wrong password ${times}`),
      {
        'x-forwarded-for': addresses[0]!,
      },
    )
    if (status === 200) throw new Error('a wrong password was taken')
    chances.count('wrong passwords')
  }
  await brokenRequests(talker)
  await brokenFiles(talker, contact, token)
  page.leave()
}

/** Bytes on a welcomed line of their own; the hub closes it, or refuses. */
async function rawFrame(talker: Talker, bytes: Uint8Array): Promise<void> {
  const { ticket } = await visitorTicket(talker.hub)
  const page = await welcomed(talker.hub, ticket)
  page.sendRaw(bytes)
  await until(() => page.closedWith !== null || page.refusals > 0)
  page.leave()
  talker.chances.count('frames that are none')
}

async function brokenRequests({ hub, canaries, chances }: Talker): Promise<void> {
  const json = { 'content-type': 'application/json', origin: hub.origin, 'x-madoguchi': '1' }
  const tries: readonly [path: string, init: RequestInit][] = [
    ['/api/agent/sign-in', { method: 'POST', headers: json, body: `{"name": "${canaries.make('broken JSON')}` }],
    [
      '/api/visitor/ticket',
      { method: 'POST', headers: json, body: JSON.stringify({ site: canaries.make('unknown site') }) },
    ],
    [
      '/api/visitor/ticket',
      {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ site: 'pk_demo', token: canaries.make('token that is none') }),
      },
    ],
    [`/api/${canaries.make('unknown path')}?token=${canaries.make('token in an address')}`, { headers: json }],
    [`/agent/${canaries.make('unknown page')}?q=${canaries.make('query')}`, { method: 'PUT', headers: json }],
    [
      `/api/attachments/${canaries.make('unknown file')}`,
      { headers: { authorization: `Bearer ${canaries.make('bearer')}` } },
    ],
    ['/metrics', { headers: { authorization: `Bearer ${canaries.make('wrong metrics token')}` } }],
    ['/api/agent/session', { headers: { cookie: `madoguchi=${canaries.make('cookie that is none')}` } }],
    [
      '/api/agent/ticket',
      { method: 'POST', headers: { ...json, origin: `https://${canaries.make('foreign origin')}.example` } },
    ],
  ]
  for (const [path, init] of tries) {
    const { status } = await fetch(hub.origin + path, init)
    if (status < 400 && !path.includes('ticket')) throw new Error(`${path} was answered with ${status}`)
    chances.count('broken bodies')
  }
  const wire = await Wire.open(hub.port)
  wire.write(`GET /${canaries.make('broken request line')}\r\nCookie: ${canaries.make('broken cookie')}\r\n\r\n`)
  await until(() => wire.ended || wire.receivedBytes > 0)
  wire.tcp.destroy()
  chances.count('broken bodies')
}

async function brokenFiles({ hub, canaries, chances }: Talker, contact: string, token: string): Promise<void> {
  const page = `<html>${canaries.make('contents of a refused file')}`
  const refused = await sendFile(
    hub,
    contact,
    token,
    canaries.make('name of a refused file', true),
    page,
    addresses[0]!,
  )
  if (refused.status !== 415) throw new Error(`a page was answered with ${refused.status}`)
  chances.count('refused files')
  const name = `${canaries.make('name of a damaged file')}.txt`
  const kept = JSON.parse((await sendFile(hub, contact, token, name, 'x', addresses[0]!)).body) as {
    attachment: string
  }
  const folder = join(hub.dataFolder, 'attachments')
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) appendFileSync(join(entry.parentPath, entry.name), 'damage')
  const damaged = await fetch(`${hub.origin}/api/attachments/${kept.attachment}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  if (damaged.ok) throw new Error('a damaged file was served')
  chances.count('damaged files')
  renameSync(folder, `${folder}.aside`)
  writeFileSync(folder, 'in the way')
  const unwritten = await sendFile(
    hub,
    contact,
    token,
    canaries.make('name of an unwritten file'),
    canaries.make('its contents'),
    addresses[0]!,
  )
  if (unwritten.status !== 503)
    throw new Error(`a file that could not be written was answered with ${unwritten.status}`)
  chances.count('files that could not be written')
}
