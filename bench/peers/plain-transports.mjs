/**
 * Loaded into a media process that is measured (`node --import`), and used by the bare relay beside it: a leg connects by
 * mediasoup's plain transport with SRTP, not by one for browsers. A packet costs the worker what a browser's costs it,
 * enciphering included, while the load needs neither ICE nor DTLS. All else of the process is as it always is.
 */

// mediasoup reads this once, while it is loaded: hence the order.
process.env.MEDIASOUP_WORKER_BIN ??= process.env.MADOGUCHI_WORKER_BIN
const mediasoup = await import('mediasoup')

/** @param {import('mediasoup').types.Router} router */
export const openPlain = (router) =>
  router.createPlainTransport({
    listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
    rtcpMux: true,
    enableSrtp: true,
    // What browsers and mediasoup agree on.
    srtpCryptoSuite: 'AEAD_AES_128_GCM',
  })

/**
 * A plain transport that answers as one for browsers does; `dtlsParameters` are then those of SRTP, and where packets go.
 * @param {import('mediasoup').types.Router} router
 */
async function openInDisguise(router) {
  const plain = await openPlain(router)
  const connect = plain.connect.bind(plain)
  return Object.assign(plain, {
    iceParameters: {},
    iceCandidates: [plain.tuple],
    dtlsParameters: plain.srtpParameters,
    iceState: 'new',
    dtlsState: 'new',
    /** @param {{ dtlsParameters: Parameters<import('mediasoup').types.PlainTransport['connect']>[0] }} _ */
    async connect({ dtlsParameters }) {
      await connect(dtlsParameters)
      Object.assign(plain, { iceState: 'completed', dtlsState: 'connected' })
      // Known to transports for browsers alone.
      const tell = /** @type {import('node:events').EventEmitter} */ (/** @type {unknown} */ (plain))
      tell.emit('dtlsstatechange', 'connected')
    },
  })
}

mediasoup.observer.on('newworker', (worker) =>
  worker.observer.on('newrouter', (router) =>
    Object.assign(router, { createWebRtcTransport: () => openInDisguise(router) }),
  ),
)
