/**
 * Put into a page before anything of it runs: notes when frames leave and arrive, how long the page takes from a touch to
 * what it paints, long tasks and what moves by itself. Plain text, since what runs in a page must bring nothing along.
 */
;(() => {
  const watch = {
    /** By interaction, the time from the touch to the next paint; what took less than 16 ms is not told. */
    interactions: new Map(),
    longTasks: [],
    shift: 0,
    /** Of the last time the agent became free. */
    offer: null,
    /** When the page could be used. */
    readyAt: null,
    /** From the next touch until `selector` is painted. */
    touch: null,
    socket: null,
    beatAt: null,
    beatMs: null,
  }
  window.benchWatch = watch

  const observe = (type, note, options = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true, ...options })
  const noteEvent = ({ interactionId, duration }) => {
    if (interactionId > 0)
      watch.interactions.set(interactionId, Math.max(duration, watch.interactions.get(interactionId) ?? 0))
  }
  observe('event', noteEvent, { durationThreshold: 16 })
  observe('longtask', ({ startTime, duration }) => watch.longTasks.push([startTime, duration]))
  observe('layout-shift', ({ value, hadRecentInput }) => {
    if (!hadRecentInput) watch.shift += value
  })

  /** Also in the shadows; `one >> other` is the other in the shadow of the one, or deeper. */
  const find = (selector, root = document) => {
    const [first, ...rest] = selector.split(' >> ')
    const found = deep(first, root)
    return rest.length === 0 || found === null ? found : find(rest.join(' >> '), found.shadowRoot ?? found)
  }
  const deep = (selector, root) => {
    const found = root.querySelector(selector)
    if (found !== null) return found
    for (const element of root.querySelectorAll('*')) {
      const inner = element.shadowRoot && deep(selector, element.shadowRoot)
      if (inner) return inner
    }
    return null
  }
  watch.find = find

  /** Resolves with the time at which the first picture was painted in which `isThere`. */
  const painted = (isThere) =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve(performance.now())
      const look = () => {
        if (!isThere()) return requestAnimationFrame(look)
        // Handled when this picture is out.
        port2.postMessage(0)
      }
      requestAnimationFrame(look)
    })

  painted(() => find('[part~=launcher]') ?? find('mdg-a-presence >> button')).then((at) => (watch.readyAt = at))

  /** From the next touch until `selector` is there: its `tookMs`. */
  watch.nextTouch = (selector) => (watch.touch = { selector, tookMs: null })
  const touched = ({ timeStamp }) => {
    const { touch } = watch
    if (touch === null || touch.begun) return
    touch.begun = true
    painted(() => find(touch.selector)).then((at) => (touch.tookMs = at - timeStamp))
  }
  for (const type of ['pointerdown', 'keydown']) addEventListener(type, touched, true)

  const text = (data) => new TextDecoder('latin1').decode(data)
  const isOffer = (bytes) =>
    bytes[1] === 20 &&
    bytes[2] === 0xa4 &&
    /desk[^]*\xa5offer/.test(text(bytes)) &&
    !/\xa5offer[^]{1,80}\xc0$/.test(text(bytes))

  const Native = window.WebSocket
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args)
      watch.socket = this
      this.addEventListener('message', ({ data }) => {
        const at = performance.now()
        const bytes = new Uint8Array(data)
        if (bytes[1] === 23 && watch.beatAt !== null) {
          watch.beatMs = at - watch.beatAt
          watch.beatAt = null
        }
        const { offer } = watch
        if (offer === null || offer.arrivedAt !== null || !isOffer(bytes)) return
        offer.arrivedAt = at
        painted(() => find('mdg-a-offer-card >> article')).then((then) => (offer.paintedAt = then))
      })
    }
    send(data) {
      if (/presence\.set[^]*available/.test(text(data)))
        watch.offer = { askedAt: performance.now(), arrivedAt: null, paintedAt: null }
      super.send(data)
    }
  }

  /** Resolves with the times from picture to picture of so many milliseconds. */
  watch.frames = (ms) =>
    new Promise((resolve) => {
      const times = []
      const began = performance.now()
      let last = began
      const next = () => {
        const now = performance.now()
        times.push(now - last)
        last = now
        if (now - began < ms) requestAnimationFrame(next)
        else resolve(times)
      }
      requestAnimationFrame(next)
    })

  /** How long a beat takes to the hub and back: what the line costs. */
  watch.beat = () => {
    watch.beatMs = null
    watch.beatAt = performance.now()
    watch.socket.send(new Uint8Array([0x91, 3]))
  }
})()
