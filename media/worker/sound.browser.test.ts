/**
 * A sound from a real Chromium to the worker and back: DTLS, SRTP and SRTCP in both directions. This is what breaks when
 * a worker that was built against the system's libraries is not right, and nothing less shows it.
 */
import { fileURLToPath } from 'node:url'
import type { types } from 'mediasoup'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { workerAtHand } from './index.mjs'

const bin =
  process.env.MADOGUCHI_WORKER_BIN ??
  workerAtHand(fileURLToPath(new URL('../../node_modules/mediasoup', import.meta.url)))
if (!bin) console.warn(`skipped, no media worker: ${process.env.MADOGUCHI_WORKER_REASON ?? '`npm test` gets one'}`)

const opus = { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 } as const
const payloadType = 111
const codec = { mimeType: opus.mimeType, clockRate: opus.clockRate, channels: opus.channels, payloadType }
const fingerprintLine = /^a=fingerprint:(\S+) (\S+)$/m

/** What a browser must be told to take part: one line for the sound it sends (mid 0), one for the sound it gets (mid 1). */
function answer(transport: types.WebRtcTransport, ssrcBack: number): string {
  const { usernameFragment, password } = transport.iceParameters
  const candidates = transport.iceCandidates.map(
    ({ foundation, priority, ip, port }) => `a=candidate:${foundation} 1 udp ${priority} ${ip} ${port} typ host`,
  )
  const fingerprint = transport.dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256')
  const section = (mid: number, direction: string, more: string[]): string[] => [
    `m=audio 7 UDP/TLS/RTP/SAVPF ${payloadType}`,
    'c=IN IP4 127.0.0.1',
    `a=mid:${mid}`,
    `a=${direction}`,
    `a=rtpmap:${payloadType} opus/48000/2`,
    `a=ice-ufrag:${usernameFragment}`,
    `a=ice-pwd:${password}`,
    ...candidates,
    `a=fingerprint:sha-256 ${fingerprint?.value}`,
    'a=setup:passive',
    'a=rtcp-mux',
    ...more,
  ]
  const head = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=ice-lite', 'a=group:BUNDLE 0 1']
  const lines = [
    ...head,
    ...section(0, 'recvonly', []),
    ...section(1, 'sendonly', ['a=msid:back back', `a=ssrc:${ssrcBack} cname:back`]),
  ]
  return lines.join('\r\n') + '\r\n'
}

describe.skipIf(!bin)('the media worker', () => {
  let browser: Browser
  let worker: types.Worker
  /** What the worker says of DTLS, SRTP and SRTCP. */
  const said: string[] = []
  beforeAll(async () => {
    process.env.MEDIASOUP_WORKER_BIN = bin ?? ''
    const { createWorker, setLogEventListeners } = await import('mediasoup')
    const keep = (_where: string, line: string): void => void said.push(line)
    setLogEventListeners({ ondebug: keep, onwarn: keep, onerror: keep })
    worker = await createWorker({ logLevel: 'debug', logTags: ['dtls', 'srtp', 'rtcp'] })
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking'].concat([
        '--disable-component-update',
        '--disable-sync',
        '--autoplay-policy=no-user-gesture-required',
      ]),
    })
  })
  afterAll(async () => {
    worker.close()
    await browser.close()
  })

  test('carries a sound out of a browser and back into it', async () => {
    const router = await worker.createRouter({ mediaCodecs: [{ ...opus, preferredPayloadType: payloadType }] })
    const transport = await router.createWebRtcTransport({ listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }] })
    const page = await browser.newPage()
    const offer = await page.evaluate(async () => {
      const context = new AudioContext()
      const tone = new OscillatorNode(context, { frequency: 440 })
      const out = new MediaStreamAudioDestinationNode(context)
      tone.connect(out)
      tone.start()
      const connection = new RTCPeerConnection()
      Object.assign(globalThis, { connection, tone })
      const [track] = out.stream.getAudioTracks()
      connection.addTransceiver(track ?? 'audio', { direction: 'sendonly' })
      connection.addTransceiver('audio', { direction: 'recvonly' })
      await connection.setLocalDescription()
      return connection.localDescription?.sdp ?? ''
    })
    const [, algorithm = '', value = ''] = fingerprintLine.exec(offer) ?? []
    const ssrc = Number(/^a=ssrc:(\d+) /m.exec(offer)?.[1])
    await transport.connect({
      dtlsParameters: { role: 'client', fingerprints: [{ algorithm: algorithm as types.FingerprintAlgorithm, value }] },
    })
    const producer = await transport.produce({
      kind: 'audio',
      rtpParameters: { codecs: [codec], encodings: [{ ssrc }], rtcp: { cname: 'tone' } },
    })
    const consumer = await transport.consume({
      producerId: producer.id,
      rtpCapabilities: { codecs: [{ ...opus, preferredPayloadType: payloadType }] },
    })
    const ssrcBack = consumer.rtpParameters.encodings?.[0]?.ssrc ?? 0

    const heard = await page.evaluate(
      async (sdp) => {
        const { connection } = globalThis as unknown as { connection: RTCPeerConnection }
        // Without an element that plays it a browser decodes nothing.
        connection.ontrack = ({ track }) =>
          void Object.assign(new Audio(), { srcObject: new MediaStream([track]) }).play()
        await connection.setRemoteDescription({ type: 'answer', sdp })
        for (;;) {
          const stats: Record<string, unknown>[] = [...(await connection.getStats()).values()]
          const of = (type: string): Record<string, unknown> => stats.find((one) => one.type === type) ?? {}
          const inbound = of('inbound-rtp')
          // The report on what was sent comes by SRTCP from the worker, every few seconds.
          const reported = of('remote-inbound-rtp').packetsLost !== undefined
          if (reported && Number(inbound.packetsReceived) > 100 && Number(inbound.totalAudioEnergy) > 0.01) {
            const { dtlsState, srtpCipher } = of('transport')
            return { dtlsState, srtpCipher, lost: inbound.packetsLost, discarded: inbound.packetsDiscarded }
          }
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
      },
      answer(transport, ssrcBack),
    )

    expect(heard).toEqual({ dtlsState: 'connected', srtpCipher: 'SRTP_AEAD_AES_256_GCM', lost: 0, discarded: 0 })
    const [received] = await producer.getStats()
    expect(received?.packetsLost).toBe(0)
    expect(received?.packetCount).toBeGreaterThan(100)
    // Packets of the browser that could not be opened, its SRTCP reports among them, would be named here.
    expect(said.filter((line) => line.includes('failed'))).toEqual([])
    expect(said.join()).toContain('DTLS handshake done')
    expect(worker.died).toBe(false)
  })
})
