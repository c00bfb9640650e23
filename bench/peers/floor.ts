/** Compiles floor.c, once for each state of its source, where a C compiler is at hand. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('./floor.c', import.meta.url))
const folder = fileURLToPath(new URL('../../node_modules/.cache/madoguchi-bench/', import.meta.url))
const mark = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 12)

export const floorProgram = join(folder, `floor-${mark}`)

/** Null when the program is there, else why not. */
export function buildFloor(): string | null {
  if (process.platform !== 'linux') return 'epoll is a part of Linux.'
  if (existsSync(floorProgram)) return null
  mkdirSync(folder, { recursive: true })
  const made = `${floorProgram}.${process.pid}`
  try {
    execFileSync('cc', ['-O2', '-std=gnu11', '-Wall', '-Wextra', '-o', made, source], { stdio: 'pipe' })
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return missing ? 'No C compiler (cc) is at hand.' : `cc refused floor.c: ${(error as Error).message}`
  }
  renameSync(made, floorProgram)
  return null
}
