/**
 * The hub that no-script.ts tries: everything that a company may name is named with a payload, and its one account has the
 * most capacity that there is.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { demoSiteKey } from '../demo.ts'
import type { AttachmentId, ContactId } from '../model/ids.ts'
import { both, botSettings, type BotWords } from './no-script-bot.ts'
import { demoPassword, type RealHub } from './real-hub.ts'
import { adminProgram } from './storage-admin.ts'

const nameMax = 80
/** Who sits in the browser. */
export const login = 'attacked'

/** What somebody says when they begin. */
export interface Words {
  readonly name: string
  readonly text: string
  readonly pageUrl: string
  readonly pageTitle: string
  readonly topic: string
}

export interface Labels {
  readonly labels: readonly string[]
  readonly topics: readonly string[]
  readonly dispositions: readonly string[]
  readonly site: string
  readonly account: string
}

/** Control characters are nothing for a name, and blanks around it are cut. */
export const fitsName = (payload: string): boolean =>
  payload.length <= nameMax && payload.trim() === payload && payload === payload.normalize('NFC')

export const labelsOf = (names: readonly string[]): Labels => ({
  labels: names.slice(0, 50),
  topics: names.slice(30, 80),
  dispositions: names.slice(0, 50),
  site: names[11]!,
  // What a command line can hand on.
  account: names.find((name) => name.includes('<img') && !name.includes('\0'))!,
})

export const settings = ({ labels, topics, dispositions, site }: Labels, words: BotWords, origin: string) => ({
  flows: botSettings(words, origin).flows,
  knowledge: botSettings(words, origin).knowledge,
  limits: {
    socketsBeforeHelloPerAddress: 10_000,
    upgradesPerMinutePerAddress: 100_000,
    ticketsPerMinutePerAddress: 100_000,
    signInsPerMinutePerAddress: 10_000,
    uploadsPerMinutePerAddress: 100_000,
    requestsPerMinutePerSession: 600_000,
    contactsPerHourPerVisitor: 10_000,
    contactsPerHourPerAddress: 100_000,
    contactsPerMinutePerSite: 100_000,
    messagesPerContactMax: 100_000,
    messagesPerMinutePerSession: 600_000,
  },
  attachments: { perContactMax: 1_000 },
  sites: [
    {
      id: 'demo',
      key: demoSiteKey,
      name: both(site),
      origins: [origin],
      topics: topics.map((label, at) => ({ key: `t${at}`, label: both(label), queue: `q${at % labels.length}` })),
      defaultQueue: 'q0',
    },
    botSettings(words, origin).site,
  ],
  queues: labels.map((name, at) => ({
    id: `q${at}`,
    name: both(name),
    offerTimeoutSeconds: 300,
    // Who hands on is asked again at once, being the only one there is.
    declineCoolDownSeconds: 0,
    wrapUpSeconds: 600,
    dispositions: dispositions.map((label, key) => ({ key: `d${key}`, label: both(label) })),
  })),
  reasons: labels.slice(0, 30).map((label, at) => ({ key: `r${at}`, label: both(label) })),
})

/** By the admin command, as a company would. */
export async function addAccount(hub: RealHub, name: string, env: Readonly<Record<string, string>>): Promise<void> {
  const flags = ['--name', name, '--capacity', '1000', '--data', hub.dataFolder]
  const child = spawn(process.execPath, [adminProgram, 'user', 'add', login, ...flags], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, ...env, MADOGUCHI_MODE: 'demo' },
  })
  child.stdin!.end(`${demoPassword}\n`)
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`the account was not added: ${code}`)
}

export async function upload(
  hub: RealHub,
  contact: ContactId,
  name: string,
  headers: Record<string, string>,
): Promise<{ readonly attachment: AttachmentId; readonly name: string }> {
  const response = await fetch(`${hub.origin}/api/attachments/${contact}?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { origin: hub.origin, 'x-madoguchi': '1', ...headers },
    body: 'only a text',
  })
  if (response.status !== 201) throw new Error(`a file was refused: ${response.status} ${await response.text()}`)
  return (await response.json()) as { attachment: AttachmentId; name: string }
}

/** Of an address that is one, what the desk shows: host and path. */
export function asShown(text: string): string {
  try {
    const { protocol, host, pathname } = new URL(text)
    return /^https?:$/.test(protocol) ? `${host}${pathname}` : ''
  } catch {
    return ''
  }
}

/** Blanks of all kinds look alike on a screen. */
export const plain = (text: string): string => text.replace(/\s+/gu, ' ').trim()
