/**
 * Load from a process of its own, so that the hub is what is measured: a script of ours that does what it is told over its
 * channel, on the last core where `taskset` is there. Both ends of that channel are here. Its descriptors need no raising:
 * Node takes as many as it may have when it starts.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { cpuSecondsOf } from './process-facts.ts'

/** What a script can be told, by name. Bodies and results are plain data. */
export type Commands = Readonly<Record<string, (body: never) => unknown>>
type BodyOf<Command> = Command extends (body: infer Body) => unknown ? Body : never
type ResultOf<Command> = Command extends (body: never) => infer Result ? Awaited<Result> : never

interface Asked {
  readonly id: number
  readonly name: string
  readonly body: unknown
}
type Answered = { readonly id: number; readonly result: unknown } | { readonly id: number; readonly error: string }

/** At the script's end: does what it is told, until nobody is there to tell it anything. */
export function obey(commands: Commands): void {
  const answer = (answered: Answered): void => void process.send?.(answered)
  process.on('message', ({ id, name, body }: Asked) => {
    void (async () => commands[name]!(body as never))().then(
      (result) => answer({ id, result }),
      (error: unknown) =>
        answer({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
  process.on('disconnect', () => process.exit(0))
}

/** At ours. Type parameter: what the script obeys. */
export class Generator<Known extends Commands> {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, { resolve(result: never): void; reject(error: Error): void }>()
  readonly #bornAt = performance.now()
  #asked = 0

  /** `script` is a file beside this one. */
  constructor(script: string) {
    const node = [process.execPath, '--import', 'tsx', fileURLToPath(new URL(script, import.meta.url))]
    const [command = '', ...args] = [...pinning(), ...node]
    this.#child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' })
    this.#child.on('message', (answered: Answered) => this.#answered(answered))
    this.#child.on('exit', (code, signal) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${script} ended: ${code ?? signal}`))
      this.#waiting.clear()
    })
  }

  /** Resolves with what the script answers; rejects with its error, or when it ends. */
  ask<Name extends keyof Known & string>(name: Name, body: BodyOf<Known[Name]>): Promise<ResultOf<Known[Name]>> {
    const id = ++this.#asked
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#child.send({ id, name, body } satisfies Asked)
    })
  }

  /** How busy it has been since it was started, as a share of one core: near 1, it was the limit and not the hub. */
  get busy(): number {
    return cpuSecondsOf({ pid: this.#child.pid }) / ((performance.now() - this.#bornAt) / 1_000)
  }

  /** Processor time it has used, seconds. */
  get cpuSeconds(): number {
    return cpuSecondsOf({ pid: this.#child.pid })
  }

  end(): void {
    if (this.#child.connected) this.#child.disconnect()
  }

  #answered(answered: Answered): void {
    const waiting = this.#waiting.get(answered.id)
    this.#waiting.delete(answered.id)
    if ('error' in answered) waiting?.reject(new Error(answered.error))
    else waiting?.resolve(answered.result as never)
  }
}

/** The start of a command line that keeps a process on the last core; empty where that cannot be. */
function pinning(): readonly string[] {
  const cores = availableParallelism()
  const pinned = ['taskset', '-c', String(cores - 1)]
  return cores > 1 && spawnSync(pinned[0]!, [...pinned.slice(1), 'true']).status === 0 ? pinned : []
}
