/** The vault in a file: the contract, torn and damaged files, a full disk, and copies. */
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keysContract } from '../ports/keys.contract.ts'
import type { KeySlot, KeyVault } from '../ports/keys.ts'
import { StorageUnavailable } from '../ports/store.ts'
import { copyKeys, destroyAlso } from './keys-copy.ts'
import { openFileKeys } from './keys-file.ts'
import { headBytes, KeysUnusable, offsetOf } from './keys-format.ts'

const folderOf = (): Promise<string> => mkdtemp(join(tmpdir(), 'madoguchi-keys-'))

keysContract('file', async () => {
  const folder = await folderOf()
  const path = join(folder, 'keys')
  const opened = [await openFileKeys(path, { cachedKeysMax: 100 })]
  return {
    vault: opened[0]!,
    async killAndReopen() {
      // What a killed process had open does no more; closing it first keeps the test from leaking, and writes nothing.
      await opened.at(-1)!.close()
      opened.push(await openFileKeys(path, { cachedKeysMax: 100 }))
      return opened.at(-1)!
    },
    async dispose() {
      await opened.at(-1)!.close()
      await rm(folder, { recursive: true })
    },
  }
})

describe('the file of keys', () => {
  let folder: string
  let path: string
  let copy: string
  const open: KeyVault[] = []
  beforeEach(async () => {
    folder = await folderOf()
    path = join(folder, 'keys')
    copy = join(folder, 'copy')
  })
  afterEach(async () => {
    for (const vault of open.splice(0)) await vault.close()
    await rm(folder, { recursive: true })
  })
  const vaultAt = async (...options: Parameters<typeof openFileKeys>): Promise<KeyVault> => {
    const vault = await openFileKeys(...options)
    open.push(vault)
    return vault
  }
  const closeAll = async (): Promise<void> => {
    for (const vault of open.splice(0)) await vault.close()
  }
  const bytesOf = async (file: string, slot: KeySlot): Promise<Buffer> =>
    (await readFile(file)).subarray(offsetOf(slot), offsetOf(slot + 1))

  test('is for its owner alone, and a key is on the disk when it is handed out', async () => {
    const vault = await vaultAt(path)
    for (let count = 0; count < 3_000; count++) {
      const slot = vault.next()
      if (count % 499 === 0) expect(await bytesOf(path, slot)).toEqual(Buffer.from(vault.key(slot)!))
    }
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  test('a destroyed key is overwritten in place', async () => {
    const vault = await vaultAt(path)
    const slot = vault.next()
    await vault.destroy([slot])
    expect(await bytesOf(path, slot)).toEqual(Buffer.alloc(32))
  })

  test('a torn last block is cut off, and what was handed out before stays', async () => {
    const first = await vaultAt(path)
    const slot = first.next()
    const key = Buffer.from(first.key(slot)!)
    await closeAll()
    await truncate(path, (await stat(path)).size + 777)
    const second = await vaultAt(path)
    expect(Buffer.from(second.key(slot)!)).toEqual(key)
    expect(second.size).toBe(2_048)
    expect(second.key(second.next())).not.toBeNull()
  })

  test('a file that was begun and never got its head is begun again', async () => {
    await writeFile(path, Buffer.alloc(headBytes - 1))
    expect((await vaultAt(path)).next()).toBe(0)
  })

  test.each([
    ['another kind of file', Buffer.from('x'.repeat(5_000))],
    ['zeros', Buffer.alloc(4_096)],
  ])('refuses %s in one sentence and leaves it as it is', async (_, content) => {
    await writeFile(path, content)
    await expect(vaultAt(path)).rejects.toThrow(KeysUnusable)
    expect(await readFile(path)).toEqual(content)
  })

  test('a missing file where there must be one is refused, and none is made', async () => {
    const noted = { vault: '00', highest: 0 }
    await expect(vaultAt(path, { noted })).rejects.toThrow(/missing: restore them with/)
    await expect(stat(path)).rejects.toThrow('ENOENT')
  })

  test('another vault, and keys older than the data, are refused and left as they are', async () => {
    const { id } = await vaultAt(path)
    await closeAll()
    const before = await readFile(path)
    const opening = (vault: string, highest: number) => vaultAt(path, { noted: { vault, highest } })
    await expect(opening('00', 0)).rejects.toThrow(/not those of the data: restore them with/)
    await expect(opening(id, 1_024)).rejects.toThrow(/older than the data: restore them with/)
    expect(Buffer.compare(await readFile(path), before)).toBe(0)
    expect((await opening(id, 1_023)).size).toBe(2_048)
  })

  test('a folder that cannot be written is StorageUnavailable', async () => {
    await expect(vaultAt(join(path, 'nowhere'))).rejects.toThrow(StorageUnavailable)
  })

  test('a disk that is full: keys that are there are given, then no more, and then again', async () => {
    // A file size limit is the full disk that needs no rights: a child process takes it on itself.
    const script = `
      const { openFileKeys } = await import(${JSON.stringify(join(import.meta.dirname, 'keys-file.ts'))})
      process.on('SIGXFSZ', () => {})
      const vault = await openFileKeys(${JSON.stringify(path)})
      let given = 0
      try { for (;;) { vault.next(); given++ } } catch (error) { console.log(given, error.name) }
      await vault.close()`
    const limited = `ulimit -f 100; exec ${process.execPath} --import tsx --input-type=module -e "$SCRIPT"`
    const said = execFileSync('bash', ['-c', limited], { env: { ...process.env, SCRIPT: script }, encoding: 'utf8' })
    expect(said.trim()).toBe('3072 StorageUnavailable')
    expect((await vaultAt(path)).next()).toBe(3_072)
  })

  describe('copies', () => {
    test('made while the vault is in use: whole, for the owner alone, in the place of the one before', async () => {
      const vault = await vaultAt(path)
      const slots = Array.from({ length: 2_000 }, () => vault.next())
      await copyKeys(path, copy)
      const before = await stat(copy)
      await vault.destroy([slots[7]!])
      await copyKeys(path, copy)
      expect((await stat(copy)).ino).not.toBe(before.ino)
      expect((await stat(copy)).mode & 0o777).toBe(0o600)
      const copied = await vaultAt(copy)
      expect(copied.id).toBe(vault.id)
      expect(slots.map((slot) => copied.key(slot))).toEqual(slots.map((slot) => vault.key(slot)))
    })

    test('what is no file of keys is not copied, and the copy from before stays', async () => {
      await vaultAt(path)
      await copyKeys(path, copy)
      const before = await readFile(copy)
      await writeFile(path, 'x'.repeat(100))
      await expect(copyKeys(path, copy)).rejects.toThrow(KeysUnusable)
      expect(Buffer.compare(await readFile(copy), before)).toBe(0)
    })

    test('never take the place of another file, least of all of other data’s keys', async () => {
      await vaultAt(path)
      const others = join(folder, 'others')
      await vaultAt(others)
      await copyKeys(others, copy)
      const before = await readFile(copy)
      await expect(copyKeys(path, copy)).rejects.toThrow('holds the keys of other data')
      await closeAll()
      await expect(vaultAt(path, { copy })).rejects.toThrow('holds the keys of other data')
      expect(Buffer.compare(await readFile(copy), before)).toBe(0)
      await writeFile(copy, 'a letter')
      await expect(copyKeys(path, copy)).rejects.toThrow('name another file')
      await expect(vaultAt(path, { copy })).rejects.toThrow('name another file')
      expect(await readFile(copy, 'utf8')).toBe('a letter')
    })

    test('what is destroyed in one is destroyed in the other on demand, of the same vault only', async () => {
      const vault = await vaultAt(path)
      const slots = Array.from({ length: 5 }, () => vault.next())
      await copyKeys(path, copy)
      await vault.destroy([slots[1]!, slots[3]!])
      await vaultAt(join(folder, 'others'))
      await destroyAlso(copy, join(folder, 'others'))
      const read = await vaultAt(copy)
      expect(slots.map((slot) => read.key(slot) === null)).toEqual([false, false, false, false, false])
      await destroyAlso(copy, path)
      expect((await bytesOf(copy, slots[1]!)).equals(Buffer.alloc(32))).toBe(true)
      expect(await bytesOf(copy, slots[0]!)).toEqual(await bytesOf(path, slots[0]!))
      expect((await bytesOf(copy, slots[3]!)).equals(Buffer.alloc(32))).toBe(true)
    })

    test('the one that is kept current has every key that was handed out, and none that was destroyed', async () => {
      const vault = await vaultAt(path, { copy })
      const slots = Array.from({ length: 4_000 }, () => vault.next())
      await vault.destroy(slots.slice(0, 50))
      await closeAll()
      expect(Buffer.compare(await readFile(copy), await readFile(path))).toBe(0)
      const copied = await vaultAt(copy)
      expect(slots.map((slot) => copied.key(slot) === null)).toEqual(slots.map((_, at) => at < 50))
    })

    test('taken away or exchanged it is made anew', async () => {
      const vault = await vaultAt(path, { copy })
      await rename(copy, join(folder, 'taken'))
      const taken = await readFile(join(folder, 'taken'))
      await vault.destroy([vault.next()])
      expect(Buffer.compare(await readFile(copy), await readFile(path))).toBe(0)
      await truncate(copy, 40)
      await vault.destroy([vault.next()])
      expect(Buffer.compare(await readFile(copy), await readFile(path))).toBe(0)
      expect(await readFile(join(folder, 'taken'))).toEqual(taken)
    })

    test('that cannot be written: keys go on, destroying is refused, and made good once it can', async () => {
      const failures: unknown[] = []
      const vault = await vaultAt(path, { copy: join(folder, 'away', 'copy'), failed: (error) => failures.push(error) })
      const slot = vault.next()
      expect(failures.length).toBe(1)
      await expect(vault.destroy([slot])).rejects.toThrow(StorageUnavailable)
      await mkdir(join(folder, 'away'))
      await vault.destroy([slot])
      expect(await readFile(join(folder, 'away', 'copy'))).toEqual(await readFile(path))
    })
  })
})
