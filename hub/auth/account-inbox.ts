/**
 * How `npm run admin -- user ...` changes accounts: only the hub may write its store, so the command leaves the changed
 * account in a folder of the data, which the hub looks into twice a second and at its start. Whoever may write that
 * folder may change the data anyway. A password is hashed before it gets here.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import type { Instant } from '../model/time.ts'
import { packAccount, readAccount, type Account } from './accounts.ts'
import { leave, leftIn, putAside, type Inbox } from './inbox.ts'

const inbox: Inbox = { folder: 'account-inbox', ending: '.account' }

/** Leaves an account for the hub, flushed. Answers with a function that tells whether the hub has taken it. */
export function leaveAccount(dataFolder: string, account: Account, now: Instant): () => boolean {
  const path = leave(dataFolder, inbox, packAccount(account), now)
  return () => !existsSync(path)
}

/** What the hub has not taken yet, oldest first. */
export function accountsLeft(dataFolder: string): Account[] {
  return leftIn(dataFolder, inbox).flatMap((path) => readOrNull(path) ?? [])
}

/** Moments at which a hub may die that takes an account: it was read, is kept, and is no longer in the inbox. */
export type InboxPoint = 'inbox.read' | 'inbox.kept' | 'inbox.removed'

/**
 * Keeps what was left there, oldest first, and removes each once it is durable. What cannot be read is put aside as
 * `.refused`. Resolves to how many were kept. Rejects with what `keep` rejects with; the rest stays for the next time.
 * `passed` is told of every fail-point. Default: nobody.
 */
export async function takeAccounts(
  dataFolder: string,
  keep: (account: Account) => Promise<unknown>,
  passed?: (point: InboxPoint) => void,
): Promise<number> {
  let kept = 0
  for (const path of leftIn(dataFolder, inbox)) {
    const account = readOrNull(path)
    if (account === null) {
      putAside(path)
      continue
    }
    passed?.('inbox.read')
    await keep(account)
    passed?.('inbox.kept')
    rmSync(path, { force: true })
    passed?.('inbox.removed')
    kept += 1
  }
  return kept
}

function readOrNull(path: string): Account | null {
  try {
    return readAccount(readFileSync(path))
  } catch {
    return null
  }
}
