/** The mistakes by name: behind which words of our source or of its bundle they are put, and what they are. To add one: an entry here. */

/** Where a message comes in. */
const sendingMessage = /(['"])message\.send\1\(context,[^)]*\)\s*\{/
/** Where the distributor is asked to decide something. */
const distributing = /case (['"])distribute\1:/

export const plants = {
  sleep: {
    about: 'every message is held up for 10 ms',
    place: sendingMessage,
    code: 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);',
  },
  leak: {
    about: 'every message leaves 1 kB behind',
    place: sendingMessage,
    code: '(globalThis.plantedLeak ??= []).push(new Array(126).fill(0.5));',
  },
  scan: {
    about: 'everybody who waits is looked at and put in order for each decision',
    place: distributing,
    code: `{
      const everybody = [...floor.contacts.values()].map((one) => one.record).filter((one) => one.state.phase === 'queued');
      everybody.sort((a, b) => a.joinedAt - b.joinedAt || (a.id < b.id ? -1 : 1));
      if (everybody[0]?.id === '') throw new Error('there is nobody of that name');
    }`,
  },
}
