/**
 * What contacts ask for, kept once for all who ask for the same: tens of thousands who wait ask for a few things. So a
 * requirement is read when it is new, and a contact's record holds no list of its own.
 */
import { signatureOf } from './requirements.ts'
import type { Requirement } from './state.ts'

export interface Request {
  readonly requirements: readonly Requirement[]
  /** Equal for requests that mean the same. */
  readonly signature: string
}

/** Beyond so many all are forgotten, whatever customers ask for; those who wait keep theirs. */
const requestsMax = 4_096

export class Requests {
  private readonly known = new Map<string, Request>()

  of(requirements: readonly Requirement[]): Request {
    if (requirements.length === 0) return nothing
    const text = textOf(requirements)
    return this.known.get(text) ?? this.add(text, requirements)
  }

  private add(text: string, requirements: readonly Requirement[]): Request {
    if (this.known.size >= requestsMax) this.known.clear()
    const request: Request = { requirements, signature: signatureOf(requirements) }
    this.known.set(text, request)
    return request
  }
}

const nothing: Request = { requirements: [], signature: signatureOf([]) }

/** Tells requests apart by how they are written. One skill is the usual case, and begins with a digit as no JSON list does. */
function textOf(requirements: readonly Requirement[]): string {
  const [only] = requirements
  if (requirements.length === 1 && only !== undefined && !('anyOf' in only)) return `${only.level}${only.skill}`
  return JSON.stringify(requirements)
}
