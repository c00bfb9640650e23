/** Asking for a password: twice and unseen on a terminal, or one line of standard input; never an argument, which all processes can see. */
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { passwordFault, type PasswordFault } from '../auth/password-rules.ts'
import { passwordLength } from '../auth/passwords.ts'
import { AdminError } from './say.ts'

const { min, max } = passwordLength
const faults: Readonly<Record<PasswordFault, string>> = {
  'password.short': `A password has ${min} to ${max} characters. Nothing was changed.`,
  'password.common': 'That is among the passwords that everybody tries first. Nothing was changed; take another.',
  'password.known': 'That is made of the login or the name. Nothing was changed; take another.',
}

/** The password for this person that somebody types or pipes in. Rejects with `AdminError`. */
export async function askPassword(person: { readonly login: string; readonly name: string }): Promise<string> {
  const password = process.stdin.isTTY ? await askTwice() : await firstLine()
  if (password.length > max) throw new AdminError(faults['password.short'])
  const fault = passwordFault(password, person)
  if (fault !== null) throw new AdminError(faults[fault])
  return password
}

async function askTwice(): Promise<string> {
  const password = await unseen('Password: ')
  if ((await unseen('Once more: ')) !== password)
    throw new AdminError('The two differ. Nothing was changed; try again.')
  return password
}

/** Echoes nothing of what is typed; the question goes to standard error, so that output can be piped. */
async function unseen(question: string): Promise<string> {
  process.stderr.write(question)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  try {
    return await lines.question('')
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line
  throw new AdminError('No password came on standard input. Type one, pipe one in, or use --generate.')
}
