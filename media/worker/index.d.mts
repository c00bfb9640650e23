/** The part of index.mjs that TypeScript calls. */
export function workerAtHand(packageFolder: string, env?: NodeJS.ProcessEnv): string | null
