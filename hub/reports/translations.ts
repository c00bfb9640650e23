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
    means: 'Answered within the target ÷ answered. As the first service level of Asterisk reckons.',
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
  'answeredInTime.1': { name: 'Answered in time', means: 'Waits that were answered within the target.' },
  'answeredLate.1': { name: 'Answered late', means: 'Waits that were answered after the target.' },
  'abandonedInTime.1': {
    name: 'Abandoned in time',
    means: 'Waits that were given up after the short time and within the target.',
  },
  'abandonedLate.1': { name: 'Abandoned late', means: 'Waits that were given up after the target.' },
  'serviceLevelWithAbandoned.1': {
    name: 'Service level with all abandoned',
    means: 'Answered within the target ÷ (answered + abandoned). As Genesys reckons with none of its three options.',
  },
  'serviceLevelWithFlowOuts.1': {
    name: 'Service level with those sent on',
    means:
      'Answered within the target ÷ (answered + abandoned + handed or sent on). As Genesys reckons with flow-outs included.',
  },
  'serviceLevelTwo.1': {
    name: 'Service level 2',
    means:
      '(Answered + abandoned within the target) ÷ (answered + abandoned). As the second service level of Asterisk reckons.',
  },
  'waitMedian.1': {
    name: 'Median wait',
    means: 'Half of those answered waited no longer. Reckoned from thirteen classes of waits, evenly within a class.',
  },
  'waitOfNineInTen.1': {
    name: 'Wait, 90 %',
    means:
      'Nine in ten of those answered waited no longer. Reckoned from thirteen classes of waits, evenly within a class.',
  },
  'waitOfNineteenInTwenty.1': {
    name: 'Wait, 95 %',
    means:
      'Nineteen in twenty of those answered waited no longer. Reckoned from thirteen classes of waits, evenly within a class.',
  },
  'came.1': {
    name: 'New',
    means: 'Waits of customers who came to a queue first, whether by themselves or from the bot.',
  },
  'transferredIn.1': { name: 'Transferred in', means: 'Waits that began because a colleague handed the contact over.' },
  'transferredOut.1': { name: 'Transferred out', means: 'Waits that ended because the contact was handed elsewhere.' },
  'flowedIn.1': { name: 'Overflow in', means: 'Waits that began because a rule sent the contact here.' },
  'flowedOut.1': { name: 'Overflow out', means: 'Waits that ended because a rule sent the contact elsewhere.' },
  'returned.1': { name: 'Returned', means: 'Waits that began anew because the agent in talk was lost.' },
  'resumed.1': { name: 'Back from a kept place', means: 'Waits that went on in person after the place had been kept.' },
  'endedOtherwise.1': {
    name: 'Ended otherwise',
    means: 'Waits that ended in none of these ways, such as by the end of the day or an erasure.',
  },
  'talkTime.1': { name: 'Talk time', means: 'Time of all talks that ended.' },
  'wrapUpTime.1': { name: 'Wrap-up time', means: 'Time of all wrap-ups that ended.' },
  'taken.1': { name: 'Taken', means: 'Contacts that the agent took without an offer, or was given by a supervisor.' },
  'takenBack.1': {
    name: 'Offers taken back',
    means: 'Offers that ended because the customer left or somebody else had it.',
  },
  'concurrency.1': {
    name: 'Contacts at a time',
    means: 'Time of all work in hand ÷ time at work: how many contacts at once, on average.',
  },
  'results.1': { name: 'Results', means: 'Wrap-ups that ended with this result.' },
  'botBegan.1': { name: 'Began with the bot', means: 'Contacts that the bot began with.' },
  'botSolved.1': { name: 'Solved by the bot', means: 'Contacts that the flow ended as solved. No agent had them.' },
  'botHandedOver.1': { name: 'Handed to people', means: 'Contacts that went from the bot to a queue.' },
  'botLeft.1': { name: 'Left the bot', means: 'Contacts that the customer ended while the bot had them.' },
  'botUnsolved.1': {
    name: 'Ended unsolved',
    means: 'Contacts that ended with the bot for silence, for want of anybody, or unsolved by the flow.',
  },
  'botSolvedShare.1': {
    name: 'Share solved by the bot',
    means: 'Solved by the bot ÷ (solved + handed to people + left + unsolved).',
  },
  'botHandedOverShare.1': {
    name: 'Share handed to people',
    means: 'Handed to people ÷ (solved + handed to people + left + unsolved).',
  },
  'botMeanTime.1': { name: 'Average time with the bot', means: 'Time with the bot ÷ contacts that it had.' },
  'csatAnswers.1': { name: 'Ratings', means: 'Ratings from 1 to 5, counted when they were given.' },
  'csatMean.1': { name: 'Average rating', means: 'Sum of the ratings from 1 to 5 ÷ ratings.' },
  'csatShare.1': { name: 'Satisfied (CSAT)', means: 'Ratings of 4 and 5 ÷ ratings.' },
  'npsAnswers.1': { name: 'Recommendations', means: 'Answers from 0 to 10 to whether one would recommend us.' },
  'nps.1': { name: 'NPS', means: '100 × (answers of 9 and 10 − answers of 0 to 6) ÷ answers; from −100 to 100.' },
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
  'serviceLevelOfAnswered.1': {
    name: 'サービスレベル（応答分）',
    means: '目標時間内の応答数 ÷ 応答数。Asteriskの第1のサービスレベルの計算です。',
  },
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
  'answeredInTime.1': { name: '目標内応答数', means: '目標時間内に応答した待ちの数です。' },
  'answeredLate.1': { name: '目標超過応答数', means: '目標時間を過ぎて応答した待ちの数です。' },
  'abandonedInTime.1': {
    name: '目標内放棄数',
    means: '短時間を過ぎ、目標時間内に取りやめた待ちの数です。',
  },
  'abandonedLate.1': { name: '目標超過放棄数', means: '目標時間を過ぎて取りやめた待ちの数です。' },
  'serviceLevelWithAbandoned.1': {
    name: 'サービスレベル（放棄含む）',
    means: '目標時間内の応答数 ÷（応答数 + 放棄数）。Genesysで3つの設定をいずれも使わない場合の計算です。',
  },
  'serviceLevelWithFlowOuts.1': {
    name: 'サービスレベル（転送・あふれ含む）',
    means: '目標時間内の応答数 ÷（応答数 + 放棄数 + 転送・あふれ）。Genesysで流出を含める場合の計算です。',
  },
  'serviceLevelTwo.1': {
    name: 'サービスレベル2',
    means: '（目標時間内の応答数 + 目標時間内の放棄数）÷（応答数 + 放棄数）。Asteriskの第2のサービスレベルの計算です。',
  },
  'waitMedian.1': {
    name: '待ち時間の中央値',
    means: '応答したお客様の半数がこの時間以内に応答を受けました。13の区分から、区分内は均等として計算します。',
  },
  'waitOfNineInTen.1': {
    name: '待ち時間（90%）',
    means: '応答したお客様の90%がこの時間以内に応答を受けました。13の区分から、区分内は均等として計算します。',
  },
  'waitOfNineteenInTwenty.1': {
    name: '待ち時間（95%）',
    means: '応答したお客様の95%がこの時間以内に応答を受けました。13の区分から、区分内は均等として計算します。',
  },
  'came.1': { name: '新規', means: 'お客様が初めて窓口に並んだ待ちの数です。ボットからの引き継ぎも含みます。' },
  'transferredIn.1': { name: '転送受け', means: '同僚からの引き継ぎで始まった待ちの数です。' },
  'transferredOut.1': { name: '転送出し', means: '別の先への引き継ぎで終わった待ちの数です。' },
  'flowedIn.1': { name: 'あふれ受け', means: 'ルールによりこの窓口へ移ってきた待ちの数です。' },
  'flowedOut.1': { name: 'あふれ出し', means: 'ルールにより別の先へ移った待ちの数です。' },
  'returned.1': { name: '担当者からの戻り', means: '応対中の担当者の接続が失われ、改めて始まった待ちの数です。' },
  'resumed.1': { name: '待ち列への復帰', means: '順番を保ったまま離れたあと、再び並んだ待ちの数です。' },
  'endedOtherwise.1': {
    name: 'その他の終了',
    means: '受付終了や消去など、上のいずれでもない理由で終わった待ちの数です。',
  },
  'talkTime.1': { name: '応対時間', means: '終わった応対の合計時間です。' },
  'wrapUpTime.1': { name: '後処理時間', means: '終わった後処理の合計時間です。' },
  'taken.1': { name: '引き取り', means: '着信によらず担当者が引き取った、または管理者が割り当てた応対の数です。' },
  'takenBack.1': {
    name: '着信の取り消し',
    means: 'お客様が離れた、または別の担当者が応答したために終わった着信の数です。',
  },
  'concurrency.1': {
    name: '同時応対数',
    means: '抱えた応対の合計時間 ÷ 稼働時間。平均して同時にいくつ応対したかを示します。',
  },
  'results.1': { name: '対応結果', means: 'この対応結果で終わった後処理の数です。' },
  'botBegan.1': { name: 'ボット開始数', means: 'ボットが最初に受けたお問い合わせの数です。' },
  'botSolved.1': { name: 'ボット解決数', means: 'ボットだけで解決したお問い合わせの数です。' },
  'botHandedOver.1': { name: '有人引き継ぎ数', means: 'ボットから窓口へ引き継いだお問い合わせの数です。' },
  'botLeft.1': { name: 'ボット離脱数', means: 'ボットの応対中にお客様が終えたお問い合わせの数です。' },
  'botUnsolved.1': {
    name: 'ボット未解決数',
    means: '無応答、受け付ける窓口がない、または未解決のままボットで終わったお問い合わせの数です。',
  },
  'botSolvedShare.1': { name: 'ボット解決率', means: 'ボット解決数 ÷（解決 + 引き継ぎ + 離脱 + 未解決）' },
  'botHandedOverShare.1': { name: '有人引き継ぎ率', means: '有人引き継ぎ数 ÷（解決 + 引き継ぎ + 離脱 + 未解決）' },
  'botMeanTime.1': { name: 'ボット平均時間', means: 'ボットの応対時間の合計 ÷ ボットが受けたお問い合わせの数' },
  'csatAnswers.1': { name: '評価数', means: '1から5の評価の数です。回答された時点で数えます。' },
  'csatMean.1': { name: '平均評価', means: '1から5の評価の合計 ÷ 評価数' },
  'csatShare.1': { name: '満足率（CSAT）', means: '4と5の評価の数 ÷ 評価数' },
  'npsAnswers.1': { name: '推奨度の回答数', means: '「お勧めしたいか」への0から10の回答の数です。' },
  'nps.1': { name: 'NPS', means: '100 ×（9と10の回答数 − 0から6の回答数）÷ 回答数。−100から100です。' },
}

export const definitions = { en, ja } as const
