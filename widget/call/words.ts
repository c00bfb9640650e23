/** What is said in a call and before it, as a type: loaded with the call, one file a language. */
import type { CallMedia } from '#protocol'
import type { CallStatus } from './screen.ts'

type Trouble = 'refused' | 'missing' | 'busy'

export interface CallWords {
  asked(agent: string, media: CallMedia): string
  readonly accept: string
  readonly notNow: string
  readonly asking: string
  readonly takeBack: string

  readonly checkTitle: { readonly [Media in CallMedia]: string }
  readonly checkLead: { readonly [Media in CallMedia]: string }
  readonly start: string
  readonly join: string
  readonly back: string
  readonly wait: string
  readonly preview: string
  readonly noPreview: string
  readonly level: string
  readonly microphone: string
  readonly camera: string
  readonly speaker: string
  readonly usual: string
  readonly trouble: { readonly [Kind in 'microphone' | 'camera']: { readonly [What in Trouble]: string } }
  readonly again: string

  readonly status: { readonly [Status in Exclude<CallStatus, 'talking'>]: string }
  talking(names: readonly string[]): string
  readonly time: string
  readonly call: string
  poor(name: string): string
  readonly poorOwn: string
  readonly blocked: string
  readonly hear: string
  readonly elsewhere: string
  readonly here: string

  readonly you: string
  readonly muted: string
  screenOf(name: string): string
  readonly sharing: string

  readonly mute: string
  readonly unmute: string
  readonly cameraOn: string
  readonly cameraOff: string
  readonly share: string
  readonly shareEnd: string
  readonly keypad: string
  readonly devices: string
  readonly fullScreen: string
  readonly fullScreenEnd: string
  readonly picture: string
  readonly chat: string
  readonly end: string

  readonly recordAsk: string
  readonly recordYes: string
  readonly recordNo: string
  readonly recording: string
  readonly recordEnd: string
}
