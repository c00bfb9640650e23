/**
 * One hub per data folder. lmdb lets many processes write one environment, but two hubs on one store would each give the
 * same contact to another agent. So whoever opens a store to write leaves its process id in the folder, and a claim that a
 * living process holds is refused. A claim left behind by a kill is taken over: the process is gone, or its id was given
 * to another process, which began at another time.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Another process, or this one, has the store open. */
export class StoreInUse extends Error {
  override name = 'StoreInUse'
}

export interface Claim {
  /** Gives the folder free. A second call does nothing. */
  release(): void
}

interface Owner {
  readonly pid: number
  /** When the process began, in the words of the system; empty where it cannot be had. */
  readonly began: string
}

const ownerFile = (folder: string): string => join(folder, 'owner.json')
const heldHere = new Set<string>()

/** Claims the folder (a real path) for this process. Throws `StoreInUse` when it is taken. */
export function claimFolder(folder: string): Claim {
  const found = claimIn(folder)
  const other = holderOf(folder, found)
  if (other !== undefined) {
    const who = other === process.pid ? 'this process' : `process ${other}`
    throw new StoreInUse(`The store in ${folder} is open in ${who}. Stop that hub first.`)
  }
  leaveClaim(folder, found)
  heldHere.add(folder)
  return {
    release() {
      if (heldHere.delete(folder)) rmSync(ownerFile(folder), { force: true })
    },
  }
}

/** The id of the living process that has the store in this folder open for writing; `undefined` when there is none. */
export const ownerOf = (folder: string): number | undefined => holderOf(folder, claimIn(folder))

function holderOf(folder: string, claim: string | undefined): number | undefined {
  if (heldHere.has(folder)) return process.pid
  const owner = readOwner(claim)
  // A claim of our own id that we do not hold was left by an earlier process: in a container all hubs have the same id.
  if (!owner || owner.pid === process.pid || !isAlive(owner)) return undefined
  return owner.pid
}

/** Written aside and linked into place: of two processes that start at once only one can link. `stale` is what to replace. */
function leaveClaim(folder: string, stale: string | undefined): void {
  const path = ownerFile(folder)
  const mine = `${path}.${process.pid}`
  const owner: Owner = { pid: process.pid, began: beganOf(process.pid) }
  try {
    // On a full disk this fails half-way, and must leave nothing.
    writeFileSync(mine, JSON.stringify(owner), { mode: 0o600 })
    if (stale !== undefined) removeStale(path, `${mine}.stale`, stale)
    linkSync(mine, path)
  } catch (error) {
    if (!['EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    throw new StoreInUse(`The store in ${folder} was opened by another process at this moment. Stop that hub first.`)
  } finally {
    rmSync(mine, { force: true })
  }
}

/** Moves the stale claim away; if another process has put its own there since we looked, that one goes back. */
function removeStale(path: string, aside: string, stale: string): void {
  renameSync(path, aside)
  try {
    if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, path)
  } finally {
    rmSync(aside, { force: true })
  }
}

function claimIn(folder: string): string | undefined {
  try {
    return readFileSync(ownerFile(folder), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function readOwner(claim: string | undefined): Owner | undefined {
  try {
    const { pid, began } = JSON.parse(claim ?? '') as Partial<Owner>
    return typeof pid === 'number' && typeof began === 'string' ? { pid, began } : undefined
  } catch {
    // Missing, or cut short by a power cut: the process that wrote it is gone either way.
    return undefined
  }
}

function isAlive({ pid, began }: Owner): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // A process of another account answers "not permitted": it lives.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const now = beganOf(pid)
  return began === '' || now === '' || now === began
}

/** The start of a process in clock ticks since boot, with the boot's id. Linux tells it; elsewhere the answer is empty. */
function beganOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    // The name of the program stands in brackets and may hold blanks; the start time is the 20th field after it.
    return `${boot} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`
  } catch {
    return ''
  }
}
