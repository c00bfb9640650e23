/** What is said where something is filled in or answered, as a type: loaded with it, one file a language. */
import type { SurveyScale } from '#protocol'
import type { Problem } from './inputs.ts'

export interface AskWords {
  readonly greeting: string
  readonly staffed: string
  readonly unstaffed: string
  readonly botLead: string
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

  readonly choose: string
  readonly locked: string
  known(value: string): string
  readonly problems: { readonly [What in Problem]: string }
  readonly check: string

  readonly answer: string
  readonly answerSend: string
  readonly dateHint: string
  readonly file: string
  readonly personAsked: string

  readonly rate: { readonly [Scale in SurveyScale]: string }
  readonly rateAgain: { readonly [Scale in SurveyScale]: string }
  /** The two ends of the scale. */
  readonly ends: { readonly [Scale in SurveyScale]: readonly [string, string] }
  readonly comment: string
  readonly rateSend: string
  readonly notNow: string
}
