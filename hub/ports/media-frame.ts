/**
 * What goes over the local socket between hub and media process, one JSON object a line, at most 256 KiB. The media
 * process tells its health at once, on every change and every 2 s; everything else begins with the hub.
 */
import type { CallId, LegId } from '../model/ids.ts'
import type { Call } from './media-call.ts'
import type { MediaEvent } from './media-event.ts'
import type { LegRequest, MediaAnswer } from './media-request.ts'
import type { MediaHealth } from './media.ts'

/** Each is answered under its `id`. After `begin` every call is said, then `complete`: what was not said is dropped. */
export type MediaCommand = { readonly id: number; readonly epoch: number } & (
  | { readonly type: 'begin' | 'complete' }
  | { readonly type: 'call'; readonly call: Call }
  | { readonly type: 'end'; readonly call: CallId }
  | { readonly type: 'ask'; readonly call: CallId; readonly leg: LegId; readonly request: LegRequest }
)

export type MediaFrame =
  | ({ readonly type: 'health' } & MediaHealth)
  | { readonly type: 'answer'; readonly id: number; readonly result: MediaAnswer<unknown> }
  /** To the hub that began last. */
  | { readonly type: 'event'; readonly event: MediaEvent }
