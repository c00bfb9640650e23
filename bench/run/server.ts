/**
 * A server of one side: a process of its own on the servers' core. One in TypeScript is bundled first, so that no loader runs
 * along with it; any other program is started as it is. A server tells where it listens by printing `port N`, and ends
 * orderly on SIGTERM.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { onCore } from './cores.ts'
import { usageOf, type Usage } from './usage.ts'

export interface ServerPlan {
  readonly name: string
  /** A TypeScript file, or a program with its arguments. */
  readonly run: URL | readonly [command: string, ...args: string[]]
  /** Arguments for the TypeScript file. */
  readonly args?: readonly string[]
  /** Arguments of Node for it, beside those of a profile. */
  readonly nodeArgs?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Where the program listens, when it does not print it. */
  readonly port?: number
}

export interface Server {
  readonly name: string
  readonly port: number
  readonly pid: number
  usage(): Usage
  /** SIGTERM, then SIGKILL after 5 s. Resolves when it has ended. */
  stop(): Promise<void>
}

const startMs = 20_000

export async function startServer(plan: ServerPlan, scratch: string, nodeArgs: readonly string[]): Promise<Server> {
  const program =
    plan.run instanceof URL
      ? [process.execPath, ...(plan.nodeArgs ?? []), ...nodeArgs, await bundled(plan.run), ...(plan.args ?? [])]
      : [...plan.run]
  const [command, args] = onCore('server', program[0]!, program.slice(1))
  const child = spawn(command, args, {
    cwd: scratch,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...plan.env },
  })
  const port = await listening(plan, child)
  const pid = child.pid!
  return {
    name: plan.name,
    port,
    pid,
    usage: () => usageOf([pid]),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const hard = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(hard)
    },
  }
}

/** The port, once it is known. Rejects with what the server printed when it ends before, or does not say it in time. */
function listening({ name, port }: ServerPlan, child: ChildProcess): Promise<number> {
  const printed: string[] = []
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(late)
      child.kill('SIGKILL')
      reject(new Error(`${name} ${why}${printed.length === 0 ? '' : `:\n${printed.slice(-20).join('\n')}`}`))
    }
    const late = setTimeout(() => fail(`did not listen within ${startMs / 1_000} s`), startMs)
    const found = (at: number): void => {
      clearTimeout(late)
      resolve(at)
    }
    for (const stream of [child.stdout!, child.stderr!])
      createInterface({ input: stream }).on('line', (line) => {
        const said = /^port (\d+)$/.exec(line)
        if (said !== null) found(Number(said[1]))
        else if (printed.push(line) > 200) printed.shift()
      })
    child.once('error', ({ message }) => fail(`did not start: ${message}`))
    child.once('exit', (code, signal) => fail(`ended with ${code ?? signal}`))
    if (port !== undefined) found(port)
  })
}

/** Beside the packages, so that it finds them as its source does. */
const bundles = fileURLToPath(new URL('../../node_modules/.cache/madoguchi-bench/', import.meta.url))

/** By source: of one that several servers run there is one bundle, not written while another reads it. */
const made = new Map<string, Promise<string>>()

function bundled(source: URL): Promise<string> {
  let bundle = made.get(source.href)
  if (bundle === undefined) made.set(source.href, (bundle = bundleOf(source)))
  return bundle
}

async function bundleOf(source: URL): Promise<string> {
  mkdirSync(bundles, { recursive: true })
  const outfile = join(bundles, `${basename(source.pathname, '.ts')}.mjs`)
  await build({
    entryPoints: [fileURLToPath(source)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  })
  return outfile
}
