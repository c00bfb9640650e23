/**
 * A side of the scenario `store`, as a process of its own that is told by HTTP what to do next, one thing at a time: a keeper of
 * records, assignments by the hub's shell, or a start on data that is there already.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { keepers } from '../peers/keepers.ts'
import type { Keeper, OpenKeeper } from '../peers/keeper.ts'
import { openLmdb } from '../peers/lmdb.ts'
import { append, look, type Appended, type Looked } from './appends.ts'
import type { Assigned, Assigning } from './assigning.ts'
import { openHubKeeper } from './hub-keeper.ts'
import type { Recovered } from './recovering.ts'

const ways: Readonly<Record<string, OpenKeeper>> = {
  ...keepers,
  'lmdb-committed': (folder) => openLmdb(folder, 'committed'),
  'hub-tick': (folder) => openHubKeeper(folder, 'tick'),
  'hub-each': (folder) => openHubKeeper(folder, 'each'),
}

/** What can be asked, and what it answers. */
export interface StoreCalls {
  /** A keeper with nothing in it, in place of the one before. */
  open: { asked: { readonly way: string }; answer: null }
  append: { asked: { readonly records: number; readonly inFlight: number }; answer: Appended }
  look: { asked: { readonly records: number; readonly reads: number }; answer: Looked }
  staff: {
    asked: { readonly by: 'shell' | 'core'; readonly agents: number; readonly contacts: number }
    answer: null
  }
  assign: { asked: { readonly count: number; readonly batch: number }; answer: Assigned }
  recover: { asked: { readonly folder: string }; answer: Recovered }
}

let folder = ''
let keeper: Keeper | null = null
let assigning: Assigning | null = null

function emptyFolder(): string {
  folder = mkdtempSync(join(process.cwd(), 'store-'))
  return folder
}

async function closed(): Promise<void> {
  await keeper?.close()
  await assigning?.close()
  keeper = null
  assigning = null
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
}

const calls: { [Name in keyof StoreCalls]: (asked: StoreCalls[Name]['asked']) => Promise<StoreCalls[Name]['answer']> } =
  {
    async open({ way }) {
      await closed()
      keeper = await ways[way]!(emptyFolder())
      return null
    },
    append: ({ records, inFlight }) => append(keeper!, records, inFlight),
    look: ({ records, reads }) => look(keeper!, records, reads),
    async staff({ by, agents, contacts }) {
      // The hub's shell is loaded by the sides that need it.
      const open =
        by === 'shell'
          ? (await import('./assigning.ts')).openAssigning
          : (await import('./core-assigning.ts')).openCoreAssigning
      assigning = await open(emptyFolder(), agents, contacts)
      return null
    },
    assign: ({ count, batch }) => assigning!.assign(count, batch),
    async recover({ folder }) {
      const { recover } = await import('./recovering.ts')
      return recover(folder)
    },
  }

async function answered(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const name = request.url!.slice(1) as keyof StoreCalls
  return calls[name](JSON.parse(Buffer.concat(pieces).toString()) as never)
}

const server = createServer((request, response) => {
  answered(request).then(
    (answer) => response.end(JSON.stringify(answer)),
    (error: unknown) => {
      response.statusCode = 500
      response.end(error instanceof Error ? error.stack : String(error))
    },
  )
})
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as AddressInfo).port}`))
process.once('SIGTERM', () => void closed().finally(() => process.exit(0)))
