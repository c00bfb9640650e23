/**
 * The k6 program: one that K6 names, one on the PATH, or one that `npm run bench:k6-setup` has built once from the Go module
 * proxy into the cache. It is nobody's dependency: set-up, start and tests never need it.
 */
import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { onInterrupt, run, works } from '../../hub/setup/lib/run.mjs'
import { Refusal } from '../../hub/setup/lib/say.mjs'
import { cacheFolder } from '../../media/worker/cache.mjs'

/** The release that is built, and that the scripts are tried with. They run on 2.x as well. */
export const k6Version = '1.8.1'
const module = `go.k6.io/k6@v${k6Version}`

export interface K6 {
  readonly path: string
  /** How it was had, for people. */
  readonly how: string
  /** As it says itself, such as `1.8.1`. */
  readonly version: string
}

type Env = Readonly<Record<string, string | undefined>>

const builtFolder = (env: Env): string => join(cacheFolder(env), `k6-${k6Version}`)

/** Null where there is none. Rejects when K6 names something that does not run. */
export async function findK6(env: Env = process.env): Promise<K6 | null> {
  if (env.K6 !== undefined && env.K6 !== '') {
    const given = await versionOf(env.K6)
    if (given === null) throw new Refusal(`K6=${env.K6} is no k6 that runs here.`)
    return { path: env.K6, how: 'named by K6', version: given }
  }
  for (const [path, how] of [
    ['k6', 'on the PATH'],
    [join(builtFolder(env), 'k6'), 'built before'],
  ] as const) {
    const version = await versionOf(path)
    if (version !== null) return { path, how, version }
  }
  return null
}

async function versionOf(path: string): Promise<string | null> {
  const { code, tail } = await run(path, ['version'])
  return code === 0 ? (/^k6(?:\.exe)? v?([\d.]+\S*)/m.exec(tail)?.[1] ?? null) : null
}

/** Builds it where there is none, and answers with it. `progress` is told where it is. Rejects with a `Refusal`. */
export async function ensureK6(progress: (where: string) => void, env: Env = process.env): Promise<K6> {
  const found = await findK6(env)
  if (found !== null) return found
  const go = await findGo(env)
  if (go === null)
    throw new Refusal(
      `There is no k6 on the PATH, and no Go to build one with. Install k6 (https://grafana.com/docs/k6/latest/set-up/install-k6/), or Go 1.25 or newer (https://go.dev/dl/) and run this again.`,
    )
  await build(go, progress, env)
  const built = await findK6(env)
  if (built === null) throw new Refusal('k6 was built and does not run here.')
  return built
}

async function findGo(env: Env): Promise<string | null> {
  const places = [
    'go',
    ...(env.GOROOT ? [join(env.GOROOT, 'bin', 'go')] : []),
    '/usr/local/go/bin/go',
    join(homedir(), 'go', 'bin', 'go'),
  ]
  for (const go of places) if (await works(go, ['version'])) return go
  return null
}

/** Into a folder beside the one it is for, which is then moved there as a whole: half a k6 is never found. */
async function build(go: string, progress: (where: string) => void, env: Env): Promise<void> {
  const target = builtFolder(env)
  const beside = mkdtempSync(join(dirname(target), `k6-${k6Version}.`))
  const remove = (): void => rmSync(beside, { recursive: true, force: true })
  const finished = onInterrupt(remove)
  let packages = 0
  const onLine = (line: string): void => {
    if (line.startsWith('go: downloading')) progress(line.slice('go: '.length))
    // With -v each package is named once it is compiled.
    else if (/^[\w.-]+(\/[\w.-]+)*$/.test(line)) progress(`compiling, ${++packages} packages so far`)
  }
  try {
    progress(`asking the Go module proxy for ${module}`)
    const { code, tail } = await run(go, ['install', '-v', '-trimpath', '-ldflags', '-s -w', module], {
      env: { ...env, GOBIN: beside, GOFLAGS: '-mod=mod' },
      niceness: 10,
      onLine,
    })
    if (code !== 0) throw new Refusal(`k6 could not be built with ${go}; it said:\n${tail}`)
    rmSync(target, { recursive: true, force: true })
    renameSync(beside, target)
  } finally {
    finished()
    remove()
  }
}
