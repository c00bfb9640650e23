/** The media process's settings, from its environment. CONFIGURATION.md describes them. */
import { isIP } from 'node:net'
import type { Listening } from './mediasoup-engine.ts'
import type { Turn } from './turn.ts'

export interface MediaSettings {
  /** Where the hub connects. */
  readonly socket: string
  readonly workers: number
  readonly listen: readonly Listening[]
  /** `null` for any free ones. */
  readonly firstPort: number | null
  /** Relays of one's own, if any. */
  readonly turn: Turn | null
  /** An Ogg Opus file instead of the one that comes with the program. */
  readonly music: string | null
}

type Env = Readonly<Record<string, string | undefined>>

/** Reads them; `cores` is the number of workers unless said otherwise. Throws an error whose message is one sentence. */
export function mediaSettings(env: Env, cores: number): MediaSettings {
  const socket = env.MADOGUCHI_MEDIA_SOCKET
  if (!socket) throw new Error('MADOGUCHI_MEDIA_SOCKET is not set; the launcher sets it')
  const workers = wholeNumber(env, 'MADOGUCHI_MEDIA_WORKERS', 256) ?? cores
  const firstPort = wholeNumber(env, 'MADOGUCHI_MEDIA_PORT_FIRST', 65_535)
  if (firstPort !== null && firstPort + workers - 1 > 65_535)
    throw new Error(`MADOGUCHI_MEDIA_PORT_FIRST is ${firstPort}; it leaves no port for the last of ${workers} workers`)
  const music = env.MADOGUCHI_MEDIA_MUSIC || null
  return { socket, workers, firstPort, music, listen: listening(env), turn: relays(env) }
}

function relays(env: Env): Turn | null {
  const urls = list(env.MADOGUCHI_MEDIA_TURN)
  const secret = env.MADOGUCHI_MEDIA_TURN_SECRET ?? ''
  if (urls.length === 0) return null
  const wrong = urls.find((url) => !/^turns?:[A-Za-z0-9.:[\]-]{1,253}(\?transport=(udp|tcp))?$/.test(url))
  if (wrong !== undefined)
    throw new Error(`MADOGUCHI_MEDIA_TURN names ${JSON.stringify(wrong)}; it must be like turn:turn.example.jp:3478`)
  if (secret.length < 16)
    throw new Error('MADOGUCHI_MEDIA_TURN needs MADOGUCHI_MEDIA_TURN_SECRET of at least 16 characters')
  return { urls, secret }
}

function wholeNumber(env: Env, name: string, max: number): number | null {
  const wanted = env[name]
  if (!wanted) return null
  const value = Number(wanted)
  if (Number.isInteger(value) && value >= 1 && value <= max) return value
  throw new Error(`${name} is ${JSON.stringify(wanted)}; it must be a whole number from 1 to ${max}`)
}

const list = (text: string | undefined): string[] => (text ? text.split(',').map((one) => one.trim()) : [])
const isEverywhere = (ip: string): boolean => ip === '0.0.0.0' || ip === '::'

/** The announced addresses belong to the addresses listened on, one by one. */
function listening(env: Env): Listening[] {
  const ips = list(env.MADOGUCHI_MEDIA_LISTEN || '127.0.0.1')
  const announced = list(env.MADOGUCHI_MEDIA_ADDRESS)
  const wrong = ips.find((ip) => isIP(ip) === 0)
  if (wrong !== undefined)
    throw new Error(
      `MADOGUCHI_MEDIA_LISTEN names ${JSON.stringify(wrong)}; it must be IP addresses with commas between`,
    )
  if (announced.length > ips.length)
    throw new Error('MADOGUCHI_MEDIA_ADDRESS names more addresses than MADOGUCHI_MEDIA_LISTEN')
  const badName = announced.find((address) => !/^[A-Za-z0-9.:-]{1,253}$/.test(address))
  if (badName !== undefined)
    throw new Error(
      `MADOGUCHI_MEDIA_ADDRESS names ${JSON.stringify(badName)}; it must be addresses or host names with commas between`,
    )
  const unsaid = ips.find((ip, index) => isEverywhere(ip) && announced[index] === undefined)
  if (unsaid !== undefined)
    throw new Error(
      `MADOGUCHI_MEDIA_LISTEN is ${unsaid}, where no browser can connect to; say in MADOGUCHI_MEDIA_ADDRESS how they reach it`,
    )
  return ips.map((ip, index) => ({ ip, announced: announced[index] ?? null }))
}
