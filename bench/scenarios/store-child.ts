/** The sides of the scenario `store` as processes on the servers' core, and how they are told what to do. */
import type { StoreCalls } from '../micro/store-side.ts'
import type { Bench } from '../run/bench.ts'
import type { Server } from '../run/server.ts'

const program = new URL('../micro/store-side.ts', import.meta.url)
export const startSide = (bench: Bench, name: string): Promise<Server> => bench.start({ name, run: program })

/** Rejects with what went wrong there. */
export async function call<Name extends keyof StoreCalls>(
  { port }: Server,
  name: Name,
  asked: StoreCalls[Name]['asked'],
): Promise<StoreCalls[Name]['answer']> {
  const response = await fetch(`http://127.0.0.1:${port}/${name}`, { method: 'POST', body: JSON.stringify(asked) })
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return JSON.parse(text) as StoreCalls[Name]['answer']
}
