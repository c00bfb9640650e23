/**
 * How each source is sent. Voices in Opus with nothing sent in silence and repair in the stream itself; cameras in three
 * sizes, of which the worker passes on what each listener's network takes; screens sharp rather than smooth.
 */
import type { Device, types } from 'mediasoup-client'
import type { Source } from '../../hub/ports/media-call.ts'

/** A third of the pictures can be left out without the rest. */
const inThree = 'L1T3'
/** VP8 of one camera three times: 320, 640 and 1,280 wide when it gives 1,280. Bits a second. */
const threeSizes: types.RtpEncodingParameters[] = [
  { scaleResolutionDownBy: 4, maxBitrate: 150_000, scalabilityMode: inThree },
  { scaleResolutionDownBy: 2, maxBitrate: 500_000, scalabilityMode: inThree },
  { scaleResolutionDownBy: 1, maxBitrate: 1_500_000, scalabilityMode: inThree },
]
/** VP9 has them in one stream, each made from the one below only at key frames. */
const inOneStream: types.RtpEncodingParameters[] = [{ scalabilityMode: 'L3T3_KEY', maxBitrate: 1_500_000 }]

type Sending = Pick<types.ProducerOptions, 'codec' | 'codecOptions' | 'encodings'>

export function sendingOf(source: Source, device: Device, preferVp9: boolean): Sending {
  switch (source) {
    case 'microphone':
      return { codecOptions: { opusDtx: true, opusFec: true, opusStereo: false } }
    case 'screenSound':
      return { codecOptions: { opusFec: true, opusStereo: true } }
    case 'screen':
      return { encodings: [{ maxBitrate: 2_500_000, maxFramerate: 15 }] }
    case 'camera': {
      // Of today's browsers only Chromium's kind sends layers in one stream.
      const vp9 = preferVp9 && device.handlerName === 'Chrome111' ? vp9Of(device) : undefined
      return {
        codecOptions: { videoGoogleStartBitrate: 1_000 },
        ...(vp9 ? { codec: vp9, encodings: inOneStream } : { encodings: threeSizes }),
      }
    }
  }
}

const vp9Of = (device: Device): types.RtpCodecCapability | undefined =>
  device.sendRtpCapabilities.codecs?.find(({ mimeType }) => mimeType.toLowerCase() === 'video/vp9')
