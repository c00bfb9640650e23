/** For tests of the configuration: a small organisation, and how to load or be refused. */
import { expect } from 'vitest'
import { ConfigError, loadConfig, type Config } from './config.ts'

const missing = () => {
  throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
}
export const words = { en: 'Orders', ja: '注文' }
export const shop = {
  id: 'shop',
  key: 'pk_shop',
  name: words,
  origins: ['https://shop.example.jp'],
  defaultQueue: 'orders',
}
export const small = { queues: [{ id: 'orders', name: words }], sites: [shop] }
export const secret = 'x'.repeat(32)

export function load(env: Record<string, string> = {}, file?: object | string): Config {
  const text = typeof file === 'string' ? file : JSON.stringify(file)
  return loadConfig({ env: { MADOGUCHI_MODE: 'demo', ...env }, readFile: file === undefined ? missing : () => text })
}

export function refusalOf(env: Record<string, string>, file?: object | string): string {
  try {
    load(env, file)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as Error).message
  }
  throw new Error('it was not refused')
}
