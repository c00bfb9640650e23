/** The admin tool for tests with real parts: as it was built, a process for each command; and whom its commands are about. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { openLmdbReader } from '../adapters/store-lmdb.ts'
import type { RealHub } from '../attack/real-hub.ts'
import { adminProgram } from '../attack/storage-admin.ts'
import { visitorTicket, welcomed, type WirePage } from '../attack/wire-page.ts'

export interface AdminEnded {
  readonly out: string
  readonly wrong: string
  /** Null when it was killed. */
  readonly code: number | null
}

/** Runs one command to its end; `typed` goes to its standard input. */
export async function runAdmin(
  args: readonly string[],
  { env = {}, typed = '' }: { readonly env?: NodeJS.ProcessEnv; readonly typed?: string } = {},
): Promise<AdminEnded> {
  const child = spawn(process.execPath, [adminProgram, ...args], { env: { ...process.env, ...env } })
  child.stdin.end(typed)
  const [out, wrong, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { out, wrong, code: code as number | null }
}

export interface Guest {
  readonly page: WirePage
  readonly contact: string
  readonly customer: string
}

/** Somebody who waits at this hub, having said this. */
export async function guest(hub: RealHub, said: string): Promise<Guest> {
  const page = await welcomed(hub, (await visitorTicket(hub)).ticket)
  const begun = {
    name: 'Yuki',
    topic: 'orders',
    text: said,
    locale: 'en',
    pageUrl: '',
    pageTitle: '',
    fields: null,
    intent: null,
  } as const
  const answer = await page.ask('contact.start', begun)
  if (answer !== 'done') throw new Error(answer)
  const contact = page.contact!
  const reader = openLmdbReader(join(hub.dataFolder, 'store'))
  try {
    const found = [...reader.range('customerContact', {})].find(({ key }) => key[2] === contact)!
    return { page, contact, customer: String(found.key[0]) }
  } finally {
    await reader.close()
  }
}
