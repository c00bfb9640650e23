/**
 * What the agent app says by HTTP: sign in and out, one-time tickets for the socket, and files. The cookie is the
 * browser's business; every POST carries the header that no other site's form can set.
 */
import { TicketRefused } from '#client'
import type { AttachmentInfo } from '#protocol'

/** Who is signed in. */
export interface Identity {
  readonly agent: string
  readonly name: string
  /** Id of the role; what it may do the list `desk` says. */
  readonly role: string
}

export type SignInResult =
  | { readonly kind: 'signedIn'; readonly identity: Identity }
  | { readonly kind: 'wrong' | 'codeNeeded' | 'codeWrong' | 'mustEnrol' | 'passwordOff' }
  | { readonly kind: 'locked'; readonly retryAfterMs: number }
  | { readonly kind: 'unreachable' }

/** Codes of a file that was not taken; `failed` is everything that trying again may mend. */
export type UploadProblem =
  | 'attachment.tooLarge'
  | 'attachment.typeNotAllowed'
  | 'attachment.tooMany'
  | 'attachment.tooMuch'
  | 'attachment.tooManyPixels'
  | 'storage.full'
  | 'attachment.empty'
  | 'contact.notYours'
  | 'failed'

export type UploadResult =
  | { readonly kind: 'stored'; readonly attachment: AttachmentInfo }
  | { readonly kind: 'refused'; readonly problem: UploadProblem }

const uploadProblems: readonly string[] = [
  'attachment.tooLarge',
  'attachment.typeNotAllowed',
  'attachment.tooMany',
  'attachment.tooMuch',
  'attachment.tooManyPixels',
  'storage.full',
  'attachment.empty',
  'contact.notYours',
] satisfies UploadProblem[]

const guard = { 'x-madoguchi': '1' }

/** How people sign in here. */
export interface SignInWays {
  readonly password: boolean
  readonly providers: readonly { readonly id: string; readonly name: string }[]
}

/** By password alone where the hub does not say it. Never throws. */
export async function signInWays(): Promise<SignInWays> {
  const byPassword = { password: true, providers: [] }
  try {
    const answer = await fetch('/api/sign-in', { headers: guard })
    return answer.ok ? ((await answer.json()) as SignInWays) : byPassword
  } catch {
    return byPassword
  }
}

/** Where the browser goes to sign in by a provider. */
export const providerUrl = (id: string): string => `/api/oidc/${encodeURIComponent(id)}/begin`

/** Asks who is signed in. Null when nobody is, `mustEnrol` for who needs a second factor first; throws when the hub was not reached. */
export async function currentIdentity(): Promise<Identity | 'mustEnrol' | null> {
  const answer = await fetch('/api/agent/session', { headers: guard })
  if (answer.status === 401) return (await codeOf(answer)) === 'signIn.enrolNeeded' ? 'mustEnrol' : null
  if (!answer.ok) throw new Error(`session: ${answer.status}`)
  return (await answer.json()) as Identity
}

/** Signs in. Never throws. */
export async function signIn(name: string, password: string, code = ''): Promise<SignInResult> {
  try {
    const answer = await post('/api/agent/sign-in', { name, password, ...(code !== '' && { code }) })
    if (answer.ok) return { kind: 'signedIn', identity: (await answer.json()) as Identity }
    if (answer.status === 401 || answer.status === 403) return refusals[await codeOf(answer)] ?? { kind: 'unreachable' }
    if (answer.status === 429) {
      const { retryAfterS } = (await answer.json()) as { retryAfterS?: number }
      return { kind: 'locked', retryAfterMs: (retryAfterS ?? 60) * 1_000 }
    }
    return { kind: 'unreachable' }
  } catch {
    return { kind: 'unreachable' }
  }
}

const refusals: Readonly<Record<string, SignInResult>> = {
  'signIn.wrong': { kind: 'wrong' },
  'signIn.codeNeeded': { kind: 'codeNeeded' },
  'signIn.codeWrong': { kind: 'codeWrong' },
  'signIn.enrolNeeded': { kind: 'mustEnrol' },
  'signIn.passwordOff': { kind: 'passwordOff' },
}

const codeOf = async (answer: Response): Promise<string> => ((await answer.json()) as { code?: string }).code ?? ''

/** Signs out. The page forgets the identity even when the hub does not answer, so this never throws. */
export async function signOut(): Promise<void> {
  await post('/api/agent/sign-out', {}).catch(() => undefined)
}

/** Ends all logins of the agent. Returns whether the hub has done it. */
export async function signOutEverywhere(): Promise<boolean> {
  try {
    const { ok, status } = await post('/api/agent/sign-out?everywhere=yes', {})
    // Nobody signed in: somebody else has ended this login too.
    return ok || status === 401
  } catch {
    return false
  }
}

/** A one-time ticket for the socket. Throws a final `TicketRefused` when signed out. */
export async function agentTicket(): Promise<string> {
  const answer = await post('/api/agent/ticket', {})
  if (answer.status === 401) throw new TicketRefused(true)
  if (!answer.ok) throw new TicketRefused(false)
  return ((await answer.json()) as { ticket: string }).ticket
}

/** Where an attachment is read; the cookie opens it. */
export const attachmentUrl = (attachment: string): string => `/api/attachments/${encodeURIComponent(attachment)}`

/** Where the socket is opened. */
export function socketUrl(page: { readonly protocol: string; readonly host: string }): string {
  return `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/ws`
}

/**
 * Sends one file. XMLHttpRequest because fetch tells no progress. `progress` gets a share from 0 to 1. Returns what calls
 * it off, after which `done` is never called.
 */
export function upload(
  contact: string,
  file: File,
  progress: (share: number) => void,
  done: (result: UploadResult) => void,
): () => void {
  const request = new XMLHttpRequest()
  let over = false
  const finish = (result: UploadResult): void => {
    if (!over) done(result)
    over = true
  }
  const failed = (): void => finish({ kind: 'refused', problem: 'failed' })
  request.open('POST', `/api/attachments/${encodeURIComponent(contact)}?name=${encodeURIComponent(file.name)}`)
  request.setRequestHeader('x-madoguchi', '1')
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.responseType = 'json'
  request.upload.onprogress = (event) => progress(event.total > 0 ? event.loaded / event.total : 0)
  request.onload = () => finish(readUpload(request.status, request.response))
  request.onerror = failed
  request.ontimeout = failed
  request.send(file)
  return () => {
    over = true
    request.abort()
  }
}

function readUpload(status: number, body: unknown): UploadResult {
  if (status === 201) return { kind: 'stored', attachment: body as AttachmentInfo }
  const code = (body as { code?: unknown } | null)?.code
  const known = typeof code === 'string' && uploadProblems.includes(code)
  return { kind: 'refused', problem: known ? (code as UploadProblem) : 'failed' }
}

async function post(path: string, body: unknown): Promise<Response> {
  return await fetch(path, {
    method: 'POST',
    headers: { ...guard, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}
