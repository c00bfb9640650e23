/**
 * `kill -9` of the real hub at random moments, most of them while something is on its way to the disk, under many people on
 * real sockets. Afterwards every acknowledged message must be there once and in order, no line may have had a gap, no screen
 * may show anything else, and the floor's history must hold (kept.ts).
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as passed } from 'node:timers/promises'
import { readMark, type Mark } from '../fail-at.ts'
import { Record } from '../sim/record.ts'
import { percentile, type AttackResult } from './attack.ts'
import { checkKept } from './kept.ts'
import { People } from './people.ts'
import { startRealHub, type RealHub } from './real-hub.ts'
import { RealStage } from './real-stage.ts'

export interface KillPlan {
  readonly seed: number
  readonly kills: number
  readonly customers: number
  /** How many times faster than the clock people live. */
  readonly haste: number
}

/** A hub that has lived this long is started again at once; see the launcher. */
const livesMs = 2_000
/** Clients come back as they do, but one that had a line for a moment begins anew: kills come every few seconds. */
const policy = { stableMs: 300, maxMs: 1_500 }
/** Less than this share of kills in the middle of a write has not tried what it should. */
const writingShareMin = 0.3

/** Runs the attack. Throws `Violation` when a promise was broken. */
export async function killNine({ seed, kills, customers, haste }: KillPlan): Promise<AttackResult> {
  const place = mkdtempSync(join(tmpdir(), 'madoguchi-marks-'))
  const marks = new Marks(join(place, 'mark'))
  const hub = await startRealHub({ MADOGUCHI_FAIL_AT: `mark:${marks.path}` })
  const stage = new RealStage(hub, seed, haste, { policy })
  const record = new Record()
  const people = new People(stage, record, customers)
  const recoveryMs: number[] = []
  const online: number[] = []
  try {
    for (let struck = 0; struck < kills; struck++) {
      const chosen = stage.chance.hits(0.7)
      await passed(stage.chance.between(livesMs / 2, livesMs))
      if (chosen) await marks.writing()
      online.push(stage.online)
      record.count(`kills that ${await strike(hub, marks)}`)
      recoveryMs.push(await backAgain(hub))
      record.count('hub kills')
    }
    await people.allBack()
    for (const talker of people.talkers) if (talker.isOnline) record.count('people online at the end')
    stage.end()
    const code = await hub.stop()
    if (code !== 0) throw new Error(`the hub did not end in order: ${code}`)
    await checkKept(hub.dataFolder, record, people.talkers, stage)
  } finally {
    people.end()
    await hub.stop()
    hub.remove()
    marks.close()
    rmSync(place, { recursive: true, force: true })
  }
  return result(record, recoveryMs, online)
}

function result({ chances }: Record, recoveryMs: readonly number[], online: readonly number[]): AttackResult {
  const writing = chances[`kills that ${hitWrite}`] ?? 0
  const share = writing / (chances['hub kills'] ?? 1)
  if (share < writingShareMin) throw new Error(`only ${Math.round(share * 100)} % of the kills hit a write`)
  return {
    chances,
    planned: [
      'hub kills',
      `kills that ${hitWrite}`,
      'messages acknowledged',
      'acknowledged messages found again',
      'entries sent in order',
      'resumes from a number',
      'offers accepted',
      'offers rescinded',
      'screens compared',
      'people online at the end',
    ],
    measured: [
      `recovery p50 ${percentile(recoveryMs, 0.5)} ms, p95 ${percentile(recoveryMs, 0.95)} ms, longest ${Math.max(...recoveryMs)} ms`,
      `${Math.round(share * 100)} % of the kills hit a write on its way to the disk`,
      `open sockets at a kill: median ${percentile(online, 0.5)}, fewest ${Math.min(...online)}, most ${Math.max(...online)}`,
    ],
  }
}

const hitWrite = 'hit a write on its way to the disk'

/** Kills, and says what that has hit: the last thing that the hub noted. */
async function strike(hub: RealHub, marks: Marks): Promise<string> {
  hub.kill()
  // Until the dead process writes nothing any more; the next one needs much longer to begin.
  await passed(5)
  return marks.read()?.writing === true ? hitWrite : 'hit nothing on its way'
}

/** Waits for a hub that serves. Resolves to how long that took from the kill. */
async function backAgain(hub: RealHub): Promise<number> {
  const began = performance.now()
  await hub.serving()
  return Math.round(performance.now() - began)
}

/** The file where the hub notes what it passes. */
class Marks {
  readonly #file: number
  readonly #bytes = new Uint8Array(2)

  constructor(readonly path: string) {
    this.#file = openSync(path, 'w+')
  }

  read(): Mark | null {
    const length = readSync(this.#file, this.#bytes, 0, 2, 0)
    return readMark(this.#bytes.subarray(0, length))
  }

  /** Waits for a write to begin, but not for ever: nobody may have anything to write. */
  async writing(): Promise<void> {
    const until = performance.now() + livesMs
    // One that is under way already may end before the kill arrives.
    while (this.read()?.writing === true && performance.now() < until) await turn()
    while (this.read()?.writing !== true && performance.now() < until) await turn()
  }

  close(): void {
    closeSync(this.#file)
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
