/**
 * Lets a demo kill itself at a named moment, so that attacks can try what a crash there leaves (hub/attack/fail-points.ts),
 * or note where it is, so that they know what a kill from outside has hit (hub/attack/kill-nine.ts). In production there is
 * nobody who listens, whatever the environment says: the function that could kill is not made.
 */
import { openSync, writeSync } from 'node:fs'
import { applyFailPoints, eraseFailPoints, failPoints } from './app/fail-points.ts'

/** Moments of the real hub that the simulator's has not: around its files, its port and its end. */
const realPoints = [
  /** Start: the port is taken, the store is not open. */
  'start.listening',
  /** Start: the store is open, its version is not looked at. */
  'start.opened',
  /** Start: the data has its version, nothing was read of it. */
  'start.upToDate',
  /** Start: everybody of the demo has an account, nothing of the floor was read. */
  'start.peopled',
  /** Start: served, and said so. */
  'start.served',
  /** Upload: the file is flushed under its `.part` name. */
  'upload.received',
  /** Upload: the file is in its place, the hub knows nothing of it. */
  'upload.named',
  /** Upload: the file is in its place and known, whoever sent it was not told. */
  'upload.kept',
  /** Account from the command line: read, not kept. */
  'inbox.read',
  /** Account from the command line: kept, and still in the inbox. */
  'inbox.kept',
  /** Account from the command line: kept, no longer in the inbox, its logins are still good. */
  'inbox.removed',
  /** Stop: everybody has gone, the port is still open. */
  'stop.drained',
  /** Stop: the port is closed, the store is open. */
  'stop.closed',
  /** Stop: the store is closed, the process is there. */
  'stop.stored',
] as const

/** Moments of an administrator's commands, which are processes of their own and may work beside a hub. */
const commandPoints = [
  /** Backup: the folder is there and empty. */
  'backup.begun',
  /** Backup: the store is copied, the files are not. */
  'backup.stored',
  /** Backup: everything is copied, nothing was read again. */
  'backup.copied',
  /** Backup: all was read and is good, nothing says so yet. */
  'backup.read',
  /** Restore: the copy stands beside the data folder. */
  'restore.copied',
  /** Restore: the old data is out of the way, the new is not in its place. */
  'restore.cleared',
] as const

export const hubFailPoints = [...failPoints, ...eraseFailPoints, ...applyFailPoints, ...realPoints] as const
export type HubFailPoint = (typeof hubFailPoints)[number]
export const commandFailPoints = commandPoints
export type CommandFailPoint = (typeof commandPoints)[number]
type NamedPoint = HubFailPoint | CommandFailPoint

const allPoints: readonly NamedPoint[] = [...hubFailPoints, ...commandPoints]

/**
 * What to tell of each point as it is passed; undefined where nobody listens. `wish` is `NAME` or `NAME:N`, die at the N-th
 * pass, or `mark:FILE`, note there what was passed. Throws when there is no such point, since such a run would prove nothing.
 */
export function failAt(
  mode: 'demo' | 'production',
  wish: string | undefined,
  die: () => void = () => void process.kill(process.pid, 'SIGKILL'),
): ((point: NamedPoint) => void) | undefined {
  if (mode !== 'demo' || wish === undefined || wish === '') return undefined
  if (wish.startsWith('mark:')) return markIn(wish.slice('mark:'.length))
  const [name, passes = '1'] = wish.split(':')
  const point = allPoints.find((known) => known === name)
  if (point === undefined || !/^[1-9]\d*$/.test(passes))
    throw new Error(`MADOGUCHI_FAIL_AT=${wish} names no fail-point.`)
  let left = Number(passes)
  return (passed) => {
    if (passed === point && --left === 0) die()
  }
}

/** What a mark says: whether a transaction was on its way to the disk, and the point that was passed last. */
export interface Mark {
  readonly writing: boolean
  readonly point: NamedPoint
}

/** Between these a transaction is on its way to the disk. */
const writeBegins: ReadonlySet<NamedPoint> = new Set(['start.issued', 'tick.issued'])
const writeEnds: ReadonlySet<NamedPoint> = new Set(['start.kept', 'tick.flushed', 'rebuild.refused'])

/** Two bytes at the beginning of a file, written at each point: the system keeps them when the process is killed. */
function markIn(path: string): (point: NamedPoint) => void {
  const file = openSync(path, 'r+')
  const bytes = new Uint8Array(2)
  return (point) => {
    if (writeBegins.has(point)) bytes[0] = 1
    else if (writeEnds.has(point)) bytes[0] = 0
    bytes[1] = allPoints.indexOf(point) + 1
    writeSync(file, bytes, 0, 2, 0)
  }
}

/** What a hub noted last; null when it has passed nothing. */
export function readMark([writing = 0, point = 0]: Uint8Array): Mark | null {
  const passed = allPoints[point - 1]
  return passed === undefined ? null : { writing: writing === 1, point: passed }
}
