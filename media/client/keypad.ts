/**
 * A telephone's keys as sound (ITU-T Q.23), mixed into the own voice: so they reach everybody in the call and whatever is
 * behind it. The browser's own sender of keys (RFC 4733) needs a codec beside the voice's, which neither mediasoup-client
 * negotiates nor a worker passes on.
 */
import type { LineClock } from './clock.ts'

const rowsHz = [697, 770, 852, 941]
const columnsHz = [1_209, 1_336, 1_477, 1_633]
const keys = '123A456B789C*0#D'
const toneSeconds = 0.16
const pauseSeconds = 0.08
/** Of each of the two tones: together they stay well below full scale. */
const gain = 0.25

/** A context that the browser never lets begin must not keep the voice. */
const graceMs = 1_000

/** `track` is the voice, where there is one, with the tones; `done` when they are over and the voice may go alone again. */
export function keyTones(
  voice: MediaStreamTrack | null,
  digits: string,
  clock: LineClock,
): { readonly track: MediaStreamTrack | null; readonly done: Promise<void> } {
  const context = new AudioContext()
  const out = new MediaStreamAudioDestinationNode(context)
  if (voice) context.createMediaStreamSource(new MediaStream([voice])).connect(out)
  const soft = new GainNode(context, { gain })
  soft.connect(out)
  let at = context.currentTime + pauseSeconds
  for (const digit of digits.toUpperCase()) {
    const key = keys.indexOf(digit)
    if (key < 0) continue
    for (const frequency of [rowsHz[key >> 2], columnsHz[key & 3]]) {
      const tone = new OscillatorNode(context, { frequency: frequency ?? 0 })
      tone.connect(soft)
      tone.start(at)
      tone.stop(at + toneSeconds)
    }
    at += toneSeconds + pauseSeconds
  }
  const last = new ConstantSourceNode(context, { offset: 0 })
  last.connect(out)
  last.start()
  last.stop(at)
  const done = new Promise<void>((resolve) => {
    last.onended = () => resolve()
    clock.after(1_000 * (at - context.currentTime) + graceMs, resolve)
  }).then(() => void context.close().catch(() => {}))
  return { track: out.stream.getAudioTracks()[0] ?? null, done }
}
