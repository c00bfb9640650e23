/** Tells when the machine has got another network, which a connection notices by itself only after seconds of silence. */

/** Where the browser has it; not in TypeScript's library, since not in every browser. */
interface NetworkInformation extends EventTarget {
  /** As in `wifi`; undefined where the browser keeps it to itself. */
  readonly type?: string
}

/** Returns what ends the listening. */
export function onNetworkChange(changed: () => void): () => void {
  const network = (navigator as { connection?: NetworkInformation }).connection
  let type = network?.type
  // It also tells each new estimate of how quick the network is.
  const look = (): void => {
    if (network?.type === type) return
    type = network?.type
    changed()
  }
  addEventListener('online', changed)
  network?.addEventListener('change', look)
  return () => {
    removeEventListener('online', changed)
    network?.removeEventListener('change', look)
  }
}
