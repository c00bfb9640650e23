/** The browser side of a call, for the screens of widget and agent app. mediasoup-client is loaded when a line joins. */
import type { OwnDevices } from './call-line.ts'
import { LocalDevices } from './devices.ts'

export type * from './call-line.ts'
export type { LineClock } from './clock.ts'
export { joinCall, type JoinOptions } from './line.ts'
export { CallSounds } from './sounds.ts'

/**
 * The own devices, for the screen before a call: asks for the microphone, and for the camera where that is wanted. Give
 * them to `joinCall`, or `close()` them.
 */
export function checkDevices({ camera = false }: { readonly camera?: boolean } = {}): OwnDevices {
  const devices = new LocalDevices()
  void devices.want({ microphone: true, camera })
  return devices
}
