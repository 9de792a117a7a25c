// How results of a count and rules are said in German and English; leaves choosing the facts and rounding to the views.
import { bilingual } from '../texts.ts'

export const sentences = bilingual({
  de: {
    // a profile in one sentence
    adoptedIf: (clauses: string) => `Angenommen, wenn ${clauses}.`,
    consent: (subjects: string, plural: boolean) =>
      `${subjects} ${plural ? 'zustimmen' : 'zustimmt'}`,
    reject: (subject: string, plural: boolean) => `${subject} ${plural ? 'ablehnen' : 'ablehnt'}`,
    rejectNot: (subjects: string, plural: boolean) =>
      `${subjects} nicht ${plural ? 'ablehnen' : 'ablehnt'}`,
    atLeast: (amount: string) => `mindestens ${amount}`,
    atMost: (amount: string) => `höchstens ${amount}`,
    moreThan: (amount: string) => `mehr als ${amount}`,
    everyOne: (many: string) => `alle ${many}`,
    nobody: (one: string | undefined) => (one === undefined ? 'niemand' : `kein ${one}`),
    withShares: (subject: string, share: string, shares: string) =>
      `${subject} mit ${share} der ${shares}`,
    ofThose: (share: string, those: string) => `${share} ${those}`,
    ofCast: (many: string | undefined) =>
      many === undefined ? 'der Abstimmenden' : `der abstimmenden ${many}`,
    ofPresent: (many: string | undefined) =>
      many === undefined ? 'der Mitwirkenden' : `der mitwirkenden ${many}`,
    ofAll: (many: string) => `aller ${many}`,
    ofShares: (which: 'cast' | 'present' | 'all', shares: string) =>
      ({ cast: 'der abgegebenen', present: 'der mitwirkenden', all: 'aller' })[which] +
      ` ${shares}`,
    quorumIf: (clauses: string) => `Beschlussfähig, wenn ${clauses}.`,
    takePart: (subjects: string, plural: boolean) =>
      `${subjects} ${plural ? 'mitwirken' : 'mitwirkt'}`,
    abstentionForbidden: 'Enthaltung ist nicht möglich.',
    abstentionLeaves: 'Enthaltungen zählen nicht mit.',
    abstentionStays: 'Enthaltungen zählen wie Ablehnungen.',
    chairDecides: 'Bei Stimmengleichheit entscheidet die Stimme des Vorsitzes.',
    unconfirmed: 'nicht bestätigt',
    // conditions beside a bar
    koenigstein: 'Königsteiner Anteile',
    shares: 'Anteile',
    majority: 'Mehrheit',
    consents: 'Zustimmungen',
    rejections: 'Ablehnungen',
    turnout: 'Beteiligung',
    hasConsented: 'zugestimmt',
    consentLacks: 'Zustimmung fehlt',
    hasVoted: 'abgestimmt',
    voteLacks: 'Stimme fehlt',
    noRejection: 'keine Ablehnung',
    hasRejected: 'abgelehnt',
    outOf: (have: string, need: string) => `${have} von ${need}`,
    outOfBase: (have: string, base: string, need: string) => `${have} von ${base}, nötig ${need}`,
    allowed: (have: string, most: string) => `${have}, erlaubt ${most}`,
    percentOf: (have: string, need: string) => `${have} von ${need} %`,
    percentMore: (have: string, need: string) => `${have} %, nötig mehr als ${need} %`,
    percentAllowed: (have: string, most: string) => `${have} %, erlaubt ${most} %`,
    // what is missing
    consentOf: (whose: string) => `die Zustimmung ${whose}`,
    voteOf: (whose: string) => `die Stimme ${whose}`,
    moreConsents: (n: string, one: boolean) => `${n} ${one ? 'Zustimmung' : 'Zustimmungen'}`,
    moreVoters: (n: string, one: boolean) => `${n} ${one ? 'Teilnahme' : 'Teilnahmen'}`,
    points: (points: string) => `${points} Prozentpunkte`,
    stillMissing: (items: string, plural: boolean) =>
      `Es ${plural ? 'fehlen' : 'fehlt'} noch ${items}`,
    toStayMet: (items: string, plural: boolean) =>
      `Derzeit sind alle Bedingungen erfüllt; damit es sicher so bleibt, ${plural ? 'fehlen' : 'fehlt'} noch ${items}`,
    wereMissing: (items: string, plural: boolean) => `Es ${plural ? 'fehlten' : 'fehlte'} ${items}`,
    outOfReach: (items: string, plural: boolean) =>
      `Es ${plural ? 'fehlen' : 'fehlt'} ${items}; die offenen Stimmen reichen dafür nicht`,
    nothingMissing: 'Es fehlt keine Zustimmung',
    soleSuffices: (name: string) => `${name} genügt`,
    eachSuffices: (of: string) => `jedes ${of} genügt`,
    everySuffice: (n: string, of: string) => `je ${n} ${of} genügen`,
    allNeeded: (n: string, open: string) => `alle ${n} ${open} werden gebraucht`,
    oneMaySuffice: (of: string) => `eines ${of} kann genügen`,
    someMaySuffice: (n: string, of: string) => `${n} ${of} können genügen`,
    onlyAllSurely: (n: string) => `sicher nur alle ${n}`,
    everySurely: (n: string) => `je ${n} genügen immer`,
    ifThey: (names: string, plural: boolean) =>
      `, wenn ${names} ${plural ? 'zustimmen' : 'zustimmt'}`,
    open: (many: string) => `offenen ${many}`,
    ofTheOpen: (n: string, many: string) => `der ${n} offenen ${many}`,
    rejectionsLeft: (n: number) =>
      n === 0
        ? 'niemand mehr darf ablehnen'
        : `${n === 1 ? 'eine weitere Ablehnung ist' : `${n} weitere Ablehnungen sind`} unschädlich`,
    mustNotReject: (names: string, plural: boolean) =>
      `${names} ${plural ? 'dürfen' : 'darf'} nicht ablehnen`,
    tooManyRejections: (have: string, most: string) =>
      `${have === '1' ? '1 Ablehnung' : `${have} Ablehnungen`}, erlaubt ${most === '1' ? 'ist' : 'sind'} ${most}`,
    haveRejected: (names: string, plural: boolean) =>
      `${names} ${plural ? 'haben' : 'hat'} abgelehnt`,
    // the state
    adopted: 'Angenommen.',
    rejected: 'Abgelehnt.',
    certain: 'Nach heutigem Stand sicher angenommen.',
    stillOpen: 'Noch offen.',
    impossible: 'Nach heutigem Stand nicht mehr zu erreichen.',
  },
  en: {
    adoptedIf: (clauses) => `Adopted if ${clauses}.`,
    consent: (subjects, plural) => `${subjects} ${plural ? 'consent' : 'consents'}`,
    reject: (subject, plural) => `${subject} ${plural ? 'reject' : 'rejects'}`,
    rejectNot: (subjects, plural) => `${subjects} ${plural ? 'do' : 'does'} not reject`,
    atLeast: (amount) => `at least ${amount}`,
    atMost: (amount) => `at most ${amount}`,
    moreThan: (amount) => `more than ${amount}`,
    everyOne: (many) => `all ${many}`,
    nobody: (one) => (one === undefined ? 'nobody' : `no ${one}`),
    withShares: (subject, share, shares) => `${subject} with ${share} of the ${shares}`,
    ofThose: (share, those) => `${share} ${those}`,
    ofCast: (many) => (many === undefined ? 'of those voting' : `of the voting ${many}`),
    ofPresent: (many) =>
      many === undefined ? 'of those taking part' : `of the ${many} taking part`,
    ofAll: (many) => `of all ${many}`,
    ofShares: (which, shares) =>
      ({
        cast: `of the ${shares} cast`,
        present: `of the ${shares} taking part`,
        all: `of all ${shares}`,
      })[which],
    quorumIf: (clauses) => `Quorate if ${clauses}.`,
    takePart: (subjects, plural) => `${subjects} ${plural ? 'take' : 'takes'} part`,
    abstentionForbidden: 'Abstention is not possible.',
    abstentionLeaves: 'Abstentions do not count.',
    abstentionStays: 'Abstentions count like rejections.',
    chairDecides: 'In a tie the vote of the chair decides.',
    unconfirmed: 'not confirmed',
    koenigstein: 'Königstein shares',
    shares: 'shares',
    majority: 'Majority',
    consents: 'Consents',
    rejections: 'Rejections',
    turnout: 'Turnout',
    hasConsented: 'consented',
    consentLacks: 'consent missing',
    hasVoted: 'voted',
    voteLacks: 'vote missing',
    noRejection: 'no rejection',
    hasRejected: 'rejected',
    outOf: (have, need) => `${have} of ${need}`,
    outOfBase: (have, base, need) => `${have} of ${base}, ${need} needed`,
    allowed: (have, most) => `${have}, ${most} allowed`,
    percentOf: (have, need) => `${have} of ${need} %`,
    percentMore: (have, need) => `${have} %, more than ${need} % needed`,
    percentAllowed: (have, most) => `${have} %, ${most} % allowed`,
    consentOf: (whose) => `the consent ${whose}`,
    voteOf: (whose) => `the vote ${whose}`,
    moreConsents: (n, one) => `${n} ${one ? 'consent' : 'consents'}`,
    moreVoters: (n, one) => `${n} ${one ? 'vote' : 'votes'} for the quorum`,
    points: (points) => `${points} percentage points`,
    stillMissing: (items, plural) => `Still missing ${plural ? 'are' : 'is'} ${items}`,
    toStayMet: (items, plural) =>
      `All conditions are met now; to make sure that it stays so, ${items} ${plural ? 'are' : 'is'} still missing`,
    wereMissing: (items, plural) => `Missing ${plural ? 'were' : 'was'} ${items}`,
    outOfReach: (items, plural) =>
      `Missing ${plural ? 'are' : 'is'} ${items}; the open votes are not enough for that`,
    nothingMissing: 'No consent is missing',
    soleSuffices: (name) => `${name} suffices`,
    eachSuffices: (of) => `any one ${of} suffices`,
    everySuffice: (n, of) => `any ${n} ${of} suffice`,
    allNeeded: (n, open) => `all ${n} ${open} are needed`,
    oneMaySuffice: (of) => `one ${of} may suffice`,
    someMaySuffice: (n, of) => `${n} ${of} may suffice`,
    onlyAllSurely: (n) => `only all ${n} surely do`,
    everySurely: (n) => `any ${n} always do`,
    ifThey: (names, plural) => `, if ${names} ${plural ? 'consent' : 'consents'}`,
    open: (many) => `open ${many}`,
    ofTheOpen: (n, many) => `of the ${n} open ${many}`,
    rejectionsLeft: (n) =>
      n === 0
        ? 'nobody else may reject'
        : `${n === 1 ? 'one further rejection does' : `${n} further rejections do`} no harm`,
    mustNotReject: (names) => `${names} must not reject`,
    tooManyRejections: (have, most) =>
      `${have === '1' ? '1 rejection' : `${have} rejections`}, ${most} allowed`,
    haveRejected: (names, plural) => `${names} ${plural ? 'have' : 'has'} rejected`,
    adopted: 'Adopted.',
    rejected: 'Rejected.',
    certain: 'Certainly adopted, as it stands today.',
    stillOpen: 'Still open.',
    impossible: 'Out of reach, as it stands today.',
  },
})

/** What silence is worth, by the value of the profile. */
export const silenceSentences = bilingual({
  de: {
    abstain: 'Wer schweigt, enthält sich.',
    notParticipating: 'Wer schweigt, wirkt nicht mit.',
    assent: 'Wer schweigt, stimmt zu.',
    reject: 'Wer schweigt, lehnt ab.',
  },
  en: {
    abstain: 'Silence counts as abstention.',
    notParticipating: 'Silence counts as not taking part.',
    assent: 'Silence counts as consent.',
    reject: 'Silence counts as rejection.',
  },
})

/** How a text that can be read in two ways was read, by the code of the tally. */
export const readingSentences = bilingual({
  de: {
    abstentionsLeaveBase:
      'Enthaltungen zählen bei der Mehrheit nicht mit: Gezählt werden Zustimmungen und Ablehnungen.',
    abstentionsStayInBase:
      'Enthaltungen zählen bei der Mehrheit mit und wirken damit wie Ablehnungen.',
    abstentionsDoNotLowerThresholds:
      'Enthaltungen senken die Schwellen nicht: Sie sind feste Zahlen.',
    tieDecidedByChair: 'Stimmengleichheit: Die Zustimmung des Vorsitzes hat entschieden.',
    tieRejected: 'Stimmengleichheit: damit abgelehnt.',
  },
  en: {
    abstentionsLeaveBase:
      'Abstentions do not count towards the majority: consents and rejections are counted.',
    abstentionsStayInBase: 'Abstentions count towards the majority and so act like rejections.',
    abstentionsDoNotLowerThresholds:
      'Abstentions do not lower the thresholds: these are fixed numbers.',
    tieDecidedByChair: 'A tie: the consent of the chair decided.',
    tieRejected: 'A tie: hence rejected.',
  },
})
