/** What is said where something is filled in or answered, as a type: loaded with it, one file a language. */

export interface AskWords {
  readonly greeting: string
  readonly staffed: string
  readonly unstaffed: string
  readonly name: string
  readonly optional: string
  readonly topic: string
  readonly firstMessage: string
  readonly firstMessageHint: string
  readonly firstMessageMissing: string
  readonly start: string

  readonly leaveTitle: string
  readonly leaveLead: string
  readonly reach: string
}
