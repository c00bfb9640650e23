/** The vault in memory: the contract, and a disk that keeps nothing. */
import { randomFillSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { keysContract } from '../ports/keys.contract.ts'
import { StorageUnavailable } from '../ports/store.ts'
import { openMemoryKeys } from './keys-memory.ts'

const fill = (bytes: Uint8Array): void => void randomFillSync(bytes)

keysContract('memory', async () => {
  let vault = openMemoryKeys({ fill })
  return {
    vault,
    killAndReopen: async () => (vault = vault.reopen()),
    dispose: () => vault.close(),
  }
})

test('when the disk keeps nothing, no more keys come and none is destroyed', async () => {
  let broken = false
  const vault = openMemoryKeys({ fill, broken: () => broken })
  const first = vault.next()
  broken = true
  const rest = (): void => {
    for (;;) vault.next()
  }
  expect(rest).toThrow(StorageUnavailable)
  await expect(vault.destroy([first])).rejects.toBeInstanceOf(StorageUnavailable)
  expect(vault.key(first)).not.toBeNull()
})
