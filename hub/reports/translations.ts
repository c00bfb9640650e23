/** What each formula is called and what it means, in both languages. The compiler asks for what is missing. */
import type { FormulaName } from './formulas.ts'

interface Told {
  readonly name: string
  /** What is reckoned, so that somebody else could. */
  readonly means: string
}

export type Definitions = Readonly<Record<FormulaName, Told>>

const en: Definitions = {
  'offered.1': {
    name: 'Offered',
    means: 'Waits that began: customers who came, were handed over, sent on, returned or came back.',
  },
  'answered.1': { name: 'Answered', means: 'Waits that ended with an agent.' },
  'abandoned.1': { name: 'Abandoned', means: 'Waits that the customer gave up, counted when they left or were lost.' },
  'abandonedShort.1': {
    name: 'Abandoned at once',
    means: 'Waits that were given up within the short time (5 s unless asked otherwise).',
  },
  'serviceLevel.1': {
    name: 'Service level',
    means: 'Answered within the target ÷ (answered + abandoned − abandoned at once).',
  },
  'serviceLevelOfAnswered.1': {
    name: 'Service level of those answered',
    means: 'Answered within the target ÷ answered.',
  },
  'serviceLevelOfAll.1': {
    name: 'Service level of all',
    means: '(Answered + abandoned within the target) ÷ (answered + abandoned + handed or sent on).',
  },
  'answerRate.1': { name: 'Answer rate', means: 'Answered ÷ (answered + abandoned − abandoned at once).' },
  'abandonRate.1': {
    name: 'Abandon rate',
    means: '(Abandoned − abandoned at once) ÷ (answered + abandoned − abandoned at once).',
  },
  'meanAnswerTime.1': { name: 'Average speed of answer', means: 'Time waited by those answered ÷ answered.' },
  'meanTimeToAbandon.1': { name: 'Average time to abandon', means: 'Time waited by those who gave up ÷ abandoned.' },
  'longestWait.1': { name: 'Longest wait', means: 'The longest wait that ended.' },
  'meanTalkTime.1': { name: 'Average talk time', means: 'Time in talk ÷ talks that ended.' },
  'meanWrapUpTime.1': { name: 'Average wrap-up time', means: 'Time in wrap-up ÷ wrap-ups that ended.' },
  'meanHandleTime.1': { name: 'Average handle time', means: '(Time in talk + time in wrap-up) ÷ talks that ended.' },
  'handled.1': { name: 'Handled', means: 'Talks that ended.' },
  'handedOut.1': { name: 'Sent on', means: 'Waits that ended by a transfer or by a rule that led elsewhere.' },
  'keptPlaces.1': {
    name: 'Places kept',
    means: 'Waits that ended because the place was kept for a call-back, or a message was left.',
  },
  'calledBack.1': { name: 'Called back', means: 'Talks with customers who did not wait in person.' },
  'missedOffers.1': { name: 'Offers missed', means: 'Offers that rang out.' },
  'signedOnTime.1': { name: 'Signed on', means: 'Time with a connection and not signed off.' },
  'workTime.1': { name: 'At work', means: 'Time with at least one talk, wrap-up or part in a colleague’s call.' },
  'readyTime.1': { name: 'Ready', means: 'Time available with no work in hand.' },
  'awayTime.1': { name: 'Away', means: 'Time away with no work in hand.' },
  'occupancy.1': { name: 'Occupancy', means: 'At work ÷ (at work + ready).' },
  'utilisation.1': { name: 'Utilisation', means: 'At work ÷ signed on.' },
  'handledByAgent.1': { name: 'Handled', means: 'Talks that ended.' },
  'talkTimeOfAgent.1': {
    name: 'Average talk time',
    means: 'Time in talk ÷ talks that ended; talks at the same time count each.',
  },
  'wrapUpTimeOfAgent.1': { name: 'Average wrap-up time', means: 'Time in wrap-up ÷ wrap-ups that ended.' },
  'handleTimeOfAgent.1': { name: 'Average handle time', means: '(Time in talk + time in wrap-up) ÷ talks that ended.' },
  'accepted.1': { name: 'Offers accepted', means: 'Offers that the agent accepted.' },
  'declined.1': { name: 'Offers declined', means: 'Offers that the agent declined.' },
  'missed.1': { name: 'Offers missed', means: 'Offers that rang out.' },
  'acceptRate.1': { name: 'Accept rate', means: 'Accepted ÷ (accepted + declined + missed).' },
  'handedOn.1': { name: 'Handed on', means: 'Talks that went on to a queue or to a colleague.' },
}

const ja: Definitions = {
  'offered.1': {
    name: '着信数',
    means: '始まった待ちの数です。新規、転送、あふれ、担当者からの戻り、待ち列への復帰を含みます。',
  },
  'answered.1': { name: '応答数', means: '担当者につながった待ちの数です。' },
  'abandoned.1': {
    name: '放棄数',
    means: 'お客様が取りやめた待ちの数です。離れた時点または接続が切れた時点で数えます。',
  },
  'abandonedShort.1': { name: '即時放棄数', means: '短時間（指定がなければ5秒）以内に取りやめた待ちの数です。' },
  'serviceLevel.1': { name: 'サービスレベル', means: '目標時間内の応答数 ÷（応答数 + 放棄数 − 即時放棄数）' },
  'serviceLevelOfAnswered.1': { name: 'サービスレベル（応答分）', means: '目標時間内の応答数 ÷ 応答数' },
  'serviceLevelOfAll.1': {
    name: 'サービスレベル（全体）',
    means: '（目標時間内の応答数 + 目標時間内の放棄数）÷（応答数 + 放棄数 + 転送・あふれ）',
  },
  'answerRate.1': { name: '応答率', means: '応答数 ÷（応答数 + 放棄数 − 即時放棄数）' },
  'abandonRate.1': { name: '放棄率', means: '（放棄数 − 即時放棄数）÷（応答数 + 放棄数 − 即時放棄数）' },
  'meanAnswerTime.1': { name: '平均応答速度（ASA）', means: '応答した待ちの合計時間 ÷ 応答数' },
  'meanTimeToAbandon.1': { name: '平均放棄時間', means: '放棄した待ちの合計時間 ÷ 放棄数' },
  'longestWait.1': { name: '最長待ち時間', means: '終わった待ちのうち最も長い時間です。' },
  'meanTalkTime.1': { name: '平均通話時間（ATT）', means: '応対時間の合計 ÷ 終わった応対の数' },
  'meanWrapUpTime.1': { name: '平均後処理時間（ACW）', means: '後処理時間の合計 ÷ 終わった後処理の数' },
  'meanHandleTime.1': { name: '平均処理時間（AHT）', means: '（応対時間 + 後処理時間）÷ 終わった応対の数' },
  'handled.1': { name: '処理数', means: '終わった応対の数です。' },
  'handedOut.1': { name: '転送・あふれ', means: '転送、またはルールにより別の先へ移った待ちの数です。' },
  'keptPlaces.1': { name: '折り返し予約・伝言', means: '順番を保ったまま席を離れた、または伝言を残した待ちの数です。' },
  'calledBack.1': { name: '折り返し応対', means: 'その場で待っていなかったお客様との応対の数です。' },
  'missedOffers.1': { name: '応答なし', means: '応答のないまま終わった着信の数です。' },
  'signedOnTime.1': { name: 'サインオン時間', means: '接続していて、退席していない時間です。' },
  'workTime.1': { name: '稼働時間', means: '応対、後処理、または同僚の通話への参加が1つ以上ある時間です。' },
  'readyTime.1': { name: '待機時間', means: '受付可能で、応対のない時間です。' },
  'awayTime.1': { name: '離席時間', means: '離席中で、応対のない時間です。' },
  'occupancy.1': { name: '稼働率（占有率）', means: '稼働時間 ÷（稼働時間 + 待機時間）' },
  'utilisation.1': { name: '利用率', means: '稼働時間 ÷ サインオン時間' },
  'handledByAgent.1': { name: '処理数', means: '終わった応対の数です。' },
  'talkTimeOfAgent.1': {
    name: '平均通話時間（ATT）',
    means: '応対時間の合計 ÷ 終わった応対の数。同時の応対はそれぞれ数えます。',
  },
  'wrapUpTimeOfAgent.1': { name: '平均後処理時間（ACW）', means: '後処理時間の合計 ÷ 終わった後処理の数' },
  'handleTimeOfAgent.1': { name: '平均処理時間（AHT）', means: '（応対時間 + 後処理時間）÷ 終わった応対の数' },
  'accepted.1': { name: '応答', means: '担当者が応答した着信の数です。' },
  'declined.1': { name: '拒否', means: '担当者が拒否した着信の数です。' },
  'missed.1': { name: '応答なし', means: '応答のないまま終わった着信の数です。' },
  'acceptRate.1': { name: '応答割合', means: '応答 ÷（応答 + 拒否 + 応答なし）' },
  'handedOn.1': { name: '転送', means: '窓口または同僚へ引き継いだ応対の数です。' },
}

export const definitions = { en, ja } as const
