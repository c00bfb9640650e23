/**
 * What the widget says, as a type: every language has exactly these keys. Sentences with a blank are functions, so that
 * each language puts the blank where it belongs. To add a sentence: a line here, and one in en.ts and ja.ts.
 */
import type { RefusalCode } from '#protocol'

/** A span of waiting in whole minutes; `low` 0 means that it may be at once. */
export interface WaitRange {
  readonly low: number
  readonly high: number
}

export interface Words {
  readonly lang: 'en' | 'ja'

  readonly dialog: string
  readonly close: string
  readonly more: string
  readonly loading: string
  readonly reconnecting: string
  readonly offline: string
  readonly unreachable: string
  readonly signedOut: string
  readonly reload: string

  readonly waitingTitle: string
  readonly sendingFirst: string
  readonly offered: string
  place(place: number): string
  wait(range: WaitRange): string
  /** Why what was said of the wait has become worse. */
  readonly worse: { readonly place: string; readonly wait: string }
  readonly waitUnknown: string
  readonly nobodyHere: string
  readonly mayLeave: string

  readonly hold: string
  readonly kept: string
  readonly waitHere: string
  readonly elsewhere: string
  readonly yourTurn: string
  timeLeft(seconds: number): string
  readonly join: string
  missed(times: number): string
  calledAgain(time: string): string
  readonly here: string
  readonly leftTitle: string
  readonly left: string

  readonly leave: string
  readonly unreached: string
  readonly overflowed: string

  readonly log: string
  readonly you: string
  readonly house: string
  readonly bot: string
  queued(queue: string): string
  queuedAgain(queue: string): string
  joined(agent: string): string
  transferred(queue: string, agent: string): string
  readonly held: string
  readonly callMissed: string
  readonly closedByYou: string
  readonly closedByAgent: string
  readonly closedBySystem: string
  readonly callBegan: { readonly audio: string; readonly video: string }
  /** `time` is as `duration` says it, '' when nobody talked. */
  callEnded(time: string): string
  readonly callDeclined: string
  surveyed(score: number): string
  readonly callRecording: { readonly on: string; readonly off: string; readonly refused: string }
  duration(minutes: number, seconds: number): string
  typing(agent: string): string
  answering(agent: string): string

  readonly voiceCall: string
  readonly videoCall: string
  callAsked(agent: string): string

  readonly write: string
  readonly send: string
  readonly attach: string
  readonly dropHere: string
  remove(file: string): string
  readonly retry: string
  readonly sending: string
  readonly sent: string
  readonly delivered: string
  readonly read: string
  readonly notSent: string
  readonly file: string
  save(file: string): string
  tooLarge(limit: string): string
  readonly typeNotAllowed: string
  readonly tooMany: string
  readonly tooManyPixels: string
  readonly tooMuch: string
  readonly emptyFile: string
  readonly uploadFailed: string

  readonly person: string
  readonly end: string
  readonly endAsk: string
  readonly endYes: string
  readonly endNo: string
  readonly ended: string
  endedWith(agent: string): string
  readonly again: string
  readonly asText: string
  readonly asPage: string
  readonly popOut: string

  /** What a refusal means to the customer; `other` for codes that say nothing to them. */
  readonly refusals: { readonly [Code in RefusalCode]?: string } & { readonly other: string }
}
