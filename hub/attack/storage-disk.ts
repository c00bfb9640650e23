/** A small disk of our own, in memory, that can be filled to the last byte without harm to anything else. */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Why there can be none here, or null. */
export function smallDiskSkipped(): string | null {
  if (process.getuid?.() !== 0) return 'only root may mount a small disk to fill'
  try {
    SmallDisk.open(1).close()
    return null
  } catch (error) {
    return (error as Error).message
  }
}

export class SmallDisk {
  #filler: number | null = null

  private constructor(readonly folder: string) {}

  static open(megabytes: number): SmallDisk {
    const folder = mkdtempSync(join(tmpdir(), 'madoguchi-disk-'))
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=700`, 'madoguchi-test', folder])
    if (mounted.status !== 0) {
      rmSync(folder, { recursive: true })
      throw new Error(`a small disk cannot be mounted: ${String(mounted.stderr ?? mounted.error).trim()}`)
    }
    return new SmallDisk(folder)
  }

  /** Makes a folder on it. */
  folderNamed(name: string): string {
    const path = join(this.folder, name)
    mkdirSync(path)
    return path
  }

  /** Takes all the room that is left. Again when something was given free meanwhile. */
  fill(): void {
    this.#filler ??= openSync(join(this.folder, 'filler'), 'a')
    for (const size of [1 << 20, 1 << 16, 1 << 12, 1]) {
      const bytes = Buffer.alloc(size, 1)
      while (this.#takes(bytes));
    }
  }

  /** Gives all of it back. */
  free(): void {
    if (this.#filler !== null) closeSync(this.#filler)
    this.#filler = null
    rmSync(join(this.folder, 'filler'), { force: true })
  }

  close(): void {
    this.free()
    // Lazily: what somebody still has open must not leave a mount behind.
    spawnSync('umount', ['--lazy', this.folder])
    rmSync(this.folder, { recursive: true, force: true })
  }

  #takes(bytes: Buffer): boolean {
    try {
      return writeSync(this.#filler!, bytes) === bytes.length
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false
      throw error
    }
  }
}
