/**
 * What goes wrong in a simulated day, and how often. A new kind of fault is a field of the plan, a line in `plague` and,
 * so that a run in which it never struck fails, one in `plannedFaults`.
 */
import { failPoints } from '../app/fail-points.ts'
import { minutes, seconds, type DurationMs } from '../model/time.ts'
import type { World } from './world.ts'

/** Mean time between faults of one kind; null is never. */
export interface FaultPlan {
  /** A line is cut, on both sides or on one, or stands still. */
  readonly lineFaultEveryMs: DurationMs | null
  /** One client is cut off although others are not. */
  readonly partitionEveryMs: DurationMs | null
  /** The hub is killed at any moment, preferably while something is on its way to the disk. */
  readonly killEveryMs: DurationMs | null
  /** The hub is killed at a named fail-point, one after the other. */
  readonly failPointEveryMs: DurationMs | null
  /** The hub is stopped in order and started again. */
  readonly drainEveryMs: DurationMs | null
  /** The disk keeps nothing for a while. */
  readonly diskFaultEveryMs: DurationMs | null
  /** The media process is killed, and comes back; where people call. */
  readonly mediaEveryMs: DurationMs | null
  /** One of its workers dies; where people call. */
  readonly workerEveryMs: DurationMs | null
  /** Somebody in the office changes what an agent may do. */
  readonly officeEveryMs: DurationMs | null
  /** An agent's line takes in slowly what the agent asks for in masses. */
  readonly slowReaderEveryMs: DurationMs | null
  /** Requests sent twice, again, or under an id that was used; answers to offers long gone. */
  readonly meddling: boolean
  /** Some messages take seconds. */
  readonly lateMessages: boolean
  /** The wall clock may be set by an hour while the hub is down, and queues may come and go. */
  readonly restartsElsewhere: boolean
}

export const noFaults: FaultPlan = {
  lineFaultEveryMs: null,
  partitionEveryMs: null,
  killEveryMs: null,
  failPointEveryMs: null,
  drainEveryMs: null,
  diskFaultEveryMs: null,
  mediaEveryMs: null,
  workerEveryMs: null,
  officeEveryMs: null,
  slowReaderEveryMs: null,
  meddling: false,
  lateMessages: false,
  restartsElsewhere: false,
}

/** A bad day. */
export const usualFaults: FaultPlan = {
  lineFaultEveryMs: seconds(40),
  partitionEveryMs: minutes(4),
  killEveryMs: minutes(7),
  failPointEveryMs: minutes(5),
  drainEveryMs: minutes(15),
  diskFaultEveryMs: minutes(10),
  mediaEveryMs: minutes(8),
  workerEveryMs: minutes(5),
  officeEveryMs: minutes(3),
  slowReaderEveryMs: minutes(12),
  meddling: true,
  lateMessages: true,
  restartsElsewhere: true,
}

/** Everything at once, for days of a few minutes. */
export const harshFaults: FaultPlan = {
  ...usualFaults,
  lineFaultEveryMs: seconds(20),
  partitionEveryMs: seconds(60),
  killEveryMs: seconds(70),
  failPointEveryMs: seconds(40),
  drainEveryMs: seconds(120),
  diskFaultEveryMs: seconds(120),
  mediaEveryMs: seconds(100),
  workerEveryMs: seconds(60),
  officeEveryMs: seconds(60),
  slowReaderEveryMs: minutes(3),
}

/** Nothing but a hub that is upgraded again and again: nobody may notice more than a pause (P13). */
export const rollingRestarts: FaultPlan = { ...noFaults, drainEveryMs: seconds(50) }

/** Kinds that a run must have seen. */
export const plannedFaults: readonly string[] = [
  'hub kills',
  'hub kills with a flush under way',
  'hub drained',
  ...failPoints.map((point) => `hub killed at ${point}`),
  'wall clock set forward',
  'wall clock set back',
  'transactions the disk refused',
  'line cuts',
  'line cuts seen by one side only',
  'lines that stood still',
  'clients cut off alone',
  'late messages',
  'connections refused',
  'slow readers closed',
  'requests sent twice',
  'answered requests sent again',
  'request ids used again',
  'old offers accepted',
  'screens vanished',
  'screens closed',
  'people changed by the office',
  'offers missed',
  'offers declined',
]

/** Kinds that days on which people call must have seen. */
export const plannedInCalls: readonly string[] = [
  'media process killed',
  'media workers died',
  'hub kills with calls live',
  'calls found again by a new hub',
  'legs that stayed in through a kill',
  'customers heard music or somebody',
]

/** Lets faults happen from now until `world.calm()`. */
export function plague(world: World, plan: FaultPlan): void {
  const { clock, chance, network } = world
  const repeat = (meanMs: DurationMs | null, action: () => void, leastMs = 0): void => {
    if (meanMs === null) return
    clock.after(Math.max(leastMs, chance.gap(meanMs)) as DurationMs, () => {
      if (!world.plagued) return
      action()
      repeat(meanMs, action, leastMs)
    })
  }
  let nextPoint = chance.between(0, failPoints.length - 1)
  repeat(plan.lineFaultEveryMs, () => network.failOne())
  repeat(plan.partitionEveryMs, () => network.partitionOne())
  repeat(plan.diskFaultEveryMs, () => world.breakDisk())
  if (world.hasCalls) {
    repeat(plan.mediaEveryMs, () => world.killMedia())
    repeat(plan.workerEveryMs, () => world.killWorker())
  }
  repeat(plan.officeEveryMs, () => world.changePerson())
  // Whoever upgrades waits until people are back: two restarts in one breath are no rolling restart.
  repeat(plan.drainEveryMs, () => void world.drain(), seconds(20))
  repeat(plan.killEveryMs, () => killInAct(world))
  repeat(plan.failPointEveryMs, () => {
    const point = failPoints[nextPoint++ % failPoints.length]!
    world.killAt(point)
  })
}

/** Waits for a transaction to be under way, so that kills strike where they hurt; kills anyway after a second. */
function killInAct(world: World): void {
  let tries = 0
  const look = (): void => {
    if (world.hub === null) return
    if (world.disk.flushing > 0 || tries++ > 200) world.kill()
    else world.clock.after(5 as DurationMs, look)
  }
  if (world.chance.hits(0.6)) look()
  else if (world.hub !== null) world.kill()
}
