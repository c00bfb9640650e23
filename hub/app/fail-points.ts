/**
 * Moments at which a hub may die and must not lose anything, by name. The shell says when it passes one; nobody listens in
 * production. Simulator and attacks kill there. A new one is a line here and a call where it happens.
 */
export const failPoints = [
  /** Start: what is live was read, nothing is written yet. */
  'start.loaded',
  /** Start: the new epoch is on its way to the disk. */
  'start.issued',
  /** Start: the new epoch is kept, nobody is served yet. */
  'start.kept',
  /** Tick: decided in memory, not given to the store. */
  'tick.decided',
  /** Tick: given to the store, not on the disk. */
  'tick.issued',
  /** Tick: the disk is at work on it. */
  'tick.writing',
  /** Tick: on the disk, nobody was told. */
  'tick.flushed',
  /** Tick: somebody was told all that concerns them, others know nothing of it. */
  'tick.telling',
  /** Tick: everybody was told. */
  'tick.told',
  /** After a failed write: nothing of it is undone. */
  'rebuild.refused',
  /** After a failed write: the store has recovered, memory is still ahead of it. */
  'rebuild.recovered',
  /** After a failed write: memory is what the store has, whoever asked knows nothing of it. */
  'rebuild.read',
  /** Drain: everybody was told to come back, work is under way. */
  'drain.announced',
  /** Drain: who was heard is answered, nobody is heard any more, lines are open. */
  'drain.heard',
  /** Drain: lines are closed, what that caused is not kept. */
  'drain.closed',
] as const

/** Moments of an erasure, which few days have: struck by an attack of their own (hub/attack/erasure.ts). */
export const eraseFailPoints = [
  /** Decided in memory, not given to the store. */
  'erase.decided',
  /** The decision is kept, everything is still readable for who has the keys. */
  'erase.kept',
  /** The keys are gone, the files are there. */
  'erase.keysDestroyed',
  /** Keys and files are gone, rows are there. */
  'erase.filesGone',
] as const

/** Moments of another configuration being served: struck by an attack of their own (hub/attack/configuration.ts). */
export const applyFailPoints = [
  /** It was read and may be served; nothing is decided. */
  'apply.read',
  /** It is served and on the disk; whoever asked was not told. */
  'apply.kept',
] as const

export type FailPoint =
  (typeof failPoints)[number] | (typeof eraseFailPoints)[number] | (typeof applyFailPoints)[number]

/** Is told of each point as it is passed. May throw to leave it at that: the caller's process is as good as dead. */
export type Passed = (point: FailPoint) => void
