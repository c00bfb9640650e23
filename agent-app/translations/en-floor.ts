/**
 * The sentences of queues, colleagues and reasons in English: what a supervisor does, and what the hub's codes mean. Each map
 * of codes is complete, or it does not compile. Part of en.ts; ja-floor.ts fills the same.
 */
import type {
  ChosenBy,
  DeskNotice,
  FloorQueue,
  FloorWaiting,
  NotMe,
  OfferOutcome,
  PassedOver,
  RefusalCode,
  WaitingFor,
} from '#protocol'

type By = (name: string) => string
type Way = NonNullable<FloorQueue['overflow']>[number]['way']

/** What a waiting contact waits for; takes the name of whom it rings at, '' when unknown. */
const waitingFor: Readonly<Record<WaitingFor, By>> = {
  offered: (name) => (name === '' ? 'It is being offered now.' : `It rings at ${name} now.`),
  called: (name) =>
    name === ''
      ? 'The customer kept their place and is being called.'
      : `The customer kept their place and is being called. ${name} waits for them to come.`,
  resting: () => 'The customer was called and did not come. They are called again later.',
  nobodyEligible: () => 'Nobody may serve it: no colleague of this queue has what it asks for.',
  nobodyAvailable: () => 'Nobody who may serve it is available.',
  allBusy: () => 'Everybody who may serve it is busy.',
  spared: () => 'Those who are free have just passed it. They are asked again a little later.',
  scoring: () => 'It is being found out whom to ask first. That takes no more than a moment.',
}

const notMe: Readonly<Record<NotMe, string>> = {
  '': 'It is offered to you, or you have it.',
  notWaiting: 'It does not wait: somebody has it.',
  offeredToAnother: 'It rings at somebody else.',
  unknown: 'You are not set up to take contacts.',
  notConnected: 'You are not connected.',
  notAvailable: 'You are not available.',
  meantForAnother: 'It waits for one other colleague alone.',
  notOfQueue: 'You do not serve this queue.',
  lacksSkills: 'It asks for skills that you do not have, or not at this level.',
  notInStep: 'It asks for others first. You may be asked in a later step.',
  rung: 'Another offer rings at you.',
  resting: 'You have a short pause between two contacts.',
  noCapacity: 'You have no room for it beside what you hold.',
  spared: 'You have just passed it. You are asked again a little later.',
  othersFirst: 'You can be asked. Another contact or another colleague comes first.',
}

const passedOver: Readonly<Record<PassedOver, string>> = {
  spared: 'has just passed it',
  passed: 'passed it before',
  behind: 'comes later in the order',
}

/** How whoever got it was chosen; takes who did it, '' where nobody did. */
const chosen: Readonly<Record<ChosenBy, By>> = {
  '': () => 'How this was decided was not kept.',
  order: () => 'First in the order of the queue.',
  prefer: () => 'The customer was to return to them.',
  only: () => 'It was handed to them alone.',
  pulled: (by) => `${by} took it from the queue.`,
  forced: (by) => `${by} gave it to them directly.`,
  takenOver: (by) => `${by} took it over.`,
  handedOver: (by) => `${by} handed it over to them.`,
  score: () => 'Scored best for this customer.',
}

const outcome: Readonly<Record<OfferOutcome, string>> = {
  '': 'rings now',
  accepted: 'accepted',
  declined: 'declined',
  missed: 'not answered',
  rescinded: 'taken back',
  canceled: 'the customer left',
  answered: 'a colleague was faster',
}

const phase: Readonly<Record<FloorWaiting['phase'], By>> = {
  queued: () => '',
  held: () => 'Place kept',
  left: () => 'Left a message',
  offered: (name) => `Rings at ${name}`,
  called: (name) => (name === '' ? 'Is being called' : `Is being called for ${name}`),
  resting: () => 'Did not come, is called again',
}

const ways: Readonly<Record<Way, string>> = {
  '': 'new contacts go elsewhere',
  callBack: 'new contacts are offered a call back',
  form: 'new contacts are offered the form',
  bot: 'new contacts are offered the bot',
}

const notices: Readonly<Record<DeskNotice['act'], (by: string, what: string) => string>> = {
  offered: (by, name) => `${by} assigned ${name} to you.`,
  given: (by, name) => `${by} gave you ${name}.`,
  taken: (by, name) => `${by} has taken ${name} over.`,
  rescued: (by, name) => `${by} put ${name} back in the queue while you were not connected.`,
  mentioned: (by, name) => `${by} named you in a note on ${name}.`,
  presence: (by, status) => `${by} set you to: ${status}.`,
  told: (by, words) => `${by}: ${words}`,
}

export const enFloor = {
  places: {
    desk: 'Desk',
    all: 'Places',
    queues: 'Queues',
    team: 'Colleagues',
    board: 'Board',
    reports: 'Reports',
    admin: 'Admin',
    back: 'Back to the desk',
  },
  noMatch: (query: string) => `Nothing found for “${query}”.`,
  queues: {
    filter: 'Find a queue or a customer',
    none: 'No queue is set up.',
    waiting: (n: number) => (n === 0 ? 'Nobody waiting' : `${n} waiting`),
    longest: (time: string) => `longest ${time}`,
    staffing: (free: number, staffed: number) =>
      staffed === 0 ? 'Nobody available' : `${free} free of ${staffed} available`,
    open: 'Open',
    openUntil: (when: string) => `Open until ${when}`,
    closed: 'Closed',
    closedUntil: (when: string) => `Closed until ${when}`,
    overflowTo: (rule: string, queue: string) => `Overflow “${rule}”: new contacts go to ${queue}`,
    overflowWay: (rule: string, way: Way) => `Overflow “${rule}”: ${ways[way]}`,
    nobody: 'Nobody waits here.',
    notYours: 'Those who serve this queue see who waits.',
    more: (n: number) => (n === 1 ? '1 more waits behind these.' : `${n} more wait behind these.`),
    place: (n: number) => `Place ${n}`,
    waited: (time: string) => `waited ${time}`,
    phase,
    onlyFor: (name: string) => `Only for ${name}`,
    take: 'Take',
    takeName: (name: string) => `Take ${name}`,
    taking: 'Taking…',
    assign: (name: string) => `Assign ${name}`,
    why: (name: string) => `Why ${name} waits`,
  },
  team: {
    filter: 'Find a colleague',
    none: 'No colleague is set up.',
    contacts: (n: number) => (n === 0 ? 'no contact' : n === 1 ? '1 contact' : `${n} contacts`),
    units: (used: string, capacity: string) => `${used} of ${capacity} units`,
    lost: 'Connection lost',
    lostUntil: (time: string) => `Connection lost, contacts go back in ${time}`,
    nothingHeld: 'Holds no contact.',
    talkFor: (time: string) => `talking for ${time}`,
    parkedFor: (time: string) => `resting for ${time}`,
    wrapUpFor: (time: string) => `in wrap-up, theirs for ${time}`,
    setPresence: 'Set availability',
    presenceOf: (name: string) => `Availability of ${name}`,
    setting: 'Setting…',
    rescue: 'Put contacts back in the queue',
    rescueTitle: (name: string) => `Put the talks of ${name} back in the queue?`,
    rescueLead: 'They wait again at once, in their old place, and not only when the time for coming back is over.',
    takeOver: 'Take over',
    takeOverName: (name: string) => `Take over: ${name}`,
    takingOver: 'Taking over…',
    takeOverTitle: (name: string) => `Take over the talk with ${name}?`,
    takeOverLead: (agent: string) =>
      `The talk leaves ${agent} at once and opens with you. The customer sees your name from then on.`,
  },
  assign: {
    title: (name: string) => `Assign ${name}`,
    filter: 'Find a colleague',
    offer: 'Offer',
    force: 'Give at once',
    forceTitle: (name: string, agent: string) => `Give ${name} to ${agent} at once?`,
    forceLead: 'It does not ring: the talk begins without being asked. Queue and skills do not count.',
    choose: 'Choose a colleague.',
    more: (n: number) => `${n} more. Type a name to find them.`,
  },
  rest: {
    section: 'Resting',
    park: 'Rest',
    parking: 'Putting to rest…',
    parked: (time: string) => `Resting for ${time}`,
    hint: 'This talk rests and leaves you room. It comes back by itself when somebody writes.',
    stirred: 'Wrote again',
    stirredHint: 'The customer has written. The talk goes on as soon as you have room for it.',
    woken: (name: string) => `${name} has written again.`,
  },
  more: {
    button: (time: string) => `${time} more`,
    label: 'More time for wrap-up',
    left: (n: number) => (n === 1 ? 'once more' : `${n} times more`),
    none: 'no more time can be added',
    asking: 'Adding time…',
    untimed: 'This wrap-up has no time limit. It ends when you finish it.',
    optional: 'Optional: you are free for other contacts already.',
  },
  why: {
    title: (name: string) => `Why: ${name}`,
    button: 'Why?',
    buttonMe: 'Why me?',
    buttonHere: 'Why did this come to me?',
    loading: 'Asking the hub…',
    failed: 'The reasons could not be loaded.',
    none: 'This contact has not been offered to anybody yet.',
    waitsTitle: 'Why it waits',
    notMeTitle: 'Why it is not offered to you',
    offersTitle: 'How it was decided',
    waitingFor,
    notMe,
    passedOver,
    chosen,
    outcome,
    place: (n: string, queue: string, time: string) => `Place ${n} in ${queue}, for ${time}`,
    noPlace: (queue: string, time: string) => `Waits in ${queue}, for ${time}`,
    step: (n: number, of: number) => `Step ${n} of ${of}`,
    stepUntil: (n: number, of: number, when: string) => `Step ${n} of ${of}, until ${when}`,
    stepOf: (n: number) => `in step ${n}`,
    agents: (eligible: number, available: number, ready: number) =>
      `${eligible} may serve it, ${available} of them available, ${ready} free now`,
    heldUntil: (when: string) => `Those who passed it are asked again at ${when}`,
    to: (name: string) => `To ${name}`,
    candidates: (n: number) => (n === 1 ? '1 colleague could be asked' : `${n} colleagues could be asked`),
    others: 'Not asked',
    order: {
      'longest-idle': 'Whoever has been without work longest is asked first.',
      'least-occupied': 'Whoever has the smallest share of their room in use is asked first.',
      'fewest-contacts': 'Whoever has taken fewest contacts today is asked first.',
      'least-talk-time': 'Whoever has talked least today is asked first.',
      'best-skill': 'Whoever is best at what it asks for is asked first.',
      'best-skill-sum': 'Whoever has most of what it asks for is asked first.',
      'round-robin': 'Colleagues take turns.',
      linear: 'Colleagues are asked in a fixed order.',
      'weighted-random': 'Colleagues are drawn by lot.',
      'ring-group':
        'Several are asked at once, whoever has been without work longest first; the first to accept has it.',
    } as Readonly<Record<string, string>>,
    figure: {
      noWork: 'had no work',
      hasWork: 'had work already',
      inUse: (share: string) => `${share} of their room in use`,
      contacts: (n: string) => `${n} contacts taken`,
      talked: (time: string) => `talked for ${time}`,
      level: (n: string) => `skill level ${n}`,
      levelSum: (n: string) => `skill levels of ${n} together`,
      position: (n: string) => `position ${n}`,
      idle: (time: string) => `idle for ${time}`,
      lots: (n: string) => `${n} lots`,
      other: (name: string, n: string) => `${name}: ${n}`,
    },
  },
  notices,
  /** What a refusal means to whoever wanted the contact for themselves; the others read as everywhere. */
  refusedMe: {
    'agent.unavailable': 'You are offline. Become available or away, and take it then.',
    'agent.full': 'You have no room for it beside what you hold.',
    'agent.notEligible': 'It asks for a queue or a skill that you do not have.',
  } as Readonly<Partial<Record<RefusalCode, string>>>,
  done: { refused: (name: string, why: string) => `${name}: ${why}` },
  everywhere: {
    entry: 'Sign out everywhere',
    title: 'Sign out everywhere?',
    lead: 'Every browser and device where you are signed in is signed out, this one too.',
    failed: 'The hub did not answer, so you are still signed in. Try again.',
  },
}
