/**
 * Lets a demo kill itself at a named moment, so that attacks can try what a crash there leaves (hub/attack/fail-points.ts).
 * In production there is nobody who listens, whatever the environment says: the function that could kill is not made.
 */
import { failPoints } from './app/fail-points.ts'

/** Moments of the real hub that the simulator's has not: around its files, its port and its end. */
const realPoints = [
  /** Start: the port is taken, the store is not open. */
  'start.listening',
  /** Start: the store is open, its version is not looked at. */
  'start.opened',
  /** Start: the data has its version, nothing was read of it. */
  'start.upToDate',
  /** Start: served, and said so. */
  'start.served',
  /** Upload: the file is flushed under its `.part` name. */
  'upload.received',
  /** Upload: the file is in its place, the hub knows nothing of it. */
  'upload.named',
  /** Upload: the file is in its place and known, whoever sent it was not told. */
  'upload.kept',
  /** Stop: everybody has gone, the port is still open. */
  'stop.drained',
  /** Stop: the port is closed, the store is open. */
  'stop.closed',
] as const

export const hubFailPoints = [...failPoints, ...realPoints] as const
export type HubFailPoint = (typeof hubFailPoints)[number]

/**
 * What to tell of each point as it is passed; undefined where nobody is to be killed. `wish` is `NAME` or `NAME:N`: die at
 * the N-th pass. Throws when there is no such point, since such a run would prove nothing.
 */
export function failAt(
  mode: 'demo' | 'production',
  wish: string | undefined,
  die: () => void = () => void process.kill(process.pid, 'SIGKILL'),
): ((point: HubFailPoint) => void) | undefined {
  if (mode !== 'demo' || wish === undefined || wish === '') return undefined
  const [name, passes = '1'] = wish.split(':')
  const point = hubFailPoints.find((known) => known === name)
  if (point === undefined || !/^[1-9]\d*$/.test(passes))
    throw new Error(`MADOGUCHI_FAIL_AT=${wish} names no fail-point.`)
  let left = Number(passes)
  return (passed) => {
    if (passed === point && --left === 0) die()
  }
}
