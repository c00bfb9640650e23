/**
 * `node --import tsx hub/attack/main.ts NAME [--long] [--seed N]`: one attack from the registry, in the size of the tests or
 * in the long one. Prints the seed, the faults by kind and what was measured. Ends with 1 when a promise was broken, and
 * also when a planned fault never struck. Attacks on the real hub take the built one: `npm run build` first.
 */
import { defineCommand, runMain } from 'citty'
import { neverStruck, reportLines, type Attack } from './attack.ts'
import { attacks } from './index.ts'

const command = defineCommand({
  meta: {
    name: 'attack',
    description: `Attacks: ${Object.entries(attacks)
      .map(([name, { what }]) => `${name} (${what})`)
      .join('; ')}`,
  },
  args: {
    name: { type: 'positional', description: 'which attack, or all', required: true },
    long: { type: 'boolean', default: false, description: 'the long size' },
    seed: { type: 'string', default: '4711', description: 'the seed of all chance' },
  },
  async run({ args }) {
    const chosen = Object.entries(attacks).filter(([name]) => args.name === 'all' || args.name === name)
    if (chosen.length === 0) throw new Error(`there is no attack ${args.name}, only ${Object.keys(attacks).join(', ')}`)
    for (const [name, attack] of chosen)
      if (!(await carryOut(name, attack, Number(args.seed), args.long))) process.exitCode = 1
  },
})

/** False when a promise was broken or a planned fault never struck. */
async function carryOut(name: string, attack: Attack, seed: number, long: boolean): Promise<boolean> {
  try {
    const result = await attack.run(seed, long ? 'long' : 'small')
    for (const line of reportLines(name, seed, result)) console.log(line)
    const missing = neverStruck(result)
    for (const kind of missing) console.log(`A planned fault never struck: ${kind}. Nothing is proven of it.`)
    return missing.length === 0
  } catch (error) {
    console.log(`VIOLATION in ${name} at seed ${seed}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`)
    if (error instanceof Error && error.cause !== undefined) console.log(error.cause)
    return false
  }
}

await runMain(command)
